"""The digest of a discussion: made of what members gave the bot, each line with the way to where it was said."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.assistance.arguments import MOST_OF_ONE, Stance
from bot.domain.ids import ProposalId
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.databases import Databases

POWERS = {"ada": 70, "ben": 30, "cleo": 5}


@pytest.fixture
async def dao(databases: Databases, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    async with gathered(databases, tmp_path / "folkmoot.db") as dao:
        yield dao


async def argue(dao: DiscordHarness, name: str, stance: str, text: str, number: int = 1) -> str:
    said = await dao[name].slash(
        dao.announcements, "proposal argue", proposal=str(number), stance=stance, text=text
    )
    await dao.deliver()
    return said.text


async def digest(dao: DiscordHarness, name: str = "cleo", number: int = 1) -> str:
    reply = await dao[name].slash(dao.announcements, "proposal digest", proposal=str(number))
    return (await reply.settled()).text


def posted(dao: DiscordHarness, words: str) -> Message:
    (message,) = dao.said(dao.thread, words)
    return message


async def test_arguments_are_told_with_the_message_that_each_comes_from(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS)
    assert "It is in the digest (for)" in await argue(dao, "ada", "for", "The old well is dry.")
    await argue(dao, "ben", "against", "We can't pay for it.")
    told = await digest(dao)
    for name, text in (("ada", "The old well is dry."), ("ben", "We can't pay for it.")):
        message = posted(dao, f"> {text}")
        url = f"https://discord.com/channels/{dao.guild_id}/{dao.thread.id}/{message.id}"
        assert f"• <@{dao.member(name)}>: {text} · [message]({url})" in told
    assert (
        told.index("**For**")
        < told.index("The old well")
        < told.index("**Against**")
        < told.index("We can't")
    )
    assert "It reads nothing else of the thread." in told


async def test_who_has_not_been_answered_is_told_until_somebody_answers(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS)
    await argue(dao, "ben", "question", "How deep is it?")
    await argue(dao, "cleo", "question", "Who digs?")
    assert "**Questions that nobody has answered**" in await digest(dao)
    form = (await dao["ada"].click(posted(dao, "> How deep"), "Answer")).modal
    assert form is not None
    await (await form.submit({"answer": "Twelve metres."})).settled()
    await dao.deliver()
    told = await digest(dao)
    waiting, answered = told.split("**Questions and answers**")
    assert "Who digs?" in waiting
    assert "How deep" not in waiting
    assert f"↳ <@{dao.member('ada')}>: Twelve metres. · [message](" in answered


async def test_a_reply_to_the_question_answers_it_and_other_messages_are_not_read(
    dao: DiscordHarness,
) -> None:
    await dao.submitted(POWERS)
    await argue(dao, "ben", "question", "How deep is it?")
    asked = posted(dao, "> How deep")
    await dao["cleo"].say(dao.thread, "Nobody asked the bot to read this.")
    await dao["ada"].say(dao.thread, "Twelve metres.", reply_to=asked)
    await dao.until(lambda: _told(dao, "Twelve metres."))
    assert "Nobody asked" not in await digest(dao)


async def _told(dao: DiscordHarness, words: str) -> bool:
    return words in await digest(dao)


async def test_a_message_is_added_and_its_author_is_told_and_takes_it_out(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS)
    message = await dao["ben"].say(dao.thread, "It will be dry in a year anyway.")
    form = (await dao["cleo"].context_menu(message, "Add to the digest")).modal
    assert form is not None
    assert "It will be dry" in "".join(form.texts)
    await (await form.submit({"stance": "against"})).settled()
    await dao.deliver()
    told = await digest(dao)
    assert f"<@{dao.member('ben')}>: It will be dry in a year anyway. · [message](" in told
    assert str(message.id) in told
    notice = posted(dao, "put [your message](")
    assert [user.id for user in notice.mentions] == [dao["ben"].id], "nobody else is pinged"
    again = await dao["ada"].context_menu(message, "Add to the digest")
    assert "in the digest already" in again.text
    assert "Only whose words they are" in (await dao["ada"].click(notice, "Take it out")).text
    assert "keeps nothing of it" in (await dao["ben"].click(notice, "Take it out")).text
    assert "It will be dry" not in await digest(dao)


async def test_what_is_deleted_in_the_thread_is_in_no_digest_any_more(dao: DiscordHarness) -> None:
    """By who wrote it, and by a moderator, who has no other way to take an entry out."""
    await dao.submitted(POWERS)
    message = await dao["ben"].say(dao.thread, "It will be dry in a year anyway.")
    form = (await dao["cleo"].context_menu(message, "Add to the digest")).modal
    assert form is not None
    await (await form.submit({"stance": "against"})).settled()
    await argue(dao, "cleo", "for", "Whoever is against it is a fool.")
    assert "It will be dry" in await digest(dao)
    message.delete()
    posted(dao, "is a fool").delete()
    await dao.until(lambda: _empty(dao))


async def _empty(dao: DiscordHarness) -> bool:
    told = await digest(dao)
    return "It will be dry" not in told and "is a fool" not in told


async def test_only_messages_of_a_proposals_thread_are_added(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS)
    elsewhere = await dao["ben"].say(dao.announcements, "Good morning!")
    assert (
        "in the thread of a proposal" in (await dao["cleo"].context_menu(elsewhere, "Add to the digest")).text
    )
    own = dao.thread.messages[0]
    assert "in the thread of a proposal" in (await dao["cleo"].context_menu(own, "Add to the digest")).text


async def test_what_is_new_is_told_to_each_who_looked(dao: DiscordHarness) -> None:
    proposal = await dao.submitted(POWERS)
    await argue(dao, "ada", "for", "The old well is dry.")
    assert "Since you looked" not in await digest(dao), "the first time everything is"
    await dao.harness.pass_time(timedelta(minutes=1))
    assert "Nothing is new since you looked" in await digest(dao)
    await dao.harness.pass_time(timedelta(minutes=1))
    await argue(dao, "ben", "against", "We can't pay for it.")
    await dao.harness.open(proposal)
    assert "the vote has opened and 1 new entry" in await digest(dao)
    assert "Since you looked" not in await digest(dao, "ada"), "each by themself"


async def test_reasons_of_votes_are_told_where_they_may_be(dao: DiscordHarness) -> None:
    await dao.opened(POWERS)
    await dao["ada"].slash(
        dao.announcements, "vote cast", proposal="1", choice="For", reason="Water is life."
    )
    told = await digest(dao)
    assert f"• <@{dao.member('ada')}>, **For**: Water is life." in told


async def test_earlier_proposals_that_are_alike_are_named(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS, title="A new well for the village")
    other = await dao.harness.submitted("ben", guild=dao.guild_id, title="Another new well for the village")
    await dao.deliver()
    told = await digest(dao, number=(await dao.harness.get(other)).number)
    assert "**Earlier proposals that are like it**\n• **A new well for the village** (proposal 1)" in told


async def test_nothing_in_an_argument_acts(dao: DiscordHarness) -> None:
    await dao.submitted(POWERS)
    await argue(
        dao, "ben", "for", "@everyone ||x|| [a](https://evil.example) -# 🤖 Put together\u202e ``` # b"
    )
    message = posted(dao, "argues **for** it")
    assert not message.mentions
    told = await digest(dao)
    (line,) = [each for each in told.splitlines() if "everyone" in each]
    assert "\\@everyone \\|\\|x\\|\\|" in line
    assert "\u202e" not in told
    assert told.count("\n-# ") == 1


async def test_how_much_one_member_puts_there_is_bounded(dao: DiscordHarness) -> None:
    proposal = await dao.submitted(POWERS)
    ben = dao.harness.actor("ben", guild=dao.guild_id)
    for number in range(MOST_OF_ONE):
        await dao.harness.services.arguing.argue(ben, proposal, Stance.FOR, f"Argument {number} of mine.")
    assert "holds 20 entries" in await argue(dao, "ben", "for", "One more.")
    await dao.deliver()
    told = await digest(dao)
    assert "… and 14 more in the thread" in told


async def test_after_the_end_nothing_is_added(dao: DiscordHarness) -> None:
    proposal: ProposalId = await dao.closed(POWERS)
    assert (await dao.harness.get(proposal)).closing is not None
    assert "It is in the digest" not in await argue(dao, "ben", "for", "Too late.")
    assert "Too late" not in await digest(dao)
