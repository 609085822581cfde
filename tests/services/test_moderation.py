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
from bot.domain.proposal import State
from bot.services.actors import Actor
from bot.services.notices import PostEvent, PostLogEntry, RefreshCard
from tests.assembly import (
    DISCUSSION,
    GRACE,
    GUARDIANS,
    GUILD,
    MODERATORS,
    OTHER_GUILD,
    TIMELOCK,
    VOTING,
    Assembly,
)
from tests.fakes import account

ACTION = f"transfer 5 to {account('well builder')}"
HOUR = timedelta(hours=1)


async def test_a_pause_moves_the_end_by_as_long_as_it_lasts(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    opening = (await assembly.get(proposal)).opening
    assert opening is not None
    for pause in (timedelta(hours=7), timedelta(minutes=1, milliseconds=1)):
        await assembly.pass_time(HOUR)
        await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
        await assembly.pass_time(pause)
        await assembly.folkmoot.moderation.resume(assembly.moderator(), proposal, "it is out")
    longer = timedelta(hours=7, minutes=1, milliseconds=1)
    assert (await assembly.get(proposal)).ends_at(assembly.clock.now()) == opening.ends_at + longer
    await assembly.pass_time(opening.ends_at + longer - assembly.clock.now() - timedelta(milliseconds=1))
    await assembly.vote("ada", "For")
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_paused_vote_does_not_end(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
    await assembly.pass_time(VOTING * 3)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.PAUSED
    await assembly.folkmoot.moderation.resume(assembly.moderator(), proposal, "it is out")
    assert await assembly.state(proposal) is State.VOTING


async def test_a_pause_outlives_a_restart(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
    await assembly.restart()
    with pytest.raises(VotingPaused):
        await assembly.vote("ada", "For")


async def test_a_cancelled_proposal_never_closes_and_keeps_its_ballots(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "For")
    await assembly.folkmoot.moderation.cancel(assembly.moderator(), proposal, "a duplicate")
    await assembly.pass_time(VOTING + GRACE)
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.CANCELLED
    assert await assembly.stored(proposal) == {"ada": 1}


async def test_a_result_that_is_known_is_not_cancelled(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.pass_time(VOTING)
    with pytest.raises(WrongState):
        await assembly.folkmoot.moderation.cancel(assembly.moderator(), proposal, "I don't like it")


async def test_a_guardian_vetoes_within_the_timelock_only(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    with pytest.raises(NotInTimelock):
        await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "theft")
    await assembly.passed(proposal)
    other = await assembly.submitted("ada", actions=ACTION)
    await assembly.open(other)
    await assembly.passed(other)
    await assembly.pass_time(TIMELOCK - timedelta(milliseconds=1))
    await assembly.folkmoot.moderation.veto(assembly.guardian(), other, "theft")
    assert await assembly.state(other) is State.VETOED
    with pytest.raises(NotInTimelock):
        await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "too late")
    assert await assembly.folkmoot.executing.prepare(other) is None


async def test_the_timelock_ends_at_its_moment(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.passed(proposal)
    await assembly.pass_time(TIMELOCK)
    with pytest.raises(NotInTimelock):
        await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "too late")


async def test_what_was_defeated_is_not_vetoed(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.vote("ada", "Against")
    await assembly.close(proposal)
    with pytest.raises(NotInTimelock):
        await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "twice defeated")


async def test_not_even_an_administrator_vetoes_without_the_role(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.passed(proposal)
    with pytest.raises(NotGuardian):
        await assembly.folkmoot.moderation.veto(
            assembly.actor("root", MODERATORS, administrator=True), proposal, "because"
        )


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
@pytest.mark.parametrize("act", ["pause", "cancel", "resume", "veto"])
async def test_every_act_needs_a_public_reason(assembly: Assembly, act: str, reason: str) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    actor = assembly.actor("mo", MODERATORS, GUARDIANS)
    with pytest.raises(ReasonMissing):
        await getattr(assembly.folkmoot.moderation, act)(actor, proposal, reason)


async def test_every_act_is_in_the_public_log_and_told_with_its_reason(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    moderation = assembly.folkmoot.moderation
    await moderation.pause(assembly.moderator(), proposal, " a fire ")
    await moderation.resume(assembly.moderator(), proposal, "it is out")
    await assembly.passed(proposal)
    await moderation.veto(assembly.guardian(), proposal, "theft")
    async with assembly.folkmoot.uow.reading() as facts:
        entries = await facts.log.of_guild(GUILD)
    acts = [(entry.act, entry.reason, entry.actor) for entry in reversed(entries)]
    mo, gus = assembly.member("mo"), assembly.member("gus")
    assert acts[0][0] == "setup"
    assert acts[1:] == [("paused", "a fire", mo), ("resumed", "it is out", mo), ("vetoed", "theft", gus)]
    assert [entry.previous_hash for entry in entries[:-1]] == [entry.hash for entry in entries[1:]]
    events = await assembly.told(PostEvent)
    assert [(event.event, event.data["reason"], event.announce) for event in events] == [
        ("paused", "a fire", True),
        ("resumed", "it is out", True),
        ("vetoed", "theft", True),
    ]
    assert {notice.entry for notice in await assembly.told(PostLogEntry)} == {entry.id for entry in entries}
    assert len(await assembly.told(RefreshCard)) >= 3


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


def who(assembly: Assembly, role: str, foreign: bool) -> Actor:
    guild = OTHER_GUILD if foreign else GUILD
    roles = {"moderator": (MODERATORS,), "guardian": (GUARDIANS,)}.get(role, ())
    name = "ada" if role == "author" else role
    return assembly.actor(name, *roles, guild=guild, administrator=role == "administrator")


async def _draft(assembly: Assembly) -> ProposalId:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    return await assembly.drafted("ada", actions=ACTION)


async def _discussion(assembly: Assembly) -> ProposalId:
    proposal = await _draft(assembly)
    await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)
    return proposal


async def _pending(assembly: Assembly) -> ProposalId:
    proposal = await _discussion(assembly)
    await assembly.pass_time(DISCUSSION)
    return proposal


async def _withdrawn(assembly: Assembly) -> ProposalId:
    proposal = await _discussion(assembly)
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), proposal)
    return proposal


async def _voting(assembly: Assembly) -> ProposalId:
    return await assembly.opened(powers={"ada": 10}, actions=ACTION)


async def _paused(assembly: Assembly) -> ProposalId:
    proposal = await _voting(assembly)
    await assembly.folkmoot.moderation.pause(assembly.moderator(), proposal, "a fire")
    return proposal


async def _cancelled(assembly: Assembly) -> ProposalId:
    proposal = await _voting(assembly)
    await assembly.folkmoot.moderation.cancel(assembly.moderator(), proposal, "moot")
    return proposal


async def _closed(assembly: Assembly) -> ProposalId:
    proposal = await _voting(assembly)
    await assembly.pass_time(VOTING)
    return proposal


async def _defeated(assembly: Assembly) -> ProposalId:
    proposal = await _voting(assembly)
    await assembly.close(proposal)
    return proposal


async def _timelock(assembly: Assembly) -> ProposalId:
    proposal = await _voting(assembly)
    await assembly.passed(proposal)
    return proposal


async def _vetoed(assembly: Assembly) -> ProposalId:
    proposal = await _timelock(assembly)
    await assembly.folkmoot.moderation.veto(assembly.guardian(), proposal, "theft")
    return proposal


async def _execution(assembly: Assembly) -> ProposalId:
    proposal = await _timelock(assembly)
    await assembly.prepared(proposal)
    return proposal


async def _executed(assembly: Assembly) -> ProposalId:
    proposal = await _timelock(assembly)
    assembly.safes.end(assembly.safe, await assembly.prepared(proposal), "executed")
    await assembly.folkmoot.executing.follow(proposal)
    return proposal


STATES: dict[State, Callable[[Assembly], Awaitable[ProposalId]]] = {
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
    assembly: Assembly, act: str, state: State
) -> None:
    proposal = await STATES[state](assembly)
    await assembly.set_up(guild=OTHER_GUILD)
    assert await assembly.state(proposal) is state
    before = await assembly.get(proposal)
    doing = getattr(assembly.folkmoot.moderation, act)
    for role in ROLES:
        with pytest.raises(ProposalUnknown):
            await doing(who(assembly, role, foreign=True), proposal, "because")
        if role not in MAY[act]:
            with pytest.raises((NotModerator, NotGuardian)):
                await doing(who(assembly, role, foreign=False), proposal, "because")
        elif state not in ALLOWED[act]:
            with pytest.raises((WrongState, NotInTimelock)):
                await doing(who(assembly, role, foreign=False), proposal, "because")
    assert await assembly.get(proposal) == before
    if state in ALLOWED[act]:
        allowed = sorted(MAY[act])[-1]
        await doing(who(assembly, allowed, foreign=False), proposal, "because")
        assert await assembly.state(proposal) is not state
