"""A vote that nobody can see doesn't run, whatever keeps its card from being seen."""

from __future__ import annotations

from functools import partial

import pytest

from sandbox.discord import Permission, Person
from sandbox.discord.world.channels import Channel
from tests.main_job.job import Job, assert_says, is_card, record_of

pytestmark = [pytest.mark.attack("visibility"), pytest.mark.asyncio(loop_scope="module")]

HOUR = 3600
FOR_EVER = 10**6


@pytest.fixture(scope="module")
def card_seconds() -> float:
    """Here it is waited for that the bot looks for its cards."""
    return 0.01


def deny(dao: Job, channel: Channel, *permissions: int) -> None:
    """Take these from the bot in a channel; without any, give them back."""
    denied = 0
    for permission in permissions:
        denied |= permission
    channel.overwrite(dao.stage.guild.bot(dao.stage.app), deny=denied)


async def waits(dao: Job, number: int) -> None:
    """Much more than the voting period passes, and the vote has not begun."""
    for hours in (1, 5, 13):
        await dao.bot.passes(hours=hours)
        await dao.logged(f"proposal {number} can't begin")
    assert dao.results(number) == []


async def runs(dao: Job, number: int) -> None:
    """The vote has its whole period from now on, and takes ballots."""
    await dao.bot.passes(minutes=10)
    await dao.card(number, "Open for voting")
    await dao.click("ada", number, "For")
    record = await dao.closed(number)
    assert record["result"]["scores"][0] != "0"
    assert record["ended_at"] - record["opened_at"] == HOUR
    assert record["opened_at"] >= record["card"]["stood_at"]
    assert len(dao.cards(number)) == 1


@pytest.mark.parametrize("missing", ["SEND_MESSAGES", "VIEW_CHANNEL"])
async def test_a_vote_waits_for_the_permission_to_post_its_card(dao: Job, missing: str) -> None:
    number = await dao.submitted("ada", "Hidden", f"transfer 1 ETH to {dao['ada'].wallet.address}")
    deny(dao, dao.stage.announcements, Permission[missing])
    await dao.bot.passes(minutes=61)
    await dao.unseen(number)
    await dao.bot.passes(minutes=2)
    said = await dao.logged(f"proposal {number} can't begin")
    assert_says(said.text, "may not post", "/gov doctor")
    for person in (dao.stage.guild.owner, dao.stage.moderator):
        await dao.until(partial(was_told, dao, person, number))
    await waits(dao, number)
    assert dao.cards(number) == []
    deny(dao, dao.stage.announcements)
    await runs(dao, number)


async def test_a_vote_waits_while_discord_takes_no_messages(dao: Job) -> None:
    number = await dao.submitted("ada", "Discord is away")
    posts = rf"/channels/{dao.stage.announcements.id}/messages$"
    dao.stage.discord.faults.fail_next("POST", posts, status=503, times=FOR_EVER)
    await dao.bot.passes(minutes=61)
    await dao.unseen(number)
    await dao.bot.passes(minutes=2)
    await waits(dao, number)
    assert dao.cards(number) == []
    dao.stage.discord.faults.clear()
    await runs(dao, number)


@pytest.mark.parametrize("fault", ["SEND_MESSAGES", "VIEW_CHANNEL", "503"])
async def test_a_discussion_begins_when_its_thread_stands(dao: Job, fault: str) -> None:
    posts = rf"/channels/{dao.stage.discussion.id}/threads$"
    if fault == "503":
        dao.stage.discord.faults.fail_next("POST", posts, status=503, times=FOR_EVER)
    else:
        deny(dao, dao.stage.discussion, Permission[fault])
    preview = await dao.stage.draft(dao["ada"].person, "No thread", "As agreed.")
    answer = await dao.stage.submit(dao["ada"].person, preview)
    number = int(answer.split("Proposal ")[1].split(",")[0])
    before = len(dao.stage.discord.requests)
    await dao.bot.passes(minutes=2)
    said = await dao.logged(f"discussion of proposal {number} can't begin")
    assert_says(said.text, "its thread is missing", "No time is lost")
    await dao.until(lambda: was_told(dao, dao.stage.moderator, number))
    await waits(dao, number)
    assert dao.cards(number) == []
    assert len(dao.stage.discord.requests) > before
    dao.stage.discord.faults.clear()
    deny(dao, dao.stage.discussion)
    await dao.bot.passes(minutes=6)
    await dao.in_discussion(number)
    await dao.bot.passes(minutes=50)
    assert_says(await dao.ask(dao["ada"].person, "proposal view", proposal=str(number)), "In discussion")
    await dao.bot.passes(minutes=11)
    await dao.card(number, "Open for voting")
    await runs(dao, number)


@pytest.mark.parametrize("times", [1, 3])
async def test_a_card_that_is_deleted_again_and_again_stands_again_with_all_ballots(
    dao: Job, times: int
) -> None:
    number = await dao.opened("ada", "Deleted")
    await dao.click("ada", number, "For")
    for _ in range(times):
        (await dao.card(number)).delete()
        await dao.card(number, "1 voted")
    await dao.click("ben", number, "For")
    record = await dao.closed(number)
    assert len(record["ballots"]) == 2
    assert record["suspensions"] == []


async def test_a_lost_channel_pauses_the_vote_until_moderators_name_another_one(dao: Job) -> None:
    number = await dao.opened("ada", "A lost channel")
    await dao.click("ada", number, "For")
    lost = dao.stage.announcements
    lost.delete()
    await dao.unseen(number)
    await dao.bot.passes(minutes=10)
    await dao.in_thread(number, "nobody can see its card")
    await dao.bot.passes(hours=30)
    said = await dao.logged(f"proposal {number} is paused")
    assert_says(said.text, "was deleted", "/gov setup")
    reply = await dao["ben"].person.slash(dao.stage.log, "vote cast", proposal=str(number), choice="For")
    assert_says((await reply.settled()).text, "nobody can see its card")

    dao.stage.announcements = dao.stage.guild.create_text_channel("announcements again")
    await dao.set_up()
    await dao.bot.passes(minutes=10)
    card = await dao.card(number, "Open for voting")
    assert is_card(card, number)
    await dao.in_thread(number, "the vote goes on")
    await dao.click("ben", number, "For")
    await dao.bot.passes(minutes=61)
    record = record_of(await dao.result(number))
    (pause,) = record["suspensions"]
    assert pause["by"] is None
    assert pause["reason"] == "gone"
    lost_time = pause["resumed_at"] - pause["unseen_since"]
    assert lost_time > 30 * HOUR
    assert abs(record["ended_at"] - record["opened_at"] - HOUR - lost_time) <= 1
    assert len(record["ballots"]) == 2


async def test_a_channel_that_the_bot_may_not_see_any_more_pauses_the_vote(dao: Job) -> None:
    number = await dao.opened("ada", "Shut out")
    await dao.click("ada", number, "For")
    deny(dao, dao.stage.announcements, Permission.VIEW_CHANNEL)
    await dao.unseen(number)
    await dao.bot.passes(minutes=10)
    await dao.in_thread(number, "nobody can see its card")
    await dao.bot.passes(hours=7)
    assert dao.results(number) == []
    deny(dao, dao.stage.announcements)
    await dao.in_thread(number, "the vote goes on")
    record = await dao.closed(number)
    assert [pause["reason"] for pause in record["suspensions"]] == ["forbidden"]


def was_told(dao: Job, person: Person, number: int) -> bool:
    """Whether somebody was told in private."""
    return any(f"proposal {number} can't begin" in message.text for message in person.inbox(dao.stage.app))
