"""Votes with what wallets delegated on chain: with whose ballot it counts, what is frozen, what the record says."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.election import decode
from bot.domain.errors import ChainUnavailable, NoCode
from bot.domain.errors.outside import DelegatorsUnread, ReadFailure
from bot.domain.ids import Address, ChainId, ProposalId
from bot.domain.policy.model import DelegationRule, Extension
from bot.domain.power import Erc20
from bot.domain.rules.ballot_timeline import timeline_of
from bot.domain.tally import encode_result, tally
from bot.services.governance.policy_binding import Changes, as_file
from bot.services.voting.live_vote import DelegatedPower
from tests.fakes import FakeChain, account
from tests.harness import CHOICES, TICK, TOKEN, UNRESOLVED_AFTER, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule

REGISTRY = DelegateRegistry(chain=ChainId(1), contract=account("registry"), space="safe.eth")
TWO = ChainId(2)


async def space(
    harness: ServiceHarness, powers: dict[str, int], depth: Any = "one_hop", **changes: Any
) -> None:
    """Members who hold so much, where delegation in a registry counts."""
    await harness.set_up()
    await rule(harness, delegation=DelegationRule(depth=depth, registry=REGISTRY), **changes)
    await harness.powers(powers)


def delegate_on_chain(
    harness: ServiceHarness, wallet: str, to: str | None, holds: int | None = None, space: str = "safe.eth"
) -> Address:
    """A wallet of that name delegates to another, and (a stranger's) holds so much, from the next block on."""
    if holds is not None:
        harness.hold(wallet, holds)
    delegate = None if to is None else harness.wallet(to)
    harness.chain.register(REGISTRY.contract, space, harness.wallet(wallet), delegate)
    return harness.wallet(wallet)


async def begun(harness: ServiceHarness, author: str = "ada") -> ProposalId:
    proposal = await harness.submitted(author)
    await harness.open(proposal)
    return proposal


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> dict:
    record = await harness.services.cards.record(proposal)
    assert record is not None
    found: dict = json.loads(record)
    return found


# -- with whose ballot it counts -----------------------------------------------------------------------------


async def test_a_member_votes_with_what_strangers_delegated_to_their_wallet(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 1})
    delegate_on_chain(harness, "stranger", "ada", 500)
    delegate_on_chain(harness, "another", "ada", 40)
    delegate_on_chain(harness, "lost", "nobody here", 7000)
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert (receipt.power.total, receipt.delegated_power) == (10, DelegatedPower(2, 540, wallets=2))
    assert (await harness.running_tally(proposal)).scores == (550, 0, 0)
    assert (await harness.close(proposal)).scores == {"For": 550}


async def test_who_votes_takes_back_what_their_wallet_delegated(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ben", "ada")
    delegate_on_chain(harness, "stranger", "ada", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (115, 0, 0)
    await harness.vote("ben", "Against")
    assert (await harness.running_tally(proposal)).scores == (110, 5, 0)
    mine = await harness.services.voting.mine(harness.actor("ada").guild, proposal, harness.member("ada"))
    assert mine is not None
    assert mine.delegated_power == DelegatedPower(1, 100, wallets=1)
    assert (await harness.close(proposal)).scores == {"For": 110, "Against": 5}


async def test_who_links_the_wallet_and_votes_during_the_vote_takes_it_back_too(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    delegate_on_chain(harness, "zoe", "ada", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.link("zoe")
    await harness.vote("zoe", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 100}


async def test_what_was_delegated_on_chain_is_not_passed_on(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1}, "transitive")
    delegate_on_chain(harness, "stranger", "cleo", 100)
    delegate_on_chain(harness, "cleo", "ben")
    await delegate_power(harness, "cleo", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 11, "Against": 5}


async def test_a_delegate_in_the_server_goes_before_the_one_on_chain(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5, "cleo": 1})
    delegate_on_chain(harness, "cleo", "ada")
    await delegate_power(harness, "cleo", "ben")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (10, 0, 0)
    await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 6}


async def test_a_delegate_for_the_space_goes_before_the_one_for_everything(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "one", "ada", 100, space="")
    delegate_on_chain(harness, "both", "ada", 1000, space="")
    delegate_on_chain(harness, "both", "ben")
    delegate_on_chain(harness, "other", "ada", 7, space="other.eth")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 110}


async def test_a_members_own_wallets_count_once_whatever_they_delegate(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    await harness.link("ada", "ada/2")
    delegate_on_chain(harness, "ada/2", "ada", 7)
    delegate_on_chain(harness, "ada", "ada/2")
    proposal = await begun(harness)
    receipt = await harness.vote("ada", "For")
    assert receipt.weight == 17
    assert (await harness.close(proposal)).scores == {"For": 17}


async def test_wallets_in_a_circle_count_with_those_who_vote(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "ada", "ben")
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 15}


# -- at the snapshot -----------------------------------------------------------------------------------------


async def test_what_is_delegated_or_cleared_after_the_snapshot_changes_nothing(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "early", "ada", 100)
    proposal = await begun(harness)
    delegate_on_chain(harness, "early", None)
    delegate_on_chain(harness, "late", "ada", 1000)
    await harness.pass_time(timedelta(hours=1))
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 110}


async def test_a_wallet_that_is_linked_after_the_opening_brings_no_delegations(
    harness: ServiceHarness,
) -> None:
    await space(harness, {"ada": 10})
    delegate_on_chain(harness, "stranger", "zoe", 100)
    harness.hold("zoe", 3)
    proposal = await begun(harness)
    await harness.link("zoe")
    await harness.vote("zoe", "For")
    assert (await harness.close(proposal)).scores == {"For": 3}


@pytest.mark.attack("order")
async def test_whoever_links_a_wallet_that_its_owner_unlinked_has_its_delegations(
    harness: ServiceHarness,
) -> None:
    """They go with the wallet, to the one member for whom it counts."""
    await space(harness, {"ada": 10, "ben": 5})
    delegate_on_chain(harness, "stranger", "ada", 100)
    proposal = await begun(harness)
    await harness.unlink("ada")
    await harness.link("ben", "ada")
    await harness.vote("ben", "Against")
    await harness.link("dan")
    await harness.vote("dan", "For")
    assert (await harness.close(proposal)).scores == {"Against": 115}


async def test_what_is_frozen_names_the_list_that_the_record_has(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10, "ben": 5})
    stranger = delegate_on_chain(harness, "stranger", "ada", 100)
    delegate_on_chain(harness, "ben", "ada")
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Abstain")
    await harness.restart()
    count = await harness.close(proposal)
    record = await record_of(harness, proposal)
    listed = record["wallet_delegations"]
    assert sorted(each["from"] for each in listed) == sorted([stranger, harness.wallet("ben")])
    assert {each["to"] for each in listed} == {harness.wallet("ada")}
    assert record["frozen"]["wallet_delegations"] == {
        "hash": content_hash(canonical_json(listed)),
        "complete": True,
    }
    assert record["frozen"]["policy"]["delegation"]["registry"]["space"] == "safe.eth"
    (shared,) = record["delegated_power"]
    assert (shared["from"], shared["to"], shared["power"]) == (stranger, str(harness.member("ada")), "100")
    assert [(part["wallet"], part["raw"]) for part in shared["evidence"]] == [(stranger, "100")]
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == count.closing.result


async def test_a_record_says_when_more_delegated_than_are_looked_at(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    harness.chain.looks_at_all = False
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    assert (await record_of(harness, proposal))["frozen"]["wallet_delegations"]["complete"] is False


async def test_a_late_swing_by_what_wallets_delegated_is_found_again_from_the_record(
    harness: ServiceHarness,
) -> None:
    extension = Extension(window=timedelta(hours=12), at_most=timedelta(days=2))
    await space(harness, {"ada": 10, "ben": 5, "cleo": 20}, extension=extension)
    delegate_on_chain(harness, "stranger", "ben", 100)
    proposal = await begun(harness)
    await harness.vote("ada", "For")
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    await harness.pass_time(ends_at - timedelta(hours=1) - harness.clock.now())
    await harness.vote("ben", "Against")
    await harness.services.sweep.run()
    assert (await harness.get(proposal)).extensions
    await harness.close(proposal)
    record = await record_of(harness, proposal)
    timeline = timeline_of(record)
    assert timeline is not None
    (share,) = timeline.wallet_shares
    assert (share.route.wallet, share.power) == (harness.wallet("stranger"), 100)
    assert [swing.at for swing in timeline.swings()] == [int(each["at_ms"]) for each in record["extensions"]]


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

    async def scores(self, name: str = "ada") -> dict[str, int]:
        proposal = await self.harness.submitted("ada")
        for chain in (self.harness.chain, self.two):
            chain.advance(2)
        await self.harness.open(proposal)
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


# -- what a moderator names ----------------------------------------------------------------------------------


async def test_a_registry_that_is_no_contract_is_refused(harness: ServiceHarness) -> None:
    await space(harness, {"ada": 10})
    track = (await harness.services.tracks.all(harness.actor("mo").guild))[0]
    binding = harness.services.tracks.policy_binding
    with pytest.raises(NoCode):
        await binding.bound(as_file(track.policy), Changes(), [track.policy])
    harness.chain.tokens[REGISTRY.contract] = ("REG", 0)
    assert (await binding.bound(as_file(track.policy), Changes(), [track.policy])).policy.registry == REGISTRY


# -- any course ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
async def test_any_vote_counts_as_one_finds_it_who_goes_from_each_wallet_to_its_delegate(
    harness: ServiceHarness, seed: int
) -> None:
    drawn = random.Random(seed)
    names = ["ada", "ben", "cleo", "dan"]
    owner_of = {f"{name}/{number}": name for name in names for number in (1, 2)}
    strangers = [f"stranger {number}" for number in range(5)]
    holds = {wallet: 10**place for place, wallet in enumerate([*owner_of, *strangers])}
    await space(harness, {})
    for wallet, amount in holds.items():
        harness.hold(wallet, amount)
        if wallet in owner_of:
            await harness.link(owner_of[wallet], wallet)
    delegate_of: dict[str, str] = {}
    for wallet in holds:
        if drawn.random() < 0.7:
            to = drawn.choice([each for each in owner_of if each != wallet])
            delegate_of[wallet] = to
            delegate_on_chain(harness, wallet, to, space=drawn.choice(["", "safe.eth"]))
    in_server = {name: to for name in names if drawn.random() < 0.3 and (to := drawn.choice(names)) != name}
    for name, to in in_server.items():
        await delegate_power(harness, name, to)
    harness.chain.advance(2)
    proposal = await begun(harness, "ada")
    votes: dict[str, str] = {}
    for name in drawn.sample(names, drawn.randint(1, 4)):
        votes[name] = drawn.choice(CHOICES)
        await harness.pass_time(TICK)
        await harness.vote(name, votes[name])
        running = await harness.running_tally(proposal)
        assert running.scores == expected(holds, owner_of, delegate_of, in_server, votes)
    count = await harness.close(proposal)
    assert tuple(int(each) for each in count.closing.result["scores"]) == running.scores


def expected(
    holds: dict[str, int],
    owner_of: dict[str, str],
    delegate_of: dict[str, str],
    in_server: dict[str, str],
    votes: dict[str, str],
) -> tuple[int, ...]:
    scores = dict.fromkeys(CHOICES, 0)
    for wallet, amount in holds.items():
        owner = owner_of.get(wallet)
        if owner in votes:
            scores[votes[owner]] += amount
        elif owner in in_server:
            if in_server[owner] in votes:
                scores[votes[in_server[owner]]] += amount
        elif wallet in delegate_of and owner_of[delegate_of[wallet]] in votes:
            scores[votes[owner_of[delegate_of[wallet]]]] += amount
    return tuple(scores.values())
