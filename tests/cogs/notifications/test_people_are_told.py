"""Members are told, once, when there is something to discuss and something to vote on, with the way there."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId
from sandbox.discord import Permission
from sandbox.discord.world.channels import FORUM
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness, is_card


def url(dao: DiscordHarness, message: Message) -> str:
    return f"https://discord.com/channels/{dao.guild.id}/{message.channel.id}/{message.id}"


def starter(dao: DiscordHarness) -> Message:
    """The first message of the thread."""
    return (dao.thread.messages if dao.discussion.kind == FORUM else dao.discussion.messages)[0]


# -- the announcement channel -------------------------------------------------------------------------------------


async def test_a_discussion_is_announced_once_with_the_way_to_its_thread(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    await dao.submitted({"ada": 70}, title="A new well")
    await dao.deliver_again()
    (announced,) = dao.announcements.messages
    assert "A new well" in announced.text
    assert dao["ada"].mention in announced.text
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.thread.id}" in announced.text
    assert "vote opens <t:" in announced.text
    assert announced.mentions == [], "its author knows, and nobody else is named"


async def test_a_vote_is_announced_by_its_card_and_by_nothing_else(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    discussion, card = dao.announcements.messages
    assert not is_card(discussion)
    assert is_card(card)


async def test_a_thread_that_hangs_on_a_message_of_the_channel_needs_no_second_one(
    talking_in_text: DiscordHarness,
) -> None:
    dao = talking_in_text
    await dao.set_up(announcements=ChannelId(dao.discussion.id))
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.deliver()
    (message,) = dao.discussion.messages
    assert message.thread is not None


@pytest.mark.attack("visibility")
async def test_a_discussion_is_announced_though_its_thread_can_not_be_opened(dao: DiscordHarness) -> None:
    dao.discussion.overwrite(dao.guild.bot(dao.app), deny=Permission.SEND_MESSAGES)
    await dao.submitted({"ada": 70}, title="A new well")
    for _ in range(6):
        await dao.deliver_again()
    (announced,) = dao.said(dao.announcements, "A new well")
    assert "/proposal view" in announced.text


async def test_a_proposal_that_was_withdrawn_meanwhile_is_not_announced(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada", guild=dao.guild_id), proposal)
    await dao.deliver()
    assert dao.announcements.messages == []


# -- the thread ---------------------------------------------------------------------------------------------------


async def test_the_thread_says_that_its_vote_is_open_and_where_its_card_is(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    await dao.opened({"ada": 70})
    (said,) = dao.said(dao.thread, "The vote is open")
    assert url(dao, dao.card) in said.text
    assert "until <t:" in said.text
    await dao.deliver_again()
    assert len(dao.said(dao.thread, "The vote is open")) == 1


async def test_the_first_message_of_a_thread_follows_the_state(talking_somewhere: DiscordHarness) -> None:
    dao = talking_somewhere
    proposal = await dao.submitted({"ada": 70})
    assert "In discussion" in starter(dao).text
    await dao.harness.open(proposal)
    await dao.deliver()
    assert "Open for voting" in starter(dao).text
    assert url(dao, dao.card) in starter(dao).text
    assert "Talk here" not in starter(dao).text
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "a bug")
    await dao.deliver()
    assert "Paused" in starter(dao).text
    await dao.harness.services.moderation.resume(dao.harness.moderator(), proposal, "mended")
    await dao.passed(proposal)
    await dao.deliver()
    assert "Passed" in starter(dao).text
    assert "We need water." in starter(dao).text


async def test_the_first_message_says_that_a_proposal_was_withdrawn(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    proposal = await dao.submitted({"ada": 70})
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada", guild=dao.guild_id), proposal)
    await dao.deliver()
    assert "Withdrawn" in starter(dao).text


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("status", [403, 404])
async def test_a_first_message_that_can_not_be_edited_holds_up_no_card(
    dao: DiscordHarness, status: int
) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.discord.faults.fail_next(
        "PATCH", f"/{starter(dao).id}$", status=status, body={"code": 0, "message": "no"}
    )
    await dao.passed(proposal)
    await dao.deliver()
    assert "Passed" in dao.card.text
    assert dao.harness.given_up == []


@pytest.mark.attack("text")
async def test_a_first_message_with_a_filtered_link_follows_the_state_too(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id, title="See https://bad.example now")
    await dao.deliver()
    dao.guild.filters.links = {"bad.example"}
    await dao.harness.open(proposal)
    await dao.deliver()
    assert "Open for voting" in starter(dao).text
    assert "https://bad.example" not in starter(dao).text


async def test_an_archived_thread_is_not_edited_awake(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.thread.archive(True)
    dao.harness.clock.advance(timedelta(seconds=1))
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "a bug")
    await dao.deliver()
    assert "Paused" in dao.card.text
    assert dao.harness.given_up == []


# -- what can't be said -------------------------------------------------------------------------------------------


async def tried_for_minutes(dao: DiscordHarness) -> None:
    for _ in range(4):
        await dao.deliver_again()


def inbox(dao: DiscordHarness) -> list[Message]:
    """What the server's owner reads in private."""
    owner = dao.guild.owner
    return [
        m for m in dao.discord.world.direct_channel(dao.app, owner.user).messages if "Not delivered" in m.text
    ]


LOST = {"permission": Permission.SEND_MESSAGES, "sight": Permission.VIEW_CHANNEL}


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("lost", LOST)
async def test_a_thread_that_can_not_be_opened_is_told_within_minutes_and_once(
    dao: DiscordHarness, lost: str
) -> None:
    dao.discussion.overwrite(dao.guild.bot(dao.app), deny=LOST[lost])
    await dao.submitted({"ada": 70})
    await tried_for_minutes(dao)
    (said,) = dao.said(dao.log, "Not delivered yet")
    assert "the thread of proposal 1" in said.text
    assert "`/gov doctor`" in said.text
    assert len(inbox(dao)) == 1
    dao.discussion.overwrite(dao.guild.bot(dao.app))
    await dao.deliver_again()
    assert dao.guild.threads


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("lost", LOST)
async def test_a_log_channel_that_is_lost_is_told_to_moderators_in_private(
    dao: DiscordHarness, lost: str
) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.log.overwrite(dao.guild.bot(dao.app), deny=LOST[lost])
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "a bug")
    await tried_for_minutes(dao)
    (told,) = inbox(dao)
    assert "The Well DAO" in told.text
    assert "of the public log" in told.text


@pytest.mark.attack("visibility")
async def test_a_discord_that_is_away_alarms_nobody(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    await dao.harness.submitted("ada", guild=dao.guild_id)
    for _ in range(4):
        dao.discord.faults.fail_next("POST", "/threads$", status=503)
        await dao.deliver_again()
    await dao.deliver_again()
    assert dao.said(dao.log, "Not delivered") == []
    assert inbox(dao) == []
