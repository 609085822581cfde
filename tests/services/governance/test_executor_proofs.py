"""An executor belongs to the space that proved it, and to one at a time; nothing is asked of any other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import (
    ChainUnavailable,
    ExecutorTaken,
    ExecutorUnnamed,
    ExecutorUnproved,
    MalformedSignature,
    NotAProver,
    NotModerator,
    NotSetUp,
    ProofExpired,
    ReasonMissing,
    TooManyProofs,
    WrongSignature,
)
from bot.domain.executors import ProofDemand, ProofRequest, SafeExecutor
from bot.domain.ids import Address, GuildId, SpaceId
from bot.domain.proposals.proposal import State
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostEvent, PostLogEntry, SubmitRequest
from bot.services.governance.executor_proofs import CLAIMS_TOLD_EVERY, LIFETIME, REQUESTS_PER_SPACE
from bot.services.governance.policy_binding import Changes
from bot.services.ports import LogEntry
from tests.fakes import MAINNET, account
from tests.harness import (
    DISCUSSION,
    GUILD,
    OTHER_GUILD,
    SAFE,
    SIGNERS,
    TIMELOCK,
    ServiceHarness,
)

ACTION = f"transfer 5 to {account('well builder')}"
EXECUTOR = SafeExecutor(chain=MAINNET, address=SAFE)
DAY = timedelta(days=1)


async def asked(
    harness: ServiceHarness,
    signer: Address = SIGNERS[0],
    demand: ProofDemand = ProofDemand.ONE,
    guild: GuildId = GUILD,
) -> ProofRequest:
    return await harness.services.executor_proofs.request(harness.moderator(guild=guild), "", signer, demand)


async def answered(
    harness: ServiceHarness, request: ProofRequest, signature: str = "", guild: GuildId = GUILD
) -> bool:
    """Hand in what the signer signed, or another signature; whether the Safe belongs to the space then."""
    given = signature or harness.chain.sign(request.signer, request.message)
    moderator = harness.moderator(guild=guild)
    return (await harness.services.executor_proofs.prove(moderator, request.nonce, given)).holds


async def space_of(harness: ServiceHarness, guild: GuildId = GUILD) -> SpaceId:
    return (await harness.services.space_setup.space(guild))[0].id


async def bound(harness: ServiceHarness, guild: GuildId = GUILD) -> bool:
    space = await space_of(harness, guild)
    return await harness.services.executor_proofs.executor_is_bound(space, EXECUTOR)


async def log_of(harness: ServiceHarness, guild: GuildId = GUILD) -> list[LogEntry]:
    async with harness.services.uow.reading() as repositories:
        return (await repositories.log.of_guild(guild))[::-1]


async def acts(harness: ServiceHarness, guild: GuildId = GUILD) -> list[str]:
    return [entry.act for entry in await log_of(harness, guild)]


def replaced(harness: ServiceHarness, *owners: Address) -> None:
    """The Safe has these owners from now on."""
    harness.safe.owners = owners


# -- proving ------------------------------------------------------------------------------------------------------


async def test_a_safe_that_is_only_named_belongs_to_nobody(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    assert not await bound(harness)
    (state,) = await harness.services.executor_proofs.states(GUILD)
    assert (state.executor, state.bound, state.holds, state.signed) == (EXECUTOR, False, False, 0)


async def test_one_owners_signature_binds_a_safe(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    assert await answered(harness, await asked(harness))
    assert await bound(harness)
    entry = (await log_of(harness))[-1]
    assert (entry.act, entry.actor) == ("safe prove", harness.member("mo"))
    assert entry.details == {"account": SAFE, "chain": "1", "signer": SIGNERS[0]}


async def test_a_binding_can_ask_for_as_many_owners_as_the_safe_does(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    assert not await answered(harness, await asked(harness, SIGNERS[0], ProofDemand.THRESHOLD))
    assert not await bound(harness)
    again = await asked(harness, SIGNERS[0], ProofDemand.THRESHOLD)
    assert not await answered(harness, again), "one owner who signs twice is one owner"
    assert await answered(harness, await asked(harness, SIGNERS[1], ProofDemand.THRESHOLD))
    assert await bound(harness)
    assert await acts(harness) == ["setup", "safe sign", "safe sign", "safe prove"]


async def test_a_safe_proves_itself_with_one_signature_of_its_own(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    assert await answered(harness, await asked(harness, SAFE, ProofDemand.THRESHOLD))
    assert await bound(harness)


async def test_a_moderator_who_is_an_owner_need_not_say_so(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    replaced(harness, SIGNERS[0], harness.wallet("mo"))
    await harness.link("mo")
    request = await harness.services.executor_proofs.request(harness.moderator(), "", "", ProofDemand.ONE)
    assert request.signer == harness.wallet("mo")
    with pytest.raises(NotAProver) as refused:
        await harness.services.executor_proofs.request(harness.moderator("max"), "", "", ProofDemand.ONE)
    assert (refused.value.account, refused.value.provers) == (None, (SIGNERS[0], harness.wallet("mo")))


async def test_a_text_to_sign_names_server_safe_chain_signer_and_its_end(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    message = (await asked(harness)).message
    lines = message.splitlines()
    assert lines[:2] == ["folkmoot.example wants you to sign in with your Ethereum account:", SIGNERS[0]]
    assert f"Bind Safe {SAFE} on chain 1 to the Discord server DAO {GUILD} ({GUILD})." in message
    for line in ("URI: https://folkmoot.example/safe", "Version: 1", "Chain ID: 1"):
        assert line in lines
    assert f"Request ID: discord:{GUILD}:safe:1:{SAFE}" in lines
    ends = harness.clock.now() + LIFETIME
    assert f"Expiration Time: {ends:%Y-%m-%dT%H:%M:%SZ}" in lines


async def test_two_owners_who_sign_at_once_both_count(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    first = await asked(harness, SIGNERS[0], ProofDemand.THRESHOLD)
    second = await asked(harness, SIGNERS[1], ProofDemand.THRESHOLD)
    real = harness.safes.standing

    async def slowly(executor: SafeExecutor, proofs: object) -> object:
        harness.safes.standing = real  # type: ignore[method-assign]
        assert not await answered(harness, second)
        return await real(executor, proofs)  # type: ignore[arg-type]

    harness.safes.standing = slowly  # type: ignore[method-assign, assignment]
    assert await answered(harness, first)
    assert await bound(harness)


# -- what proves nothing ------------------------------------------------------------------------------------------


@pytest.mark.attack("linking")
@pytest.mark.parametrize("name", ["mallory", "another safe", "the proposer key"])
async def test_nobody_but_an_owner_is_asked_to_sign(harness: ServiceHarness, name: str) -> None:
    await harness.set_up(proved=False)
    with pytest.raises(NotAProver):
        await asked(harness, account(name))
    assert not await bound(harness)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("signer", [account("mallory"), SIGNERS[1], SAFE, account("the proposer key")])
async def test_a_signature_by_anybody_else_proves_nothing_and_uses_nothing_up(
    harness: ServiceHarness, signer: Address
) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    with pytest.raises(WrongSignature):
        await answered(harness, request, harness.chain.sign(signer, request.message))
    assert not await bound(harness)
    assert await answered(harness, request)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    "signature", ["", "0x", "yes", "signed:", "signed:0x00", "0x" + "11" * 65, " " * 100]
)
async def test_what_is_no_signature_proves_nothing(harness: ServiceHarness, signature: str) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    with pytest.raises((MalformedSignature, WrongSignature)):
        await harness.services.executor_proofs.prove(harness.moderator(), request.nonce, signature)
    assert not await bound(harness)


_Change = Callable[[str], str]
CHANGES: dict[str, _Change] = {
    "for another server": lambda text: text.replace(f"({GUILD})", f"({OTHER_GUILD})"),
    "for another Safe": lambda text: text.replace(SAFE, account("another safe")),
    "for another chain": lambda text: text.replace("chain 1 ", "chain 10 ").replace("ID: 1\n", "ID: 10\n"),
    "with another nonce": lambda text: text.replace("Nonce: ", "Nonce: 0"),
    "that ends later": lambda text: text.replace("Expiration Time: 2026", "Expiration Time: 2036"),
    "for another domain": lambda text: text.replace("folkmoot.example", "folkm00t.example"),
    "by another signer": lambda text: text.replace(SIGNERS[0], SIGNERS[1]),
    "without its statement": lambda text: text.replace("It moves no funds", "It moves all funds"),
    "with a line more": lambda text: text + "\n",
}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_signature_of_any_other_text_proves_nothing(harness: ServiceHarness, change: _Change) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    text = change(request.message)
    assert text != request.message
    with pytest.raises(WrongSignature):
        await answered(harness, request, harness.chain.sign(request.signer, text))
    assert not await bound(harness)


@pytest.mark.attack("linking")
async def test_a_text_for_one_server_can_not_be_answered_in_another(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    await harness.set_up(guild=OTHER_GUILD, proved=False, executor=SAFE)
    request = await asked(harness)
    signature = harness.chain.sign(request.signer, request.message)
    with pytest.raises(ProofExpired):
        await answered(harness, request, signature, guild=OTHER_GUILD)
    other = await asked(harness, guild=OTHER_GUILD)
    with pytest.raises(WrongSignature):
        await answered(harness, other, signature, guild=OTHER_GUILD)
    assert not await bound(harness, OTHER_GUILD)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), DAY, 100 * DAY])
async def test_a_text_that_has_expired_proves_nothing(harness: ServiceHarness, late: timedelta) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    await harness.pass_time(LIFETIME + late)
    with pytest.raises(ProofExpired):
        await answered(harness, request)
    assert not await bound(harness)


async def test_owners_have_days_to_sign(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    await harness.pass_time(LIFETIME - timedelta(seconds=1))
    assert await answered(harness, request)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("released", [False, True])
async def test_a_signature_counts_once(harness: ServiceHarness, released: bool) -> None:
    await harness.set_up(proved=False)
    request = await asked(harness)
    await answered(harness, request)
    if released:
        await harness.services.executor_proofs.release(harness.moderator(), "", "we moved")
    with pytest.raises(ProofExpired):
        await answered(harness, request)
    assert await bound(harness) is not released


@pytest.mark.attack("linking")
@pytest.mark.parametrize("nonce", ["", "0", "f" * 24, "../..", "' OR 1=1 --", "\0"])
async def test_a_nonce_that_was_never_given_is_refused(harness: ServiceHarness, nonce: str) -> None:
    await harness.set_up(proved=False)
    with pytest.raises(ProofExpired):
        await harness.services.executor_proofs.prove(harness.moderator(), nonce, "0x")


@pytest.mark.attack("floods")
async def test_messages_that_wait_are_bounded_and_expire(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    requests = [await asked(harness) for _ in range(REQUESTS_PER_SPACE)]
    with pytest.raises(TooManyProofs):
        await asked(harness)
    assert await answered(harness, requests[0])
    await harness.pass_time(LIFETIME)
    assert (await asked(harness)).nonce not in {request.nonce for request in requests}


def _ask(harness: ServiceHarness, actor: Actor) -> Awaitable[object]:
    return harness.services.executor_proofs.request(actor, "", SIGNERS[0], ProofDemand.ONE)


async def _answer(harness: ServiceHarness, actor: Actor) -> None:
    request = await asked(harness)
    signature = harness.chain.sign(request.signer, request.message)
    await harness.services.executor_proofs.prove(actor, request.nonce, signature)


def _let_go(harness: ServiceHarness, actor: Actor) -> Awaitable[object]:
    return harness.services.executor_proofs.release(actor, "", "because")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", [_ask, _answer, _let_go])
@pytest.mark.parametrize("who", ["member", "guardian", "moderator elsewhere"])
async def test_only_moderators_of_the_space_prove_and_release(
    harness: ServiceHarness, command: Callable[[ServiceHarness, Actor], Awaitable[object]], who: str
) -> None:
    await harness.set_up()
    actors = {
        "member": harness.actor("eve"),
        "guardian": harness.guardian(),
        "moderator elsewhere": harness.moderator(guild=OTHER_GUILD),
    }
    with pytest.raises((NotModerator, NotSetUp)):
        await command(harness, actors[who])
    assert await bound(harness)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("text", [account("another safe"), f"10:{SAFE}", f"x:{SAFE}"])
async def test_only_what_a_track_names_can_be_proved(harness: ServiceHarness, text: str) -> None:
    await harness.set_up(proved=False)
    with pytest.raises(ExecutorUnnamed):
        await harness.services.executor_proofs.request(harness.moderator(), text, SIGNERS[0], ProofDemand.ONE)
    named = await harness.services.executor_proofs.request(
        harness.moderator(), f"1:{SAFE}", SIGNERS[0], ProofDemand.ONE
    )
    assert named.executor == EXECUTOR


async def test_nothing_is_proved_where_nothing_is_named(harness: ServiceHarness) -> None:
    await harness.set_up(executor="none")
    with pytest.raises(ExecutorUnnamed):
        await asked(harness)
    assert await harness.services.executor_proofs.states(GUILD) == []


# -- one space at a time ------------------------------------------------------------------------------------------


async def _set_up(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)


async def _add_track(harness: ServiceHarness) -> None:
    changes = Changes(executor=SAFE)
    moderator = harness.moderator(guild=OTHER_GUILD)
    await harness.services.tracks.add(moderator, "treasury", "token", changes)


async def _edit_track(harness: ServiceHarness) -> None:
    moderator = harness.moderator(guild=OTHER_GUILD)
    await harness.services.tracks.edit(moderator, "main", Changes(executor=SAFE))


async def _stages(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, preset="staged", executor=SAFE, proved=False)


@pytest.mark.attack("linking")
@pytest.mark.parametrize("way", [_set_up, _add_track, _edit_track, _stages])
async def test_a_second_server_can_not_name_a_safe_that_was_proved(
    harness: ServiceHarness, way: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    await harness.set_up(guild=OTHER_GUILD)
    before = (await harness.services.space_setup.space(OTHER_GUILD))[1].policy
    await harness.set_up()
    with pytest.raises(ExecutorTaken) as refused:
        await way(harness)
    assert refused.value.executor == EXECUTOR
    assert (await harness.services.space_setup.space(OTHER_GUILD))[1].policy == before
    assert await bound(harness)


@pytest.mark.attack("linking")
async def test_a_second_server_can_not_prove_it_even_with_an_owner(harness: ServiceHarness) -> None:
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)
    early = await asked(harness, guild=OTHER_GUILD)
    await harness.set_up()
    with pytest.raises(ExecutorTaken):
        await asked(harness, guild=OTHER_GUILD)
    with pytest.raises(ExecutorTaken):
        await answered(harness, early, guild=OTHER_GUILD)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (True, False)


@pytest.mark.attack("floods")
async def test_the_space_hears_of_the_attempt_and_not_more_than_once_a_day(harness: ServiceHarness) -> None:
    await harness.set_up()
    for _ in range(20):
        with pytest.raises(ExecutorTaken):
            await _set_up(harness)
    told = [entry for entry in await log_of(harness) if entry.act == "safe claimed"]
    (entry,) = told
    assert entry.actor == harness.member("founder")
    assert entry.details == {"account": SAFE, "chain": "1", "server": f"DAO {OTHER_GUILD} ({OTHER_GUILD})"}
    assert PostLogEntry(GUILD, entry=entry.id) in await harness.notified(PostLogEntry)
    await harness.pass_time(CLAIMS_TOLD_EVERY)
    for _ in range(3):
        with pytest.raises(ExecutorTaken):
            await _set_up(harness)
    assert (await acts(harness)).count("safe claimed") == 2


@pytest.mark.attack("text")
async def test_a_long_name_of_a_server_is_cut_in_the_log_of_another(harness: ServiceHarness) -> None:
    await harness.set_up()
    founder = replace(
        harness.actor("founder", guild=OTHER_GUILD, administrator=True), guild_name="@everyone " * 500
    )
    with pytest.raises(ExecutorTaken):
        await harness.services.executor_proofs.refuse_taken(founder, EXECUTOR)
    assert len((await log_of(harness))[-1].details["server"]) < 120


async def test_a_safe_that_was_let_go_can_be_proved_elsewhere(harness: ServiceHarness) -> None:
    await harness.set_up()
    with pytest.raises(ReasonMissing):
        await harness.services.executor_proofs.release(harness.moderator(), "", " ")
    await harness.services.executor_proofs.release(harness.moderator(), SAFE, "we moved")
    assert not await bound(harness)
    with pytest.raises(ExecutorUnproved):
        await harness.services.executor_proofs.release(harness.moderator(), SAFE, "twice")
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (False, True)
    with pytest.raises(ExecutorTaken):
        await asked(harness)


async def test_a_safe_that_no_track_names_any_more_can_still_be_let_go(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(executor="none")
    assert await bound(harness)
    await harness.services.executor_proofs.release(harness.moderator(), "", "we need none")
    assert not await bound(harness)


async def test_where_no_owner_of_today_signed_another_server_can_prove_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    replaced(harness, account("new owner"), SIGNERS[1])
    await harness.set_up(guild=OTHER_GUILD, executor=SAFE, proved=False)
    request = await asked(harness, account("new owner"), guild=OTHER_GUILD)
    assert await answered(harness, request, guild=OTHER_GUILD)
    assert (await bound(harness), await bound(harness, OTHER_GUILD)) == (False, True)
    assert (await acts(harness))[-1] == "safe lost"
    replaced(harness, *SIGNERS)
    assert not await bound(harness), "what was signed before it was lost never counts again"


async def test_nobody_takes_a_safe_while_the_chain_does_not_answer(harness: ServiceHarness) -> None:
    await harness.set_up()
    founder = harness.actor("founder", guild=OTHER_GUILD, administrator=True)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.services.executor_proofs.refuse_taken(founder, EXECUTOR)


# -- what is not done without it ----------------------------------------------------------------------------------


@pytest.mark.attack("linking")
async def test_a_proposal_with_actions_for_a_safe_that_is_only_named_is_not_submitted(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.drafted(actions=ACTION)
    with pytest.raises(ExecutorUnproved):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.DRAFT
    await harness.prove(harness.moderator())
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.DISCUSSION


async def test_a_proposal_that_asks_nothing_of_the_safe_needs_no_proof(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await harness.open(proposal)
    await harness.passed(proposal)


@pytest.mark.attack("linking")
async def test_actions_are_not_added_in_the_discussion_either(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    with pytest.raises(ExecutorUnproved):
        await harness.services.proposing.edit(harness.actor("ada"), proposal, "A well", "Dig.", ACTION)
    assert (await harness.get(proposal)).content.actions == ()


@pytest.mark.attack("linking")
async def test_a_temperature_check_for_a_safe_that_is_only_named_is_not_submitted(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(preset="staged", proved=False)
    await harness.powers({"ada": 10})
    with pytest.raises(ExecutorUnproved):
        await harness.submitted(actions=ACTION)


async def _changed_owners(harness: ServiceHarness) -> None:
    replaced(harness, account("new owner"), account("another new owner"))


async def _let_it_go(harness: ServiceHarness) -> None:
    await harness.services.executor_proofs.release(harness.moderator(), "", "because")


ENDS: list[Callable[[ServiceHarness], Awaitable[None]]] = [_changed_owners, _let_it_go]


@pytest.mark.attack("linking")
@pytest.mark.parametrize("end", ENDS)
async def test_no_vote_opens_over_a_safe_whose_proof_has_ended(
    harness: ServiceHarness, end: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted(actions=ACTION)
    await end(harness)
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    for _ in range(3):
        await harness.try_again()
    assert await harness.state(proposal) is State.PENDING
    assert await told(harness) == [proposal]
    await proved_anew(harness)
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING


@pytest.mark.attack("linking")
@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_asked_of_a_safe_whose_proof_has_ended(
    harness: ServiceHarness, end: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await end(harness)
    await harness.pass_time(TIMELOCK)
    for _ in range(3):
        await harness.try_again()
    assert (await harness.get(proposal)).requests == ()
    assert harness.safes.prepared == 0
    assert await told(harness) == [proposal]
    await proved_anew(harness)
    await harness.try_again()
    assert len((await harness.get(proposal)).requests) == 1


async def test_what_ends_again_is_told_again(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await _let_it_go(harness)
    await harness.pass_time(TIMELOCK)
    await harness.try_again()
    harness.safes.down = True
    await proved_anew(harness)
    await harness.pass_time(timedelta(hours=1))
    await _let_it_go(harness)
    await harness.try_again()
    assert await told(harness) == [proposal], "nobody signed anything since it was told"
    replaced(harness, *SIGNERS)
    await harness.prove(harness.moderator())
    await harness.pass_time(timedelta(hours=1))
    replaced(harness, account("the newest owner"))
    await harness.try_again()
    assert await told(harness) == [proposal, proposal]


async def test_one_owner_who_signed_and_is_left_is_enough_where_one_was(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.prove(harness.moderator(), SIGNERS[1])
    replaced(harness, account("new owner"), SIGNERS[1])
    assert await bound(harness)


@pytest.mark.attack("linking")
async def test_fewer_signers_than_the_safe_asks_for_now_are_not_enough_where_all_were(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(proved=False)
    for signer in SIGNERS[:2]:
        await harness.prove(harness.moderator(), signer, ProofDemand.THRESHOLD)
    assert await bound(harness)
    harness.safe.threshold = 3
    assert not await bound(harness)
    harness.safe.threshold = 2
    replaced(harness, account("new owner"), SIGNERS[1], SIGNERS[2])
    assert not await bound(harness)
    await harness.prove(harness.moderator(), SIGNERS[2], ProofDemand.THRESHOLD)
    assert await bound(harness)


async def test_a_chain_that_does_not_answer_opens_nothing_and_takes_nothing_away(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    harness.safes.silent.add(SAFE)
    with pytest.raises(ChainUnavailable):
        await bound(harness)
    harness.safes.silent.clear()
    assert await bound(harness)


async def test_one_unproved_safe_holds_up_no_other_proposal(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ada": 10})
    await harness.powers({"ben": 10}, guild=OTHER_GUILD)
    stuck = await harness.submitted(actions=ACTION)
    other = await harness.submitted("ben", actions=ACTION, guild=OTHER_GUILD)
    plain = await harness.submitted(title="No money")
    replaced(harness, account("new owner"))
    await harness.pass_time(DISCUSSION)
    for each in (stuck, other, plain):
        await harness.show_card(each)
    await harness.services.sweep.run()
    states = [await harness.state(each) for each in (stuck, other, plain)]
    assert states == [State.PENDING, State.VOTING, State.VOTING]


# -- where a request comes from ------------------------------------------------------------------------------------


async def test_a_request_says_which_proposal_of_which_server_it_comes_from(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await harness.prepared(proposal)
    await harness.notifications()
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert harness.safe.origins == [
        f"Folkmoot proposal {proposal} of Discord server {GUILD}, content {opening.content_hash}: DAO {GUILD}"
    ]


@pytest.mark.attack("text")
@pytest.mark.parametrize("name", ["x" * 500, "\u202e\n\r\t\0", "🗳" * 100, '", "url": "https://evil.example'])
async def test_no_name_of_a_server_hides_where_a_request_comes_from(
    harness: ServiceHarness, name: str
) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GUILD)
        places = {"announcements": space.announcements, "discussion": space.discussion, "log": space.log}
        roles = {"moderators": space.moderators, "guardians": space.guardians}
        await repositories.spaces.bind(GUILD, name, **places, **roles, at=harness.clock.now())
    await harness.passed(proposal)
    await harness.prepared(proposal)
    await harness.notifications()
    (origin,) = harness.safe.origins
    assert origin.startswith(f"Folkmoot proposal {proposal} of Discord server {GUILD}, content ")
    assert len(origin) <= 200
    assert origin.isascii()
    assert origin.isprintable()
    assert '"' not in origin


# -- the doctor ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proved", [True, False])
async def test_the_doctor_says_what_is_not_proved(harness: ServiceHarness, proved: bool) -> None:
    await harness.set_up(proved=proved)
    tracks = await harness.services.tracks.all(GUILD)
    checks = await harness.services.doctor.check_tracks(tracks)
    assert [check.good for check in checks if "ProofOf" in type(check.subject).__name__] == [proved]


# -- helpers ------------------------------------------------------------------------------------------------------


async def told(harness: ServiceHarness) -> list[int]:
    """The proposals whose threads were told that they wait for a proof."""
    events = [each for each in await harness.notified(PostEvent) if each.event == "held_up"]
    assert {each.data["cause"] for each in events} <= {"unproved"}
    assert not [each for each in await harness.notifications() if isinstance(each, SubmitRequest)]
    return [event.proposal for event in events]


async def proved_anew(harness: ServiceHarness) -> None:
    await harness.prove(harness.moderator(), harness.safe.owners[0])
