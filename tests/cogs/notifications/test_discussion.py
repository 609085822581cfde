"""The thread of a proposal."""

from datetime import timedelta

import pytest

from bot.domain.ids import ProposalId
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.fakes import account

LONG = "The well gives water to all of us. " * 95
ACTIONS = "\n".join(f"transfer {n} to {account('builder')}" for n in range(1, 3))


async def place_of(dao: DiscordHarness, proposal: ProposalId, what: str) -> tuple[int, int]:
    async with dao.harness.services.uow.reading() as repositories:
        posted = await repositories.messages.get(proposal, what)
    assert posted is not None, what
    return posted.channel, posted.message


async def test_a_submission_opens_a_forum_post_with_the_whole_text(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70}, title="A new well")
    (post,) = dao.discussion.posts
    assert post.name == "#1 A new well"
    text = post.messages[0].text
    assert "We need water." in text
    assert dao["ada"].mention in text
    assert "voting opens <t:" in text
    assert await place_of(dao, proposal, "thread") == (post.id, post.id)
    assert await place_of(dao, proposal, "starter") == (post.id, post.id)


async def test_in_a_text_channel_the_thread_hangs_on_a_message(talking_in_text: DiscordHarness) -> None:
    dao = talking_in_text
    proposal = await dao.submitted({"ada": 70})
    (starter,) = dao.discussion.messages
    assert "We need water." in starter.text
    assert starter.thread is not None
    assert await place_of(dao, proposal, "thread") == (starter.thread.id, starter.id)
    assert await place_of(dao, proposal, "starter") == (dao.discussion.id, starter.id)


async def test_a_text_of_full_length_is_lost_nowhere(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    ada = dao.harness.actor("ada", guild=dao.guild_id)
    text = " ".join(f"word{number}" for number in range(380)) + "\n" + "[x](https://a.example) " * 40
    preview = await dao.harness.services.proposing.draft(ada, "t" * 100, text[:3500], ACTIONS)
    await dao.harness.services.proposing.submit(ada, preview.proposal.id)
    await dao.deliver()
    said = "\n".join(message.text for message in dao.thread.messages)
    assert all(f"word{number}" in said for number in range(380))
    assert "](https" not in said
    assert all(line in said for line in ("\n1. ", "\n2. "))
    assert len(dao.thread.name) <= 100


async def test_actions_stand_decoded_in_the_thread(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70}, actions=ACTIONS)
    said = "\n".join(message.text for message in dao.thread.messages)
    assert said.count("read back from their calldata") == 1
    assert account("builder") in said


async def test_an_edit_is_shown_as_a_difference(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70}, title="A new well")
    ada = dao.harness.actor("ada", guild=dao.guild_id)
    await dao.harness.services.proposing.edit(ada, proposal, "A deep well", "We need ```water```.", "")
    await dao.deliver()
    text = dao.thread.messages[-1].text
    assert "-A new well" in text
    assert "+A deep well" in text
    assert text.count("```") == 2, "a code block in the text can't end ours"


async def test_a_huge_edit_is_cut_and_says_where_the_rest_is(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    ada = dao.harness.actor("ada", guild=dao.guild_id)
    await dao.harness.services.proposing.edit(ada, proposal, "A well", LONG, "")
    await dao.deliver()
    assert "/proposal diff" in dao.thread.messages[-1].text


@pytest.mark.attack("actions")
async def test_an_edit_of_the_actions_shows_all_of_them_however_long_the_text_is(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    ada = dao.harness.actor("ada", guild=dao.guild_id)
    await dao.harness.services.proposing.edit(ada, proposal, "A well", LONG, ACTIONS)
    await dao.deliver()
    assert f"1. send 0.000000000000000001 ETH to `{account('builder')}`" in dao.thread.messages[-1].text
    await dao.harness.services.proposing.edit(ada, proposal, "A well", LONG, "")
    await dao.deliver()
    assert "It has no actions now" in dao.thread.messages[-1].text


async def test_a_withdrawal_is_said_in_the_thread(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada", guild=dao.guild_id), proposal)
    await dao.deliver()
    assert "The author withdrew the proposal" in dao.thread.messages[-1].text


async def test_a_forum_that_demands_a_tag_gets_one(dao: DiscordHarness) -> None:
    forum = dao.guild.create_forum_channel("tagged", tags=["proposal"])
    forum.flags = 1 << 4
    forum.changed()
    dao.discussion = forum
    await dao.submitted({"ada": 70})
    (post,) = forum.posts
    assert post.messages


# -- an earlier attempt may have arrived --------------------------------------------------------------------


async def test_a_post_whose_answer_was_lost_is_found_again(dao: DiscordHarness) -> None:
    dao.discord.faults.fail_next("POST", f"/channels/{dao.discussion.id}/threads", after=True)
    proposal = await dao.submitted({"ada": 70})
    assert len(dao.discussion.posts) == 1
    await dao.deliver_again()
    (post,) = dao.discussion.posts
    assert await place_of(dao, proposal, "thread") == (post.id, post.id)


async def test_a_post_of_the_same_name_by_somebody_else_is_not_taken_for_ours(dao: DiscordHarness) -> None:
    await dao["eve"].open_post(dao.discussion, "#1 A new well", "Mine!")
    dao.discord.faults.fail_next("POST", f"/channels/{dao.discussion.id}/threads", status=None)
    proposal = await dao.submitted({"ada": 70}, title="A new well")
    await dao.deliver_again()
    theirs, ours = dao.discussion.posts
    assert await place_of(dao, proposal, "thread") == (ours.id, ours.id)
    assert theirs.messages[0].text == "Mine!"


async def test_a_starter_whose_thread_was_lost_gets_no_second_one(talking_in_text: DiscordHarness) -> None:
    dao = talking_in_text
    dao.discord.faults.fail_next("POST", r"/messages/\d+/threads", after=True)
    proposal = await dao.submitted({"ada": 70})
    await dao.deliver_again()
    (starter,) = dao.discussion.messages
    assert await place_of(dao, proposal, "thread") == (starter.id, starter.id)
    assert len(dao.guild.threads) == 1


async def test_reasons_reach_the_thread_once_though_the_answer_was_lost(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.harness.vote("ada", "For", reason="We are thirsty.", guild=dao.guild_id, proposal=proposal)
    dao.discord.faults.fail_next("POST", f"/channels/{dao.thread.id}/messages", after=True)
    await dao.deliver()
    await dao.deliver_again()
    assert len(dao.said(dao.thread, "We are thirsty.")) == 1


async def test_an_archived_thread_is_opened_to_be_written_in(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.thread.archive()
    await dao.harness.vote("ada", "For", reason="We are thirsty.", guild=dao.guild_id, proposal=proposal)
    await dao.deliver()
    assert dao.said(dao.thread, "We are thirsty.")
    assert not dao.thread.archived


async def test_a_refusal_because_of_the_archive_opens_the_thread_first(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    thread = dao.thread
    thread.archive()
    archived = {"message": "Thread is archived", "code": 50083}
    dao.discord.faults.fail_next("POST", f"/channels/{thread.id}/messages", status=400, body=archived)
    await dao.harness.vote("ada", "For", reason="We are thirsty.", guild=dao.guild_id, proposal=proposal)
    await dao.deliver()
    assert len(dao.said(thread, "We are thirsty.")) == 1
    opened = [r for r in dao.discord.requests if (r.method, r.path) == ("PATCH", f"/channels/{thread.id}")]
    assert len(opened) == 1


async def test_a_reason_for_a_deleted_thread_is_left_to_the_record(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.thread.delete()
    await dao.harness.vote("ada", "For", reason="We are thirsty.", guild=dao.guild_id, proposal=proposal)
    await dao.deliver()
    dao.harness.clock.advance(timedelta(minutes=6))
    assert await dao.outbox.deliver_due() == 0
    assert not dao.said(dao.announcements, "We are thirsty.")
