"""The thread of a proposal."""

from datetime import timedelta

from bot.domain.ids import ProposalId
from tests.cogs.voting.moot import Moot
from tests.fakes import account

LONG = "The well gives water to all of us. " * 95
ACTIONS = "\n".join(f"transfer {n} to {account('builder')}" for n in range(1, 3))


async def place_of(moot: Moot, proposal: ProposalId, what: str) -> tuple[int, int]:
    async with moot.assembly.folkmoot.uow.reading() as facts:
        posted = await facts.messages.get(proposal, what)
    assert posted is not None, what
    return posted.channel, posted.message


async def test_a_submission_opens_a_forum_post_with_the_whole_text(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70}, title="A new well")
    (post,) = moot.discussion.posts
    assert post.name == "#1 A new well"
    text = post.messages[0].text
    assert "We need water." in text
    assert moot["ada"].mention in text
    assert "voting opens <t:" in text
    assert await place_of(moot, proposal, "thread") == (post.id, post.id)
    assert await place_of(moot, proposal, "starter") == (post.id, post.id)


async def test_in_a_text_channel_the_thread_hangs_on_a_message(talking_in_text: Moot) -> None:
    moot = talking_in_text
    proposal = await moot.submitted({"ada": 70})
    (starter,) = moot.discussion.messages
    assert "We need water." in starter.text
    assert starter.thread is not None
    assert await place_of(moot, proposal, "thread") == (starter.thread.id, starter.id)
    assert await place_of(moot, proposal, "starter") == (moot.discussion.id, starter.id)


async def test_a_text_of_full_length_is_lost_nowhere(moot: Moot) -> None:
    await moot.set_up()
    await moot.assembly.powers({"ada": 70}, guild=moot.guild_id)
    ada = moot.assembly.actor("ada", guild=moot.guild_id)
    text = " ".join(f"word{number}" for number in range(380)) + "\n" + "[x](https://a.example) " * 40
    preview = await moot.assembly.folkmoot.proposing.draft(ada, "t" * 100, text[:3500], ACTIONS)
    await moot.assembly.folkmoot.proposing.submit(ada, preview.proposal.id)
    await moot.deliver()
    said = "\n".join(message.text for message in moot.thread.messages)
    assert all(f"word{number}" in said for number in range(380))
    assert "](https" not in said
    assert said.count(" wei") == 2
    assert len(moot.thread.name) <= 100


async def test_actions_stand_decoded_in_the_thread(moot: Moot) -> None:
    await moot.submitted({"ada": 70}, actions=ACTIONS)
    said = "\n".join(message.text for message in moot.thread.messages)
    assert said.count("read back from their calldata") == 1
    assert account("builder") in said


async def test_an_edit_is_shown_as_a_difference(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70}, title="A new well")
    ada = moot.assembly.actor("ada", guild=moot.guild_id)
    await moot.assembly.folkmoot.proposing.edit(ada, proposal, "A deep well", "We need ```water```.", "")
    await moot.deliver()
    text = moot.thread.messages[-1].text
    assert "-A new well" in text
    assert "+A deep well" in text
    assert text.count("```") == 2, "a code block in the text can't end ours"


async def test_a_huge_edit_is_cut_and_says_where_the_rest_is(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70})
    ada = moot.assembly.actor("ada", guild=moot.guild_id)
    await moot.assembly.folkmoot.proposing.edit(ada, proposal, "A well", LONG, "")
    await moot.deliver()
    assert "/proposal diff" in moot.thread.messages[-1].text


async def test_a_withdrawal_is_said_in_the_thread(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70})
    await moot.assembly.folkmoot.proposing.withdraw(moot.assembly.actor("ada", guild=moot.guild_id), proposal)
    await moot.deliver()
    assert "The author withdrew the proposal" in moot.thread.messages[-1].text


async def test_a_forum_that_demands_a_tag_gets_one(moot: Moot) -> None:
    forum = moot.guild.create_forum_channel("tagged", tags=["proposal"])
    forum.flags = 1 << 4
    forum.changed()
    moot.discussion = forum
    await moot.submitted({"ada": 70})
    (post,) = forum.posts
    assert post.messages


# -- an earlier attempt may have arrived --------------------------------------------------------------------


async def test_a_post_whose_answer_was_lost_is_found_again(moot: Moot) -> None:
    moot.discord.faults.fail_next("POST", f"/channels/{moot.discussion.id}/threads", after=True)
    proposal = await moot.submitted({"ada": 70})
    assert len(moot.discussion.posts) == 1
    await moot.deliver_again()
    (post,) = moot.discussion.posts
    assert await place_of(moot, proposal, "thread") == (post.id, post.id)


async def test_a_post_of_the_same_name_by_somebody_else_is_not_taken_for_ours(moot: Moot) -> None:
    await moot["eve"].open_post(moot.discussion, "#1 A new well", "Mine!")
    moot.discord.faults.fail_next("POST", f"/channels/{moot.discussion.id}/threads", status=None)
    proposal = await moot.submitted({"ada": 70}, title="A new well")
    await moot.deliver_again()
    theirs, ours = moot.discussion.posts
    assert await place_of(moot, proposal, "thread") == (ours.id, ours.id)
    assert theirs.messages[0].text == "Mine!"


async def test_a_starter_whose_thread_was_lost_gets_no_second_one(talking_in_text: Moot) -> None:
    moot = talking_in_text
    moot.discord.faults.fail_next("POST", r"/messages/\d+/threads", after=True)
    proposal = await moot.submitted({"ada": 70})
    await moot.deliver_again()
    (starter,) = moot.discussion.messages
    assert await place_of(moot, proposal, "thread") == (starter.id, starter.id)
    assert len(moot.guild.threads) == 1


async def test_reasons_reach_the_thread_once_though_the_answer_was_lost(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot.assembly.vote("ada", "For", reason="We are thirsty.", guild=moot.guild_id, proposal=proposal)
    moot.discord.faults.fail_next("POST", f"/channels/{moot.thread.id}/messages", after=True)
    await moot.deliver()
    await moot.deliver_again()
    assert len(moot.said(moot.thread, "We are thirsty.")) == 1


async def test_an_archived_thread_is_opened_to_be_written_in(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moot.thread.archive()
    await moot.assembly.vote("ada", "For", reason="We are thirsty.", guild=moot.guild_id, proposal=proposal)
    await moot.deliver()
    assert moot.said(moot.thread, "We are thirsty.")
    assert not moot.thread.archived


async def test_a_refusal_because_of_the_archive_opens_the_thread_first(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    thread = moot.thread
    thread.archive()
    archived = {"message": "Thread is archived", "code": 50083}
    moot.discord.faults.fail_next("POST", f"/channels/{thread.id}/messages", status=400, body=archived)
    await moot.assembly.vote("ada", "For", reason="We are thirsty.", guild=moot.guild_id, proposal=proposal)
    await moot.deliver()
    assert len(moot.said(thread, "We are thirsty.")) == 1
    opened = [r for r in moot.discord.requests if (r.method, r.path) == ("PATCH", f"/channels/{thread.id}")]
    assert len(opened) == 1


async def test_a_reason_for_a_deleted_thread_is_left_to_the_record(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moot.thread.delete()
    await moot.assembly.vote("ada", "For", reason="We are thirsty.", guild=moot.guild_id, proposal=proposal)
    await moot.deliver()
    moot.assembly.clock.advance(timedelta(minutes=6))
    assert await moot.outbox.deliver_due() == 0
    assert not moot.said(moot.announcements, "We are thirsty.")
