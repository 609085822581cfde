"""Votes in Discord's calendar: there from the discussion on, moved with the vote, over with it, once."""

from datetime import timedelta

import pytest

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Extension
from sandbox.discord import Permission
from sandbox.discord.world.scheduled_events import MOST, EventStatus, ScheduledEvent
from tests.cogs.notices.test_notify import later
from tests.cogs.voting.discord_harness import BOT, DiscordHarness
from tests.harness import DISCUSSION, VOTING
from tests.services.delegation.delegating import rule


def calendar(dao: DiscordHarness) -> list[ScheduledEvent]:
    return list(dao.guild.scheduled_events.values())


def let(dao: DiscordHarness, *, make_events: bool) -> None:
    role = dao.guild.bot(dao.app).roles[-1]
    role.allow(BOT | Permission.CREATE_EVENTS if make_events else BOT)


async def switch(dao: DiscordHarness, votes: str = "") -> str:
    """What a moderator is answered who decides whether votes have events."""
    if "mona" not in dao.people:
        manages = dao.guild.add_role("managers", Permission.MANAGE_GUILD)
        dao.people["mona"] = dao.guild.create_member("mona", roles=[manages, dao.moderators])
    options = {"votes": votes} if votes else {}
    said = await dao["mona"].slash(dao.announcements, "announce events", **options)
    text = (await said.settled()).text
    await dao.deliver()
    return text


async def discussed(dao: DiscordHarness) -> ProposalId:
    """A proposal under discussion in a server whose votes have events."""
    await dao.set_up()
    let(dao, make_events=True)
    assert "Each vote has an event" in await switch(dao, "on")
    proposal = await dao.submitted_there({"ada": 20, "ben": 30}, title="A **new** well")
    await dao.deliver()
    return proposal


async def opened(dao: DiscordHarness, proposal: ProposalId) -> None:
    await dao.harness.open(proposal)
    await dao.deliver()


async def test_a_vote_has_an_event_from_its_discussion_to_its_end(dao: DiscordHarness) -> None:
    proposal = await discussed(dao)
    (event,) = calendar(dao)
    found = await dao.harness.get(proposal)
    assert event.name == "#1 A **new** well"
    assert event.status is EventStatus.SCHEDULED
    assert event.starts_at == found.opens_at
    assert event.ends_at == event.starts_at + VOTING
    assert event.location == f"https://discord.com/channels/{dao.guild.id}/{dao.thread.id}"
    await opened(dao, proposal)
    assert event.status is EventStatus.ACTIVE
    assert event.ends_at == (await dao.harness.get(proposal)).ends_at(dao.harness.clock.now())
    assert event.location.endswith(str(dao.card.id))
    await dao.restart()
    await later(dao)
    await dao.vote("ada", "For")
    await dao.harness.close(proposal)
    await later(dao)
    assert event.status is EventStatus.COMPLETED
    assert calendar(dao) == [event]
    assert dao.discord.violations == []


async def test_it_moves_with_the_end_of_the_vote(dao: DiscordHarness) -> None:
    await dao.set_up()
    extension = Extension(window=timedelta(hours=12), at_most=timedelta(days=1))
    await rule(dao.harness, guild=dao.guild_id, extension=extension)
    let(dao, make_events=True)
    await switch(dao, "on")
    proposal = await dao.submitted_there({"ada": 20, "ben": 30}, title="A new well")
    await opened(dao, proposal)
    (event,) = calendar(dao)
    before = event.ends_at
    await dao.harness.services.moderation.pause(
        dao.harness.moderator(guild=dao.guild_id), proposal, "It is the wrong well."
    )
    await later(dao, timedelta(days=1))
    await dao.harness.services.moderation.resume(
        dao.harness.moderator(guild=dao.guild_id), proposal, "It is the right one."
    )
    await later(dao)
    paused = event.ends_at
    assert timedelta(days=1) <= paused - before < timedelta(days=1, hours=1)
    await dao.vote("ada", "For")
    await later(dao, paused - dao.harness.clock.now() - timedelta(hours=1))
    await dao.vote("ben", "Against")
    await later(dao)
    ends_at = (await dao.harness.get(proposal)).ends_at(dao.harness.clock.now())
    assert event.ends_at == ends_at
    assert event.ends_at > paused


@pytest.mark.parametrize("opens", [False, True])
async def test_what_is_cancelled_has_no_event_any_more(dao: DiscordHarness, opens: bool) -> None:
    proposal = await discussed(dao)
    if opens:
        await opened(dao, proposal)
    await dao.harness.services.moderation.cancel(
        dao.harness.moderator(guild=dao.guild_id), proposal, "It is the wrong well."
    )
    await dao.deliver()
    (event,) = calendar(dao)
    assert event.status is (EventStatus.COMPLETED if opens else EventStatus.CANCELED)


async def test_switched_on_late_it_begins_at_once_and_off_it_ends(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 20}, title="A new well")
    let(dao, make_events=True)
    assert "no events" in await switch(dao)
    await switch(dao, "on")
    assert "decided whether votes have events" in dao.log.messages[-1].text
    (event,) = calendar(dao)
    assert event.status is EventStatus.ACTIVE
    await switch(dao, "off")
    assert event.status is EventStatus.COMPLETED


async def test_without_the_permission_moderators_are_told_and_it_is_made_later(dao: DiscordHarness) -> None:
    await dao.set_up()
    assert "“Create Events” is missing" in await switch(dao, "on")
    proposal = await dao.submitted_there({"ada": 20}, title="A new well")
    doctor = (await (await dao["mona"].slash(dao.announcements, "gov doctor")).settled()).text
    assert "events of votes" in doctor
    await later(dao, timedelta(minutes=11))
    assert dao.said(dao.log, "the event of proposal 1 in the calendar")
    let(dao, make_events=True)
    await later(dao, timedelta(minutes=11))
    (event,) = calendar(dao)
    assert event.name == "#1 A new well"
    assert (await dao.harness.get(proposal)).opens_at == event.starts_at


async def test_what_was_made_and_not_noted_is_found_again(dao: DiscordHarness) -> None:
    proposal = await discussed(dao)
    async with dao.harness.services.uow.writing() as repositories:
        await repositories.messages.forget(proposal, "event")
    await opened(dao, proposal)
    (event,) = calendar(dao)
    assert event.status is EventStatus.ACTIVE


async def test_one_that_a_moderator_deletes_stays_away(dao: DiscordHarness) -> None:
    proposal = await discussed(dao)
    dao.guild.scheduled_events.clear()
    await opened(dao, proposal)
    await dao.vote("ada", "For")
    await dao.harness.pass_time(DISCUSSION)
    await dao.harness.close(proposal)
    await later(dao)
    assert calendar(dao) == []


async def test_where_the_calendar_is_full_it_is_made_as_soon_as_there_is_room(dao: DiscordHarness) -> None:
    await dao.set_up()
    let(dao, make_events=True)
    await switch(dao, "on")
    begins = dao.harness.clock.now() + timedelta(days=1)
    meeting = {
        "name": "A meeting",
        "entity_metadata": {"location": "The hall"},
        "scheduled_start_time": begins.isoformat(),
        "scheduled_end_time": (begins + timedelta(hours=1)).isoformat(),
    }
    for number in range(1, MOST + 1):
        dao.guild.scheduled_events[number] = ScheduledEvent(dao.guild, number, dao["mona"].user, meeting)
    await dao.submitted_there({"ada": 20}, title="A new well")
    await dao.deliver()
    assert len(calendar(dao)) == MOST
    del dao.guild.scheduled_events[1]
    await later(dao, timedelta(hours=1))
    assert calendar(dao)[-1].name == "#1 A new well"
    assert not dao.said(dao.log, "the event of proposal 1 in the calendar")
