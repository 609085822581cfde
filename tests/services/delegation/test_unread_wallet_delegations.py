"""Delegation by wallet where something can't be read, on several chains, and by what a moderator names."""

from datetime import timedelta

import pytest

from bot.domain.errors import ChainUnavailable, NoCode, NotModerator, ProposalUnknown, RegistryAwaited
from bot.domain.errors.outside import DelegatorsUnread, ReadFailure
from bot.domain.ids import Address, ChainId, ProposalId
from bot.domain.policy.model import DelegationRule
from bot.domain.power import Erc20, PowerRule
from bot.domain.proposals.obstacles import PATIENCE, Cause
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.policies.preset_parts import as_file
from bot.services.voting.live.live_vote import DelegatedPower
from tests.fakes import FakeChain, account
from tests.harness import OTHER_GUILD, TOKEN, UNRESOLVED_AFTER, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.delegation.registered import REGISTRY, begun, delegate_on_chain, record_of, space

TWO = ChainId(2)


# -- what can't be read --------------------------------------------------------------------------------------


@pytest.mark.attack("rpc")
async def test_a_vote_waits_for_a_node_that_says_who_delegates(harness: ServiceHarness) -> None:
    """It is undetermined then, and not nobody."""
    await space(harness, {"ada": 10})
    delegate_on_chain(harness, "stranger", "ada", 100)
    harness.chain.gives_events = False
    proposal = await harness.submitted("ada")
    await harness.pass_time(timedelta(days=2))
    with pytest.raises(ChainUnavailable) as refused:
        await harness.open_now(proposal)
    assert isinstance(refused.value.unread, DelegatorsUnread)
    assert (await harness.get(proposal)).opening is None
    harness.chain.gives_events = True
    await harness.try_again()
    harness.proposal = proposal
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 110}


async def _waits(harness: ServiceHarness, actions: str = "") -> ProposalId:
    """A proposal whose vote can't open, since nobody can read who delegates on chain."""
    proposal = await harness.submitted("ada", actions=actions)
    harness.chain.gives_events = False
    await harness.pass_time(timedelta(days=2))
    await harness.proceed()
    return proposal


async def _opened_without(harness: ServiceHarness, proposal: ProposalId, name: str = "mo") -> None:
    moderation = harness.services.moderation
    await moderation.open_without_registry(harness.moderator(name), proposal, "the node is gone for good")
    await harness.services.card_visibility.seen(await harness.get(proposal))
    await harness.try_again()


async def _told(harness: ServiceHarness) -> list[tuple[str, bool]]:
    """Of each time that it was told what holds the vote up: why, and whether moderators may open it without."""
    return [
        (event.data["cause"], bool(event.data.get("open")))
        for event in await harness.notified(PostEvent)
        if event.event == "held_up"
    ]


@pytest.mark.attack("rpc")
async def test_moderators_let_a_vote_open_without_a_registry_that_nobody_can_read(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 50})
    delegate_on_chain(harness, "stranger", "ada", 100)
    proposal = await _waits(harness)
    await harness.pass_time(UNRESOLVED_AFTER - timedelta(minutes=5))
    await harness.try_again()
    with pytest.raises(RegistryAwaited) as refused:
        await _opened_without(harness, proposal)
    assert refused.value.may_open is not None
    assert await _told(harness) == [(Cause.DELEGATORS_UNREAD, False)]
    await harness.pass_time(timedelta(minutes=5))
    await harness.try_again()
    await harness.pass_time(PATIENCE)
    await harness.try_again()
    assert await _told(harness) == [(Cause.DELEGATORS_UNREAD, False), (Cause.DELEGATORS_UNREAD, True)]
    assert await harness.state(proposal) is State.PENDING, "nobody but a moderator decides that"
    await _opened_without(harness, proposal)
    assert await harness.state(proposal) is State.VOTING
    assert "registry_omitted" in [event.event for event in await harness.notified(PostEvent)]
    harness.proposal = proposal
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 50}
    record = await record_of(harness, proposal)
    assert record["registry_omitted"]["reason"] == "the node is gone for good"
    assert record["frozen"]["policy"]["delegation"] == {"depth": "one_hop"}


@pytest.mark.attack("commands")
@pytest.mark.parametrize("unreadable", [True, False])
async def test_no_moderator_leaves_out_what_can_be_read(harness: ServiceHarness, unreadable: bool) -> None:
    """Neither before it was tried for as long as the rules say, nor once it could be read."""
    await space(harness, {"ada": 10})
    if unreadable:
        proposal = await _waits(harness)
    else:
        proposal = await harness.submitted("ada")
        await harness.pass_time(timedelta(days=2))
        await harness.show_card(proposal)
        await harness.pass_time(UNRESOLVED_AFTER)
    with pytest.raises(RegistryAwaited):
        await _opened_without(harness, proposal)
    assert (await harness.get(proposal)).registry_omission is None


@pytest.mark.attack("commands")
async def test_a_registry_that_could_be_read_meanwhile_is_waited_for_anew(harness: ServiceHarness) -> None:
    """What keeps the vote from opening then is something else."""
    await space(harness, {"ada": 10})
    proposal = await _waits(harness, "\n".join([f"transfer 5 to {account('well builder')}"] * 2))
    await harness.pass_time(UNRESOLVED_AFTER / 2)
    harness.chain.gives_events = True
    harness.safes.makes_several = False
    await harness.try_again()
    harness.chain.gives_events = False
    await harness.pass_time(UNRESOLVED_AFTER / 2)
    await harness.try_again()
    with pytest.raises(RegistryAwaited):
        await _opened_without(harness, proposal)


@pytest.mark.attack("commands")
@pytest.mark.parametrize("who", ["ada", "stranger", "of another server"])
async def test_only_moderators_of_the_server_leave_a_registry_out(harness: ServiceHarness, who: str) -> None:
    await space(harness, {"ada": 10})
    proposal = await _waits(harness)
    await harness.pass_time(UNRESOLVED_AFTER)
    await harness.try_again()
    actor = harness.actor(who)
    if who == "of another server":
        await harness.set_up(guild=OTHER_GUILD)
        actor = harness.actor("founder", guild=OTHER_GUILD, administrator=True)
    with pytest.raises((NotModerator, ProposalUnknown)):
        await harness.services.moderation.open_without_registry(actor, proposal, "because")
    assert (await harness.get(proposal)).registry_omission is None


@pytest.mark.attack("rpc")
async def test_a_vote_that_waits_for_a_registry_can_be_cancelled_and_holds_up_no_other(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    waiting = await _waits(harness)
    await rule(harness, delegation=None)
    other = await harness.submitted("ada")
    await harness.pass_time(timedelta(days=2))
    await harness.open(other)
    assert await harness.state(other) is State.VOTING
    assert await harness.state(waiting) is State.PENDING
    await harness.services.moderation.cancel(harness.moderator(), waiting, "no node has it")
    assert await harness.state(waiting) is State.CANCELLED


@pytest.mark.attack("rpc")
async def test_a_chain_that_is_read_for_its_registry_alone_can_be_left_out_too(
    two_chains: "TwoChains",
) -> None:
    harness = two_chains.harness
    await two_chains.begin()
    elsewhere = REGISTRY.model_copy(update={"chain": TWO})
    await rule(harness, power=PowerRule(sources=(TOKEN,)), delegation=DelegationRule(registry=elsewhere))
    proposal = await harness.submitted("ada")
    two_chains.two.silent = True
    await harness.pass_time(timedelta(days=2))
    await harness.proceed()
    await harness.pass_time(UNRESOLVED_AFTER)
    await harness.try_again()
    await harness.pass_time(PATIENCE)
    await harness.try_again()
    assert await _told(harness) == [(Cause.DELEGATORS_UNREAD, True)]
    await _opened_without(harness, proposal)
    assert await harness.state(proposal) is State.VOTING


@pytest.mark.attack("rpc")
async def test_what_a_delegating_wallet_holds_is_never_zero_while_it_is_not_read(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 50})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    harness.chain.unreadable.add(stranger)
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.delegated_power == DelegatedPower(1, None, wallets=1)
    assert receipt.weight is None
    await harness.vote("ben", "Against")
    assert (await harness.running_tally(proposal)).undetermined == 1
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    await harness.pass_time(UNRESOLVED_AFTER)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.unreadable.clear()
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 50}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("failure", [ReadFailure.REVERTED, ReadFailure.OUT_OF_GAS, ReadFailure.NO_NUMBER])
async def test_a_stranger_of_whom_nothing_can_ever_be_read_holds_up_no_vote(
    harness: ServiceHarness, failure: ReadFailure
) -> None:
    await space(harness, {"ada": 10})
    broken = delegate_on_chain(harness, "broken", "ada", 100)
    delegate_on_chain(harness, "sound", "ada", 7)
    harness.chain.failing_for_good[broken] = failure
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.weight == 17
    assert (await harness.close(proposal)).scores == {"For": 17}


@pytest.mark.attack("rpc")
async def test_a_node_that_has_lost_the_state_takes_no_strangers_power_away(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 50})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    harness.chain.failing_for_good[stranger] = ReadFailure.PRUNED
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    del harness.chain.failing_for_good[stranger]
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 50}


# -- contracts on several chains -----------------------------------------------------------------------------


class TwoChains:
    """Power on two chains; the registry is on the first."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness
        self.silver = Erc20(chain=TWO, contract=account("silver on two"))
        self.two = FakeChain(harness.clock, id=TWO, name="two", tokens={self.silver.contract: ("SLV", 0)})

    async def begin(self) -> None:
        self.harness.other_chains = [self.two]
        await self.harness.restart()
        await self.harness.set_up(
            sources=f"erc20_votes {TOKEN.contract} + erc20 {self.silver.contract} on two", threshold="0"
        )
        await rule(self.harness, delegation=DelegationRule(registry=REGISTRY))
        await self.harness.powers({"ada": 10})

    async def opened(self) -> ProposalId:
        proposal = await self.harness.submitted("ada")
        for chain in (self.harness.chain, self.two):
            chain.advance(2)
        await self.harness.open(proposal)
        return proposal

    async def scores(self, name: str = "ada") -> dict[str, int]:
        proposal = await self.opened()
        await self.harness.vote(name, "For")
        return (await self.harness.close(proposal)).scores


@pytest.fixture
def two_chains(harness: ServiceHarness) -> TwoChains:
    return TwoChains(harness)


async def test_a_key_that_delegates_gives_what_it_holds_on_all_chains(two_chains: TwoChains) -> None:
    await two_chains.begin()
    stranger = delegate_on_chain(two_chains.harness, "stranger", "ada", 100)
    two_chains.two.hold(two_chains.silver, stranger, 1000)
    assert await two_chains.scores() == {"For": 1110}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("stands_on", [("mainnet",), ("two",), ("mainnet", "two")])
async def test_a_contract_that_delegates_gives_what_it_holds_on_the_registrys_chain_alone(
    two_chains: TwoChains, stands_on: tuple[str, ...]
) -> None:
    """At its address on the other chain may stand somebody else's, who delegated nothing."""
    await two_chains.begin()
    vault = delegate_on_chain(two_chains.harness, "vault", "ada", 100)
    two_chains.two.hold(two_chains.silver, vault, 1000)
    for chain in (two_chains.harness.chain, two_chains.two):
        if chain.name in stands_on:
            chain.contract_wallets.add(vault)
    assert await two_chains.scores() == {"For": 110}


@pytest.mark.attack("linking")
@pytest.mark.parametrize(("proved_on", "score"), [("mainnet", 105), ("two", 0)])
async def test_a_contract_is_the_delegate_only_where_it_was_proved_on_the_registrys_chain(
    two_chains: TwoChains, proved_on: str, score: int
) -> None:
    """Whoever holds the same address on another chain was named by nobody."""
    harness = two_chains.harness
    await two_chains.begin()
    vault = harness.wallet("vault")
    for chain in (harness.chain, two_chains.two):
        chain.contract_wallets.add(vault)
    delegate_on_chain(harness, "stranger", "vault", 100)
    harness.hold("vault", 5)
    mallory = harness.actor("mallory")
    request = await harness.services.wallets.request(mallory, vault, proved_on)
    on = two_chains.two if proved_on == "two" else harness.chain
    await harness.services.wallets.link(mallory, request.nonce, on.sign_as_contract(vault, request.message))
    assert (await two_chains.scores("mallory")).get("For", 0) == score


@pytest.mark.attack("linking")
@pytest.mark.parametrize("stands_on", [("two",), ("mainnet", "two")])
async def test_who_has_a_contract_at_the_same_address_elsewhere_takes_no_delegated_power_away(
    two_chains: TwoChains, stands_on: tuple[str, ...]
) -> None:
    """Anybody may have made one there. It counts for them with what it holds there, and with nothing else."""
    harness = two_chains.harness
    await two_chains.begin()
    vault = delegate_on_chain(harness, "vault", "ada", 100)
    two_chains.two.hold(two_chains.silver, vault, 7)
    for chain in (harness.chain, two_chains.two):
        if chain.name in stands_on:
            chain.contract_wallets.add(vault)
    await _prove_on_two(two_chains, "mallory", vault)
    proposal = await two_chains.opened()
    await harness.vote("ada", "For")
    await harness.vote("mallory", "Against")
    assert (await harness.running_tally(proposal)).scores == (110, 7, 0)
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 7}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("how", ["votes", "delegates", "is the delegate"])
async def test_who_has_a_contract_on_a_chain_that_does_not_count_takes_no_delegated_power_away(
    two_chains: TwoChains, how: str
) -> None:
    harness = two_chains.harness
    await two_chains.begin()
    await rule(harness, power=PowerRule(sources=(TOKEN,)), delegation=DelegationRule(registry=REGISTRY))
    vault = delegate_on_chain(harness, "vault", "ada", 100)
    for chain in (harness.chain, two_chains.two):
        chain.contract_wallets.add(vault)
    await _prove_on_two(two_chains, "ada" if how == "is the delegate" else "mallory", vault)
    if how == "delegates":
        await delegate_power(harness, "mallory", "ben")
    if how == "votes":
        await harness.powers({"mallory": 3})
    proposal = await two_chains.opened()
    await harness.vote("ada", "For")
    if how == "votes":
        await harness.vote("mallory", "Against")
    expected = {"For": 110} | ({"Against": 3} if how == "votes" else {})
    assert (await harness.close(proposal)).scores == expected


async def _prove_on_two(two_chains: TwoChains, name: str, vault: Address) -> None:
    member, wallets = two_chains.harness.actor(name), two_chains.harness.services.wallets
    request = await wallets.request(member, vault, "two")
    signature = two_chains.two.sign_as_contract(vault, request.message)
    await wallets.link(member, request.nonce, signature)


# -- what a moderator names ----------------------------------------------------------------------------------


async def test_a_registry_that_is_no_contract_is_refused(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    track = (await harness.services.tracks.all(harness.actor("mo").guild))[0]
    binding = harness.services.tracks.policy_binding
    with pytest.raises(NoCode):
        await binding.bound(as_file(track.policy), Changes(), [track.policy])
    harness.chain.tokens[REGISTRY.contract] = ("REG", 0)
    assert (await binding.bound(as_file(track.policy), Changes(), [track.policy])).policy.registry == REGISTRY


@pytest.mark.attack("order")
async def test_a_proposal_keeps_the_registry_with_which_it_was_submitted(harness: ServiceHarness) -> None:
    """Who names another contract under way gives nobody what others hold."""
    await space(harness, {"ada": 10, "ben": 50})
    proposal = await harness.submitted("ada")
    theirs = REGISTRY.model_copy(update={"contract": account("a registry of the moderator's")})
    await rule(harness, delegation=DelegationRule(registry=theirs))
    harness.chain.register(theirs.contract, "safe.eth", harness.wallet("ben"), harness.wallet("ada"))
    await harness.open(proposal)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}
