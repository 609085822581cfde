"""What proves that an executor belongs to a space, what doesn't, and what is said of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.errors import (
    ExecutorUnnamed,
    MalformedSignature,
    NotAProver,
    NotModerator,
    NotSetUp,
    ProofExpired,
    TooManyProofs,
    WrongSignature,
)
from bot.domain.executors import ProofDemand, SafeExecutor
from bot.domain.ids import Address
from bot.services.actors import Actor
from bot.services.governance.executor_proofs import LIFETIME, REQUESTS_PER_SPACE
from tests.fakes import account
from tests.harness import GUILD, OTHER_GUILD, SAFE, SIGNERS, ServiceHarness
from tests.services.governance.proving import ACTION, EXECUTOR, acts, answered, asked, bound, log_of, replaced

DAY = timedelta(days=1)


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
        harness.safes.standing = real
        assert not await answered(harness, second)
        return await real(executor, proofs)

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
