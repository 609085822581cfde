"""What moderators and guardians may do, in public; and what nobody may."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.errors import (
    NotGuardian,
    NotInTimelock,
    NotModerator,
    ProposalUnknown,
    ReasonMissing,
    VotingPaused,
    WrongState,
)
from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostEvent, PostLogEntry, RefreshCard
from tests.fakes import account
from tests.harness import (
    DISCUSSION,
    GRACE,
    GUARDIANS,
    GUILD,
    MODERATORS,
    OTHER_GUILD,
    TIMELOCK,
    VOTING,
    ServiceHarness,
)

ACTION = f"transfer 5 to {account('well builder')}"
HOUR = timedelta(hours=1)


async def test_a_pause_moves_the_end_by_as_long_as_it_lasts(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    for pause in (timedelta(hours=7), timedelta(minutes=1, milliseconds=1)):
        await harness.pass_time(HOUR)
        await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
        await harness.pass_time(pause)
        await harness.services.moderation.resume(harness.moderator(), proposal, "it is out")
    longer = timedelta(hours=7, minutes=1, milliseconds=1)
    assert (await harness.get(proposal)).ends_at(harness.clock.now()) == opening.ends_at + longer
    await harness.pass_time(opening.ends_at + longer - harness.clock.now() - timedelta(milliseconds=1))
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_paused_vote_does_not_end(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    await harness.pass_time(VOTING * 3)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.PAUSED
    await harness.services.moderation.resume(harness.moderator(), proposal, "it is out")
    assert await harness.state(proposal) is State.VOTING


async def test_a_pause_outlives_a_restart(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    await harness.restart()
    with pytest.raises(VotingPaused):
        await harness.vote("ada", "For")


async def test_a_cancelled_proposal_never_closes_and_keeps_its_ballots(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "For")
    await harness.services.moderation.cancel(harness.moderator(), proposal, "a duplicate")
    await harness.pass_time(VOTING + GRACE)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.CANCELLED
    assert await harness.stored(proposal) == {"ada": 1}


async def test_a_result_that_is_known_is_not_cancelled(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.pass_time(VOTING)
    with pytest.raises(WrongState):
        await harness.services.moderation.cancel(harness.moderator(), proposal, "I don't like it")


async def test_a_guardian_vetoes_within_the_timelock_only(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(harness.guardian(), proposal, "theft")
    await harness.passed(proposal)
    other = await harness.submitted("ada", actions=ACTION)
    await harness.open(other)
    await harness.passed(other)
    await harness.pass_time(TIMELOCK - timedelta(milliseconds=1))
    await harness.services.moderation.veto(harness.guardian(), other, "theft")
    assert await harness.state(other) is State.VETOED
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(harness.guardian(), proposal, "too late")
    assert await harness.services.preparing.prepare(other) == ()


async def test_the_timelock_ends_at_its_moment(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(harness.guardian(), proposal, "too late")


async def test_what_was_defeated_is_not_vetoed(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.vote("ada", "Against")
    await harness.close(proposal)
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(harness.guardian(), proposal, "twice defeated")


async def test_not_even_an_administrator_vetoes_without_the_role(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    with pytest.raises(NotGuardian):
        await harness.services.moderation.veto(
            harness.actor("root", MODERATORS, administrator=True), proposal, "because"
        )


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
@pytest.mark.parametrize("act", ["pause", "cancel", "resume", "veto"])
async def test_every_act_needs_a_public_reason(harness: ServiceHarness, act: str, reason: str) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    actor = harness.actor("mo", MODERATORS, GUARDIANS)
    with pytest.raises(ReasonMissing):
        await getattr(harness.services.moderation, act)(actor, proposal, reason)


async def test_every_act_is_in_the_public_log_and_told_with_its_reason(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    moderation = harness.services.moderation
    await moderation.pause(harness.moderator(), proposal, " a fire ")
    await moderation.resume(harness.moderator(), proposal, "it is out")
    await harness.passed(proposal)
    await moderation.veto(harness.guardian(), proposal, "theft")
    async with harness.services.uow.reading() as repositories:
        entries = await repositories.log.of_guild(GUILD)
    acts = [(entry.act, entry.reason, entry.actor) for entry in reversed(entries)]
    mo, gus = harness.member("mo"), harness.member("gus")
    assert [act for act, _, _ in acts[:2]] == ["setup", "safe prove"]
    assert acts[2:] == [("paused", "a fire", mo), ("resumed", "it is out", mo), ("vetoed", "theft", gus)]
    assert [entry.previous_hash for entry in entries[:-1]] == [entry.hash for entry in entries[1:]]
    events = [each for each in await harness.notified(PostEvent) if each.event != "opened"]
    assert [(event.event, event.data["reason"], event.announce) for event in events] == [
        ("paused", "a fire", True),
        ("resumed", "it is out", True),
        ("vetoed", "theft", True),
    ]
    assert {notification.entry for notification in await harness.notified(PostLogEntry)} == {
        entry.id for entry in entries
    }
    assert await harness.notified(RefreshCard)


# -- every act, every role, every state, own and foreign server ---------------------------------------------

ALLOWED: dict[str, frozenset[State]] = {
    "pause": frozenset({State.VOTING}),
    "resume": frozenset({State.PAUSED}),
    "cancel": frozenset({State.DISCUSSION, State.PENDING, State.VOTING, State.PAUSED}),
    "veto": frozenset({State.TIMELOCK}),
}
ROLES = ("member", "moderator", "administrator", "guardian", "author")
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(("pause", "resume", "cancel"), frozenset({"moderator", "administrator"})),
    "veto": frozenset({"guardian"}),
}


def who(harness: ServiceHarness, role: str, foreign: bool) -> Actor:
    guild = OTHER_GUILD if foreign else GUILD
    roles = {"moderator": (MODERATORS,), "guardian": (GUARDIANS,)}.get(role, ())
    name = "ada" if role == "author" else role
    return harness.actor(name, *roles, guild=guild, administrator=role == "administrator")


async def _draft(harness: ServiceHarness) -> ProposalId:
    await harness.set_up()
    await harness.powers({"ada": 10})
    return await harness.drafted("ada", actions=ACTION)


async def _discussion(harness: ServiceHarness) -> ProposalId:
    proposal = await _draft(harness)
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    await harness.thread_stands(proposal)
    return proposal


async def _pending(harness: ServiceHarness) -> ProposalId:
    proposal = await _discussion(harness)
    await harness.pass_time(DISCUSSION)
    return proposal


async def _withdrawn(harness: ServiceHarness) -> ProposalId:
    proposal = await _discussion(harness)
    await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
    return proposal


async def _voting(harness: ServiceHarness) -> ProposalId:
    return await harness.opened(powers={"ada": 10}, actions=ACTION)


async def _paused(harness: ServiceHarness) -> ProposalId:
    proposal = await _voting(harness)
    await harness.services.moderation.pause(harness.moderator(), proposal, "a fire")
    return proposal


async def _cancelled(harness: ServiceHarness) -> ProposalId:
    proposal = await _voting(harness)
    await harness.services.moderation.cancel(harness.moderator(), proposal, "moot")
    return proposal


async def _closed(harness: ServiceHarness) -> ProposalId:
    proposal = await _voting(harness)
    await harness.pass_time(VOTING)
    return proposal


async def _defeated(harness: ServiceHarness) -> ProposalId:
    proposal = await _voting(harness)
    await harness.close(proposal)
    return proposal


async def _timelock(harness: ServiceHarness) -> ProposalId:
    proposal = await _voting(harness)
    await harness.passed(proposal)
    return proposal


async def _vetoed(harness: ServiceHarness) -> ProposalId:
    proposal = await _timelock(harness)
    await harness.services.moderation.veto(harness.guardian(), proposal, "theft")
    return proposal


async def _execution(harness: ServiceHarness) -> ProposalId:
    proposal = await _timelock(harness)
    await harness.prepared(proposal)
    return proposal


async def _executed(harness: ServiceHarness) -> ProposalId:
    proposal = await _timelock(harness)
    harness.safes.end(harness.safe, await harness.prepared(proposal), "executed")
    await harness.services.following.follow(proposal)
    return proposal


STATES: dict[State, Callable[[ServiceHarness], Awaitable[ProposalId]]] = {
    State.DRAFT: _draft,
    State.DISCUSSION: _discussion,
    State.PENDING: _pending,
    State.WITHDRAWN: _withdrawn,
    State.VOTING: _voting,
    State.PAUSED: _paused,
    State.CANCELLED: _cancelled,
    State.CLOSED: _closed,
    State.DEFEATED: _defeated,
    State.TIMELOCK: _timelock,
    State.VETOED: _vetoed,
    State.EXECUTION: _execution,
    State.EXECUTED: _executed,
}


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("state", STATES)
async def test_an_act_is_for_its_role_in_its_state_in_its_own_server(
    harness: ServiceHarness, act: str, state: State
) -> None:
    proposal = await STATES[state](harness)
    await harness.set_up(guild=OTHER_GUILD)
    assert await harness.state(proposal) is state
    before = await harness.get(proposal)
    doing = getattr(harness.services.moderation, act)
    for role in ROLES:
        with pytest.raises(ProposalUnknown):
            await doing(who(harness, role, foreign=True), proposal, "because")
        if role not in MAY[act]:
            with pytest.raises((NotModerator, NotGuardian)):
                await doing(who(harness, role, foreign=False), proposal, "because")
        elif state not in ALLOWED[act]:
            # Nobody but its author is told of a draft.
            refusals = (ProposalUnknown,) if state is State.DRAFT else (WrongState, NotInTimelock)
            with pytest.raises(refusals):
                await doing(who(harness, role, foreign=False), proposal, "because")
    assert await harness.get(proposal) == before
    if state in ALLOWED[act]:
        allowed = sorted(MAY[act])[-1]
        await doing(who(harness, allowed, foreign=False), proposal, "because")
        assert await harness.state(proposal) is not state
