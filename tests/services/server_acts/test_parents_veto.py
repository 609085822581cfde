"""The space above vetoes what passed in a part, by a vote within the timelock there; so long the part's is held."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ActsRefused, BadAction, NotInTimelock
from bot.domain.ids import ChannelId, ProposalId, ProposalNumber
from bot.domain.proposals.holds import LONGEST_HOLD, MOST_HOLDS, Hold
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.server_acts.listing import act_danger_lines
from tests.fakes import START
from tests.harness import GUARDIANS, GUILD, TIMELOCK, ServiceHarness
from tests.said import raises_saying
from tests.services.execution.asking import SAY, WELL_BUILDER
from tests.services.server_acts.changed_server import STEWARDS, change_policy, outcomes
from tests.services.server_acts.parts import Part, grants, with_safe

PAYING = f"transfer 5 to {WELL_BUILDER}"


async def number_of(harness: ServiceHarness, proposal: ProposalId) -> ProposalNumber:
    return (await harness.get(proposal)).number


async def in_timelock(part: Part) -> ProposalId:
    """Something has passed in the part, and its timelock has just begun."""
    harness, periods = part.harness, (await part.policy()).periods
    proposal = await part.submitted(PAYING)
    await harness.pass_time(periods.discussion)
    assert await harness.open_now(proposal)
    await harness.services.power_reads.everyone(proposal)
    assert (await harness.passed(proposal)).passed
    assert await harness.state(proposal) is State.TIMELOCK
    return proposal


async def vetoing(harness: ServiceHarness, proposal: ProposalId) -> ProposalId:
    """A vote of the whole on a veto, submitted."""
    return await harness.submitted(actions=f"veto #{await number_of(harness, proposal)}")


async def decided(harness: ServiceHarness, veto: ProposalId, choice: str = "For") -> None:
    """The whole has voted."""
    await harness.open(veto)
    await harness.vote("ada", choice)
    await harness.close(veto)


async def told(harness: ServiceHarness, proposal: ProposalId) -> list[str]:
    """The events of a proposal that its thread and channel were told of."""
    await harness.sweep.run()
    found = await harness.notifications()
    return [each.event for each in found if isinstance(each, PostEvent) and each.proposal == proposal]


async def test_what_passed_in_a_part_is_held_while_the_whole_votes_and_vetoed_when_that_passes(
    harness: ServiceHarness,
) -> None:
    part = await grants(harness)
    proposal = await in_timelock(part)
    veto = await vetoing(harness, proposal)
    (danger,) = act_danger_lines(await harness.get(veto), SAY)
    assert "what members of Grants have voted for in proposal 2 is **never carried out**" in danger
    card = "\n".join(state_lines(await harness.services.cards.card(proposal), SAY))
    assert "**Held** while the space above votes on a veto, in proposal 3" in card
    # Its own timelock would be over long before the whole has decided.
    await decided(harness, veto)
    assert await harness.state(proposal) is State.TIMELOCK
    assert not await harness.services.preparing.prepare(proposal)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert await outcomes(harness, veto) == ["done"]
    assert await harness.state(veto) is State.EXECUTED
    assert await harness.state(proposal) is State.VETOED
    card = "\n".join(state_lines(await harness.services.cards.card(proposal), SAY))
    assert "**Vetoed** by the space above, in proposal 3" in card
    await harness.pass_time(LONGEST_HOLD * 2)
    await harness.proceed()
    assert not (await harness.get(proposal)).requests
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["proposal"]) == ("server veto", "#2")


@pytest.mark.parametrize("how", ["defeated", "withdrawn", "cancelled", "edited", "vetoed", "never made"])
async def test_what_is_not_vetoed_goes_on_at_once(harness: ServiceHarness, how: str) -> None:
    part = await grants(harness)
    proposal = await in_timelock(part)
    veto, services = await vetoing(harness, proposal), harness.services
    assert (await harness.get(proposal)).held(harness.clock.now())
    match how:
        case "defeated":
            await decided(harness, veto, "Against")
        case "withdrawn":
            await services.proposing.withdraw(harness.actor("ada"), veto)
        case "cancelled":
            await services.moderation.cancel(harness.moderator(), veto, "a mistake")
        case "edited":
            await services.proposing.edit(harness.actor("ada"), veto, "A well", "We need water.", "")
        case "vetoed":
            await decided(harness, veto)
            await services.moderation.veto(harness.guardian(), veto, "they are right")
        case _:
            await decided(harness, veto)
            await harness.pass_time(timedelta(days=60))
            await harness.sweep.run()
    found = await harness.get(proposal)
    assert found.held(harness.clock.now()) is None
    if how == "never made":
        return
    assert "released" in await told(harness, proposal)
    assert found.own_timelock_ends_at is not None
    await harness.pass_time(max(timedelta(0), found.own_timelock_ends_at - harness.clock.now()))
    await harness.sweep.run()
    assert len((await harness.get(proposal)).requests) == 1


@pytest.mark.attack("order")
async def test_a_veto_that_comes_too_late_is_an_alarm_and_undoes_nothing(harness: ServiceHarness) -> None:
    """The vote took longer than something is held: meanwhile the Safe was asked."""
    part = await grants(harness)
    proposal = await in_timelock(part)
    veto = await vetoing(harness, proposal)
    await decided(harness, veto)
    await harness.sweep.run()
    found = await harness.get(proposal)
    assert found.timelock_ends_at is not None
    assert found.timelock_ends_at - (found.own_timelock_ends_at or found.timelock_ends_at) == LONGEST_HOLD
    # Nobody carries the veto out in time, as where the bot is away.
    await harness.pass_time(found.timelock_ends_at - harness.clock.now())
    assert await harness.services.preparing.prepare(proposal)
    await harness.services.carrying_out.carry_out(veto)
    assert await outcomes(harness, veto) == ["gone: veto_too_late"]
    assert await harness.state(veto) is State.FAILED
    assert (await harness.get(proposal)).veto is None
    alarms = [each for each in await harness.notifications() if isinstance(each, PostEvent) and each.alarm]
    assert [(each.proposal, each.data["why"]) for each in alarms] == [(veto, "veto_too_late")]


@pytest.mark.attack("time")
async def test_what_the_safe_was_asked_for_is_vetoed_and_held_no_more_though_the_clock_was_set_back(
    harness: ServiceHarness,
) -> None:
    """Its owners may have executed it: nobody is to be told that it is held."""
    part = await grants(harness)
    proposal = await in_timelock(part)
    ends = (await harness.get(proposal)).timelock_ends_at
    assert ends is not None
    draft = await harness.drafted(actions=f"veto #{await number_of(harness, proposal)}")
    await harness.pass_time(ends - harness.clock.now())
    assert await harness.services.preparing.prepare(proposal)
    harness.clock.jump(timedelta(hours=-1))
    assert await harness.state(proposal) is State.EXECUTION
    with raises_saying(ActsRefused, "isn't in its timelock"):
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    guardian = harness.actor("gus", GUARDIANS)
    with pytest.raises(NotInTimelock):
        await harness.services.moderation.veto(guardian, proposal, "I have seen it late.")
    assert not (await harness.get(proposal)).holds


@pytest.mark.attack("order")
async def test_of_two_votes_on_a_veto_the_second_finds_it_vetoed(harness: ServiceHarness) -> None:
    part = await grants(harness)
    proposal = await in_timelock(part)
    first, second = await vetoing(harness, proposal), await vetoing(harness, proposal)
    for veto in (first, second):
        await harness.open(veto) if veto is first else await harness.open_now(veto)
    await harness.services.power_reads.everyone(second)
    for veto in (first, second):
        harness.proposal = veto
        await harness.vote("ada", "For")
    for veto in (first, second):
        await harness.close(veto)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert sorted([await outcomes(harness, first), await outcomes(harness, second)]) == [
        ["done"],
        ["gone: veto_too_late"],
    ]


@pytest.mark.attack("time")
async def test_nothing_is_held_for_ever_however_often_the_whole_begins_anew(harness: ServiceHarness) -> None:
    part = await grants(harness)
    proposal = await in_timelock(part)
    end = (await harness.get(proposal)).own_timelock_ends_at
    assert end is not None
    await vetoing(harness, proposal)
    await harness.pass_time(timedelta(days=2))
    await vetoing(harness, proposal)
    late = await harness.drafted(actions=f"veto #{await number_of(harness, proposal)}")
    assert (await harness.get(proposal)).timelock_ends_at == end + LONGEST_HOLD
    # It is held, but its own timelock is over: no further vote holds it.
    await harness.pass_time(timedelta(days=1))
    assert await harness.state(proposal) is State.TIMELOCK
    with raises_saying(ActsRefused, "isn't in its timelock"):
        await harness.services.proposing.submit(harness.actor("ada"), late)
    await harness.pass_time(LONGEST_HOLD)
    assert await harness.state(proposal) is State.EXECUTION
    with raises_saying(BadAction, "isn't in its timelock"):
        await harness.drafted(actions=f"veto #{await number_of(harness, proposal)}")


@pytest.mark.attack("order")
async def test_what_a_vetoed_veto_held_goes_on_at_once(harness: ServiceHarness) -> None:
    """The whole vetoes the vote by which a part vetoes what passed in a part of its own."""
    part = await grants(harness)
    await change_part(part)
    below = await part_of(part)
    proposal = await in_timelock(below)
    between = await part.submitted(f"veto #{await number_of(harness, proposal)}")
    await harness.pass_time((await part.policy()).periods.discussion)
    assert await harness.open_now(between)
    await harness.services.power_reads.everyone(between)
    assert (await harness.passed(between)).passed
    veto = await vetoing(harness, between)
    await decided(harness, veto)
    assert (await harness.get(proposal)).held(harness.clock.now())
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert await harness.state(between) is State.VETOED
    assert (await harness.get(proposal)).held(harness.clock.now()) is None
    assert "released" in await told(harness, proposal)


@pytest.mark.attack("commands")
async def test_a_veto_that_nobody_may_vote_on_is_refused(harness: ServiceHarness) -> None:
    part = await grants(harness)
    own = await harness.submitted()
    proposal = await part.submitted(PAYING)
    for line, why in (
        ("veto #99", "no part that stands below has a proposal 99"),
        # What the whole itself decides, a part vetoes no more than the whole does.
        (f"veto #{await number_of(harness, own)}", "no part that stands below"),
        (f"veto #{await number_of(harness, proposal)}", "isn't in its timelock"),
        ("veto all", "it is written"),
    ):
        with raises_saying(BadAction, why):
            await harness.drafted(actions=line)
    await change_part(part)
    with raises_saying(BadAction, "no part that stands below"):
        await part.drafted(f"veto #{await number_of(harness, own)}")


async def change_part(part: Part) -> None:
    """Its policy lets it veto, should there be something below it."""
    async with part.harness.services.uow.writing() as repositories:
        (track,) = await repositories.spaces.tracks((await part.space()).id)
        server = {"acts": ["veto"], "roles": []}
        policy = track.policy.model_validate({**track.policy.model_dump(), "server": server})
        await repositories.spaces.set_track(track.space, track.name, policy, part.harness.clock.now())


async def part_of(part: Part) -> Part:
    """One that stands below it, with a Safe of its own and the same rules."""
    harness, above = part.harness, await part.space()
    async with harness.services.uow.writing() as repositories:
        created = await repositories.spaces.create(
            above,
            "Wells",
            announcements=ChannelId(811),
            discussion=ChannelId(812),
            log=ChannelId(813),
            moderators=STEWARDS,
            guardians=above.guardians,
            at=harness.clock.now(),
        )
        (track,) = await repositories.spaces.tracks(above.id)
        policy = track.policy.model_copy(update={"executor": None, "server": None})
        await repositories.spaces.set_track(created.id, track.name, policy, harness.clock.now())
    return await with_safe(harness, "Wells", 812)


async def test_a_track_that_takes_longer_than_something_is_held_votes_on_no_veto(
    harness: ServiceHarness,
) -> None:
    part = await grants(harness)
    proposal = await in_timelock(part)
    (main,) = await harness.services.tracks.all(GUILD)
    periods = main.policy.periods.model_copy(update={"timelock": timedelta(days=17)})
    await change_policy(harness, periods=periods.model_dump())
    draft = await harness.drafted(actions=f"veto #{await number_of(harness, proposal)}")
    with raises_saying(ActsRefused, "take longer than proposal 2 can be held, which is 14 days after"):
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    assert (await harness.get(proposal)).holds == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400), st.none() | st.integers(0, 800)),
        max_size=MOST_HOLDS,
    )
)
def test_a_hold_ends_with_its_vote_or_when_it_may_last_no_longer(
    times: list[tuple[int, int, int | None]],
) -> None:
    for at, until, ended in times:
        hours = [None if each is None else START + timedelta(hours=each) for each in (at, until, ended)]
        begun, latest, over = hours
        assert begun is not None
        assert latest is not None
        hold = Hold(ProposalId(1), ProposalNumber(1), begun, latest, over)
        assert hold.ends_at <= latest
        assert over is None or hold.ends_at <= over
