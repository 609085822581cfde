"""Results with their files, events, transactions, the log: each said once, where it belongs."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.canonical import content_hash
from bot.domain.election import decode
from bot.domain.ids import ProposalId
from bot.domain.tally import tally
from sandbox.discord import Message, Permission
from tests.assembly import EXECUTION, SIGNERS, TIMELOCK
from tests.cogs.courier.test_discussion import ACTIONS
from tests.cogs.voting.moot import Moot, is_card


async def test_a_result_names_outcome_turnout_and_record_and_carries_the_files(moot: Moot) -> None:
    proposal = await moot.closed({"ada": 70, "ben": 30}, title="A new well")
    (result,) = moot.said(moot.announcements, "## Result")
    assert "**Passed**" in result.text
    assert "1 member voted with 70 VOTE, 70.0" in result.text
    record, election = result.attachments
    assert record.filename == "folkmoot-proposal-1-record.json"
    assert content_hash(record.content) in result.text
    assert election.filename == "folkmoot-proposal-1-election.json"
    counted = tally(decode(election.content))
    assert counted.outcome is not None
    assert counted.outcome.passed
    assert json.loads(record.content)["election"] == json.loads(election.content)
    closing = (await moot.assembly.get(proposal)).closing
    assert closing is not None
    assert closing.record_hash == content_hash(record.content)


async def test_the_thread_gets_the_result_with_the_way_to_the_files(moot: Moot) -> None:
    await moot.closed({"ada": 70})
    (result,) = moot.said(moot.announcements, "## Result")
    (told,) = moot.said(moot.thread, "## Result")
    assert f"/{moot.announcements.id}/{result.id}" in told.text


async def test_after_the_close_the_card_has_the_outcome_and_no_vote_buttons(moot: Moot) -> None:
    await moot.closed({"ada": 70})
    assert "**Passed**" in moot.card.text
    assert {button.label for button in moot.card.buttons} == {"Why? (my power)", "Details", "Discuss"}


async def test_a_defeat_says_which_rule_was_missed(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 1, "ben": 999})
    await moot.vote("ada", "For")
    await moot.assembly.close(proposal)
    await moot.deliver()
    (result,) = moot.said(moot.announcements, "## Result")
    assert "**Defeated**: the quorum is not reached" in result.text
    assert "**Quorum missed**" in result.text
    assert "Nothing is executed." in result.text


async def test_acts_of_moderators_are_said_in_thread_channel_and_log_with_their_reason(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot.assembly.folkmoot.moderation.pause(moot.assembly.moderator(), proposal, "the *oracle* is down")
    await moot.deliver()
    for channel in (moot.thread, moot.announcements):
        (said,) = [m for m in moot.said(channel, "paused the vote") if not is_card(m)]
        assert moot["mo"].mention in said.text
        assert "the \\*oracle\\* is down" in said.text
    (logged,) = moot.said(moot.log, "paused")
    assert "Proposal 1" in logged.text
    assert "**Paused** by" in moot.card.text


async def test_log_entries_name_the_hash_of_the_one_before(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot.assembly.folkmoot.moderation.pause(moot.assembly.moderator(), proposal, "wait")
    await moot.deliver()
    async with moot.assembly.folkmoot.uow.reading() as facts:
        newest, first = await facts.log.of_guild(moot.guild_id)
    told = [message.text for message in moot.log.messages]
    assert f"`{first.hash}`" in told[0]
    assert f"`{newest.hash}` · after `{first.hash[:16]}`" in told[1]


async def test_the_safe_transaction_is_shown_with_everything_to_compare(moot: Moot) -> None:
    proposal = await moot.closed({"ada": 70}, actions=ACTIONS)
    transaction = await moot.assembly.prepared(proposal)
    await moot.deliver()
    (shown,) = moot.said(moot.thread, "To sign")
    opening = (await moot.assembly.get(proposal)).opening
    assert opening is not None
    for needed in (transaction.safe_tx_hash, transaction.to, opening.content_hash, *SIGNERS):
        assert needed in shown.text
    assert f"nonce **{transaction.nonce}**" in shown.text
    assert "don't sign" in shown.text


async def test_an_execution_is_followed_in_thread_channel_and_card(moot: Moot) -> None:
    proposal = await moot.closed({"ada": 70}, actions=ACTIONS)
    transaction = await moot.assembly.prepared(proposal)
    await moot.deliver()
    moot.assembly.safes.confirm(moot.assembly.safe, transaction, SIGNERS[0])
    await moot.assembly.folkmoot.executing.follow(proposal)
    await moot.deliver()
    assert "1 of 2" in moot.thread.messages[-1].text
    assert "1 of 2 confirmed" in moot.card.text
    assert not moot.said(moot.announcements, f"Owner `{SIGNERS[0]}`"), "a confirmation is not announced"
    moot.assembly.safes.end(moot.assembly.safe, transaction, "executed")
    await moot.assembly.folkmoot.executing.follow(proposal)
    await moot.deliver()
    assert moot.said(moot.announcements, "The Safe executed the proposal")
    assert moot.said(moot.thread, "The Safe executed the proposal")
    assert "**Executed**" in moot.card.text


async def test_a_veto_is_said_with_the_guardians_reason(moot: Moot) -> None:
    proposal = await moot.closed({"ada": 70}, actions=ACTIONS)
    await moot.assembly.folkmoot.moderation.veto(moot.assembly.guardian(), proposal, "wrong address")
    await moot.deliver()
    assert moot.said(moot.announcements, "vetoed the proposal")
    assert moot.said(moot.thread, "wrong address")


async def test_an_expired_proposal_is_said_to_be_over(moot: Moot) -> None:
    proposal = await moot.closed({"ada": 70}, actions=ACTIONS)
    await moot.assembly.pass_time(TIMELOCK + EXECUTION)
    await moot.assembly.folkmoot.executing.end(proposal)
    await moot.deliver()
    assert moot.said(moot.announcements, "not executed in time")


async def test_a_close_that_waits_for_power_names_the_receipts(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot.assembly.link("cleo", guild=moot.guild_id)
    moot.assembly.chain.unreadable.add(moot.assembly.wallet("cleo"))
    await moot["cleo"].click(moot.card, "For")
    await moot.assembly.end(proposal)
    await moot.assembly.pass_time(timedelta(hours=7))
    assert await moot.assembly.folkmoot.closing.close(proposal) is None
    await moot.deliver()
    async with moot.assembly.folkmoot.uow.reading() as facts:
        (ballot,) = (await facts.ballots.current(proposal)).values()
    assert moot.said(moot.announcements, ballot.receipt)
    assert moot.said(moot.thread, "never taken for zero")


# -- once, whatever goes wrong ------------------------------------------------------------------------------


async def result(moot: Moot, proposal: ProposalId) -> None:
    await moot.passed(proposal)


async def pause(moot: Moot, proposal: ProposalId) -> None:
    await moot.assembly.folkmoot.moderation.pause(moot.assembly.moderator(), proposal, "wait")


SAID_ONCE: list[tuple[Callable[[Moot, ProposalId], Awaitable[None]], str, str]] = [
    (result, "announcements", "## Result"),
    (result, "thread", "## Result"),
    (pause, "announcements", "paused the vote"),
    (pause, "thread", "paused the vote"),
    (pause, "log", "**pause"),
]


@pytest.mark.parametrize(("act", "place", "words"), SAID_ONCE)
@pytest.mark.parametrize("after", [True, False], ids=["answer lost", "request lost"])
async def test_what_is_tried_twice_is_said_once(
    moot: Moot, act: Callable[[Moot, ProposalId], Awaitable[None]], place: str, words: str, after: bool
) -> None:
    proposal = await moot.opened({"ada": 70})
    channel = getattr(moot, place)
    fault = {"after": True} if after else {"status": None}
    moot.discord.faults.fail_next("POST", f"/channels/{channel.id}/messages$", **fault)
    await act(moot, proposal)
    await moot.deliver()
    # Later than Discord remembers a nonce: what is there must be found by looking.
    await moot.deliver_again()
    assert len([m for m in moot.said(channel, words) if not is_card(m)]) == 1


async def test_a_card_whose_answer_was_lost_is_found_again(moot: Moot) -> None:
    proposal = await moot.submitted({"ada": 70})
    await moot.assembly.open(proposal)
    moot.discord.faults.fail_next("POST", f"/channels/{moot.announcements.id}/messages$", after=True)
    await moot.deliver()
    await moot.deliver_again()
    cards = [message for message in moot.announcements.messages if is_card(message)]
    assert len(cards) == 1
    assert "**For**" in (await moot["ada"].click(cards[0], "For")).text
    async with moot.assembly.folkmoot.uow.reading() as facts:
        posted = await facts.messages.get(proposal, "card")
    assert posted is not None
    assert posted.message == cards[0].id


async def test_a_crash_between_saying_and_noting_repeats_nothing(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot.passed(proposal)
    moot.discord.faults.fail_next("POST", f"/channels/{moot.announcements.id}/messages$", after=True)
    await moot.deliver()
    await moot.restart()
    await moot.deliver_again()
    assert len(moot.said(moot.announcements, "## Result")) == 1
    assert len(moot.said(moot.thread, "## Result")) == 1


async def test_a_server_error_and_a_rate_limit_are_waited_out(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    path = f"/channels/{moot.announcements.id}/messages$"
    moot.discord.faults.fail_next("POST", path, status=503)
    limit = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    moot.discord.faults.fail_next("POST", path, status=429, body=limit)
    await moot.passed(proposal)
    await moot.deliver()
    await moot.deliver_again()
    assert len(moot.said(moot.announcements, "## Result")) == 1


async def test_a_channel_without_permission_is_tried_again_when_a_moderator_has_mended_it(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    bot = moot.guild.bot(moot.app)
    moot.announcements.overwrite(bot, deny=Permission.SEND_MESSAGES)
    await moot.passed(proposal)
    await moot.deliver()
    assert not moot.said(moot.announcements, "## Result")
    assert moot.assembly.given_up == []
    moot.announcements.overwrite(bot)
    await moot.deliver_again()
    assert len(moot.said(moot.announcements, "## Result")) == 1


async def test_a_deleted_thread_leaves_the_announcement_channel_which_says_so(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moot.thread.delete()
    await moot.passed(proposal)
    await moot.deliver()
    results = moot.said(moot.announcements, "## Result")
    assert len(results) == 2
    assert "discussion thread is gone" in results[1].text


async def test_an_announced_event_without_a_thread_is_said_once(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moot.thread.delete()
    await pause(moot, proposal)
    await moot.deliver()
    assert len([m for m in moot.said(moot.announcements, "paused the vote") if not is_card(m)]) == 1


async def test_closed_direct_messages_hold_nothing_up(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    body = {"message": "Cannot send messages to this user", "code": 50007}
    moot.discord.faults.fail_next("POST", r"/channels/\d+/messages$", status=403, body=body)
    await moot["dan"].react(moot.card, "👍")
    await moot["eve"].react(moot.card, "👍")

    def told() -> list[Message]:
        return [*moot["dan"].inbox(moot.app), *moot["eve"].inbox(moot.app)]

    await moot.until(lambda: len(told()) == 1)
    assert moot.assembly.given_up == []


async def test_a_message_that_discord_refuses_is_given_up_loudly(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    body = {"message": "Invalid Form Body", "code": 50035}
    moot.discord.faults.fail_next("POST", f"/channels/{moot.log.id}/messages$", status=400, body=body)
    await pause(moot, proposal)
    await moot.deliver()
    ((entry, why),) = moot.assembly.given_up
    assert "Invalid Form Body" in why
    assert type(entry.notice).__name__ == "PostLogEntry"
