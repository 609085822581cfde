"""The weekly digest: what is open, was decided and waits, once a week, in the channel and to those who asked for it."""

from datetime import timedelta

import pytest

from bot.domain.ids import MemberId, ProposalId
from sandbox.discord import Permission
from sandbox.discord.world.messages import Message
from tests.cogs.notices.test_notify import ask, inbox, later
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import DISCUSSION

WEEK = "The week until"


async def digest(dao: DiscordHarness, **options: object) -> str:
    """What a moderator is answered who decides when it comes."""
    if "mona" not in dao.people:
        manages = dao.guild.add_role("managers", Permission.MANAGE_GUILD)
        dao.people["mona"] = dao.guild.create_member("mona", roles=[manages, dao.moderators])
    said = await dao["mona"].slash(dao.announcements, "announce digest", **options)
    text = (await said.settled()).text
    await dao.deliver()
    return text


def posted(dao: DiscordHarness) -> list[Message]:
    return dao.said(dao.announcements, WEEK)


def tomorrow(dao: DiscordHarness) -> str:
    return (dao.harness.clock.now() + timedelta(days=1)).strftime("%A").upper()


async def due(dao: DiscordHarness) -> timedelta:
    """How long it is until the next one."""
    async with dao.harness.services.uow.reading() as repositories:
        at = (await repositories.spaces.of_guild(dao.guild_id)).digest_at
    assert at is not None
    return at - dao.harness.clock.now()


async def opened(dao: DiscordHarness, title: str) -> ProposalId:
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id, title=title)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def test_the_week_is_posted_once_when_its_time_has_come(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70, "ben": 30}, guild=dao.guild_id)
    passed = await opened(dao, "A new well")
    await dao.vote("ada", "For")
    await dao.harness.close(passed)
    await dao.deliver()
    await opened(dao, "A second well")
    council = dao.announcements
    await dao["ada"].slash(council, "vote cast", proposal="2", choice="For", reason="We need water")
    day = tomorrow(dao)
    said = await digest(dao, day=day, hour=15, zone="Berlin")
    assert f"each {day.title()} at 15:00 (`Europe/Berlin`)" in said
    assert "decided when the weekly digest comes" in dao.log.messages[-1].text
    assert posted(dao) == []
    await later(dao, await due(dao))
    (message,) = posted(dao)
    head, *lines = message.text.splitlines()
    assert "📰" in head
    assert "**Open votes**" in lines
    assert any("A second well" in line and "ends" in line for line in lines)
    decided = lines.index("**Decided**")
    assert "A new well" in lines[decided + 1]
    assert f"<@{dao['ada'].id}>: 1 proposal and 1 reason for a vote" in lines
    assert not message.mentions
    await dao.restart()
    await later(dao, timedelta(hours=2))
    assert len(posted(dao)) == 1


async def test_who_asked_gets_it_with_what_they_have_not_voted_on_first(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70, "ben": 30}, guild=dao.guild_id)
    await ask(dao, "ben", "digest")
    await opened(dao, "A new well")
    await dao.vote("ben", "For")
    await opened(dao, "A second well")
    await digest(dao, day=tomorrow(dao))
    await later(dao, await due(dao))
    (told,) = inbox(dao, "ben")
    first, second = (line for line in told.text.splitlines() if "well" in line)
    assert "A second well" in first
    assert first.endswith("**you haven't voted**")
    assert "A new well" in second
    assert "haven't" not in second
    assert inbox(dao, "ada") == []
    assert "you haven't voted" not in posted(dao)[0].text


@pytest.mark.attack("floods")
async def test_drafts_of_others_push_no_vote_out_of_it(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    vote = await dao.harness.get(await opened(dao, "A new well"))
    async with dao.harness.services.uow.writing() as repositories:
        for author in range(1, 201):
            await repositories.proposals.add(
                vote.space, vote.track, MemberId(author), vote.content, dao.harness.clock.now()
            )
    await digest(dao, day=tomorrow(dao))
    await later(dao, await due(dao))
    assert "A new well" in posted(dao)[0].text


async def test_nothing_is_posted_of_a_week_without_news(dao: DiscordHarness) -> None:
    await dao.set_up()
    await digest(dao, day="MONDAY")
    await ask(dao, "ben", "digest")
    await later(dao, await due(dao))
    assert posted(dao) == []
    assert inbox(dao, "ben") == []


async def test_a_bot_that_was_away_for_weeks_tells_the_newest_one_alone(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await opened(dao, "A new well")
    await digest(dao, day=tomorrow(dao))
    await ask(dao, "ben", "digest")
    await dao.disconnect()
    await dao.harness.pass_time(await due(dao) + timedelta(days=16))
    await dao.harness.submitted("ada", guild=dao.guild_id, title="A second well")
    await dao.harness.pass_time(timedelta(days=6))
    await dao.harness.restart()
    await dao.connect()
    for _ in range(3):
        await later(dao)
    (message,) = posted(dao)
    assert "1 proposal" in message.text
    assert len(inbox(dao, "ben")) == 1
    assert await due(dao) > timedelta(days=5)


async def test_it_is_switched_off_and_only_moderators_decide(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    assert "no weekly digest" in await digest(dao)
    await digest(dao, day="FRIDAY", zone="UTC+2")
    assert "each Friday at 09:00 (`+02:00`)" in await digest(dao)
    await opened(dao, "A new well")
    assert "`Atlantis` is no time zone" in await digest(dao, day="FRIDAY", zone="Atlantis")
    wait = await due(dao)
    assert "no weekly digest" in await digest(dao, day="never")
    await later(dao, wait)
    assert posted(dao) == []


@pytest.mark.attack("flood")
async def test_a_busy_week_fits_into_one_message(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await ask(dao, "ben", "digest")
    for number in range(9):
        await dao.harness.submitted("ada", guild=dao.guild_id, title=f"{number} {'W' * 80}")
    await dao.deliver()
    await later(dao, DISCUSSION)
    await digest(dao, day=tomorrow(dao))
    await later(dao, await due(dao))
    (message,) = posted(dao)
    assert "more" in message.text
    assert "9 proposals" in message.text
    assert len(inbox(dao, "ben")) == 1
