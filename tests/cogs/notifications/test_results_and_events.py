"""Results with their files, events, transactions, the log: each said once, where it belongs."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.canonical import content_hash
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.ids import ProposalId
from sandbox.discord import Message, Permission
from tests.cogs.notifications.test_discussion import ACTIONS
from tests.cogs.voting.discord_harness import DiscordHarness, is_card
from tests.fakes import account
from tests.harness import DISCUSSION, EXECUTION, SIGNERS, TIMELOCK
from tests.services.execution.asking import look


async def test_a_result_names_outcome_turnout_and_record_and_carries_the_files(dao: DiscordHarness) -> None:
    proposal = await dao.closed({"ada": 70, "ben": 30}, title="A new well")
    (result,) = dao.said(dao.announcements, "## Result")
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
    closing = (await dao.harness.get(proposal)).closing
    assert closing is not None
    assert closing.record_hash == content_hash(record.content)


async def test_the_thread_gets_the_result_with_the_way_to_the_files(dao: DiscordHarness) -> None:
    await dao.closed({"ada": 70})
    (result,) = dao.said(dao.announcements, "## Result")
    (told,) = dao.said(dao.thread, "## Result")
    assert f"/{dao.announcements.id}/{result.id}" in told.text


async def test_after_the_close_the_card_has_the_outcome_and_no_vote_buttons(dao: DiscordHarness) -> None:
    await dao.closed({"ada": 70})
    assert "**Passed**" in dao.card.text
    assert {button.label for button in dao.card.buttons} == {"My power", "Details", "Discuss"}


async def test_a_defeat_says_which_rule_was_missed(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 1, "ben": 999})
    await dao.vote("ada", "For")
    await dao.harness.close(proposal)
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "**Defeated**: the quorum is not reached" in result.text
    assert "**Quorum missed**" in result.text
    assert "Nothing is executed." in result.text


async def test_acts_of_moderators_are_said_in_thread_channel_and_log_with_their_reason(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "the *oracle* is down")
    await dao.deliver()
    for channel in (dao.thread, dao.announcements):
        (said,) = [m for m in dao.said(channel, "paused the vote") if not is_card(m)]
        assert dao["mo"].mention in said.text
        assert "the \\*oracle\\* is down" in said.text
    (logged,) = dao.said(dao.log, "paused")
    assert "Proposal 1" in logged.text
    assert "**Paused** by" in dao.card.text


async def test_log_entries_name_the_hash_of_the_one_before(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "wait")
    await dao.deliver()
    async with dao.harness.services.uow.reading() as repositories:
        newest, first, *_ = await repositories.log.of_guild(dao.guild_id)
    told = [message.text for message in dao.log.messages]
    assert f"`{first.hash}`" in told[-2]
    assert f"`{newest.hash}` · after `{first.hash[:16]}`" in told[-1]


async def test_the_safe_transaction_is_shown_with_everything_to_compare(dao: DiscordHarness) -> None:
    proposal = await dao.closed({"ada": 70}, actions=ACTIONS)
    transaction = (await dao.harness.prepared(proposal)).payload
    await dao.deliver()
    (shown,) = dao.said(dao.thread, "To sign")
    opening = (await dao.harness.get(proposal)).opening
    assert opening is not None
    owners = [f"`{owner[:6]}…{owner[-4:]}`" for owner in SIGNERS]
    for needed in (transaction.safe_tx_hash, transaction.to, opening.content_hash, *owners):
        assert needed in shown.text
    assert f"nonce **{transaction.nonce}**" in shown.text
    assert "don't sign" in shown.text


@pytest.mark.attack("actions")
async def test_owners_see_every_action_in_as_many_messages_as_it_takes(dao: DiscordHarness) -> None:
    paid = [account(f"builder {number}") for number in range(20)]
    lines = "\n".join(f"transfer {10**18 + 1} to {each}" for each in paid)
    proposal = await dao.closed({"ada": 70}, actions=lines)
    await dao.harness.prepared(proposal)
    before = len(dao.thread.messages)
    await dao.deliver()
    texts = [message.text for message in dao.thread.messages[before:]]
    first = next(place for place, text in enumerate(texts) if "To sign" in text)
    for number, each in enumerate(paid, start=1):
        wanted = f"{number}. send 1.000000000000000001 ETH to `{each}`"
        assert any(wanted in text for text in texts[first:])
    assert len(texts[first:]) > 1
    assert not any("more" in text for text in texts[first:])
    said = len(dao.thread.messages)
    await dao.deliver_again()
    assert len(dao.thread.messages) == said


@pytest.mark.attack("actions")
async def test_a_card_shows_the_last_of_twenty_actions_as_well(dao: DiscordHarness) -> None:
    paid = [account(f"builder {number}") for number in range(20)]
    lines = "\n".join(f"transfer {2 * 10**18} to {each}" for each in paid)
    await dao.opened({"ada": 70}, actions=lines)
    for number, each in enumerate(paid, start=1):
        assert f"{number}. send 2 ETH to `{each[:6]}…{each[-4:]}`" in dao.card.text


async def test_an_execution_is_followed_in_thread_channel_and_card(dao: DiscordHarness) -> None:
    proposal = await dao.closed({"ada": 70}, actions=ACTIONS)
    request = await dao.harness.prepared(proposal)
    await dao.deliver()
    dao.harness.safes.confirm(dao.harness.safe, request, SIGNERS[0])
    await look(dao.harness, proposal)
    await dao.deliver()
    assert "1 of 2" in dao.thread.messages[-1].text
    assert "1 of 2 confirmed" in dao.card.text
    assert not dao.said(dao.announcements, f"Owner `{SIGNERS[0]}`"), "a confirmation is not announced"
    dao.harness.safes.end(dao.harness.safe, request, "executed")
    await dao.harness.services.following.follow(proposal)
    await dao.deliver()
    assert dao.said(dao.announcements, "The Safe executed the proposal")
    assert dao.said(dao.thread, "The Safe executed the proposal")
    assert "**Executed**" in dao.card.text


async def test_a_veto_is_said_with_the_guardians_reason(dao: DiscordHarness) -> None:
    proposal = await dao.closed({"ada": 70}, actions=ACTIONS)
    await dao.harness.services.moderation.veto(dao.harness.guardian(), proposal, "wrong address")
    await dao.deliver()
    assert dao.said(dao.announcements, "vetoed the proposal")
    assert dao.said(dao.thread, "wrong address")


async def test_an_expired_proposal_is_said_to_be_over(dao: DiscordHarness) -> None:
    proposal = await dao.closed({"ada": 70}, actions=ACTIONS)
    await dao.harness.pass_time(TIMELOCK + EXECUTION)
    await dao.harness.services.following.end(proposal)
    await dao.deliver()
    assert dao.said(dao.announcements, "not executed in time")


async def test_a_close_that_waits_for_power_names_the_receipts(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.harness.link("cleo", guild=dao.guild_id)
    dao.harness.chain.unreadable.add(dao.harness.wallet("cleo"))
    await dao["cleo"].click(dao.card, "For")
    await dao.harness.end(proposal)
    await dao.harness.pass_time(timedelta(hours=7))
    assert await dao.harness.services.closing.close(proposal) is None
    await dao.deliver()
    async with dao.harness.services.uow.reading() as repositories:
        (ballot,) = (await repositories.ballots.current(proposal)).values()
        opening = (await repositories.proposals.get(proposal)).opening
    assert opening is not None
    assert dao.said(dao.announcements, ballot.receipt(opening.pseudonyms))
    assert dao.said(dao.thread, "never taken for zero")


# -- once, whatever goes wrong ------------------------------------------------------------------------------


async def result(dao: DiscordHarness, proposal: ProposalId) -> None:
    await dao.passed(proposal)


async def pause(dao: DiscordHarness, proposal: ProposalId) -> None:
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "wait")


SAID_ONCE: list[tuple[Callable[[DiscordHarness, ProposalId], Awaitable[None]], str, str]] = [
    (result, "announcements", "## Result"),
    (result, "thread", "## Result"),
    (pause, "announcements", "paused the vote"),
    (pause, "thread", "paused the vote"),
    (pause, "log", "**pause"),
]


@pytest.mark.parametrize(("act", "place", "words"), SAID_ONCE)
@pytest.mark.parametrize("after", [True, False], ids=["answer lost", "request lost"])
async def test_what_is_tried_twice_is_said_once(
    dao: DiscordHarness,
    act: Callable[[DiscordHarness, ProposalId], Awaitable[None]],
    place: str,
    words: str,
    after: bool,
) -> None:
    proposal = await dao.opened({"ada": 70})
    channel = getattr(dao, place)
    fault = {"after": True} if after else {"status": None}
    dao.discord.faults.fail_next("POST", f"/channels/{channel.id}/messages$", **fault)
    await act(dao, proposal)
    await dao.deliver()
    # Later than Discord remembers a nonce: what is there must be found by looking.
    await dao.deliver_again()
    assert len([m for m in dao.said(channel, words) if not is_card(m)]) == 1


async def test_a_card_whose_answer_was_lost_is_found_again(dao: DiscordHarness) -> None:
    proposal = await dao.submitted({"ada": 70})
    await dao.harness.pass_time(DISCUSSION)
    dao.discord.faults.fail_next("POST", f"/channels/{dao.announcements.id}/messages$", after=True)
    await dao.harness.show_card(proposal)
    assert await dao.harness.services.opening.open(proposal) is None
    await dao.deliver_again()
    assert await dao.harness.services.opening.open(proposal) is not None
    await dao.deliver()
    cards = [message for message in dao.announcements.messages if is_card(message)]
    assert len(cards) == 1
    assert "**For**" in (await dao["ada"].click(cards[0], "For")).text
    async with dao.harness.services.uow.reading() as repositories:
        posted = await repositories.messages.get(proposal, "card")
    assert posted is not None
    assert posted.message == cards[0].id


async def test_a_crash_between_saying_and_noting_repeats_nothing(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao.passed(proposal)
    dao.discord.faults.fail_next("POST", f"/channels/{dao.announcements.id}/messages$", after=True)
    await dao.deliver()
    await dao.restart()
    await dao.deliver_again()
    assert len(dao.said(dao.announcements, "## Result")) == 1
    assert len(dao.said(dao.thread, "## Result")) == 1


async def test_a_server_error_and_a_rate_limit_are_waited_out(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    path = f"/channels/{dao.announcements.id}/messages$"
    dao.discord.faults.fail_next("POST", path, status=503)
    limit = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    dao.discord.faults.fail_next("POST", path, status=429, body=limit)
    await dao.passed(proposal)
    await dao.deliver()
    await dao.deliver_again()
    assert len(dao.said(dao.announcements, "## Result")) == 1


async def test_a_channel_without_permission_is_tried_again_when_a_moderator_has_mended_it(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70})
    bot = dao.guild.bot(dao.app)
    dao.announcements.overwrite(bot, deny=Permission.SEND_MESSAGES)
    await dao.passed(proposal)
    await dao.deliver()
    assert not dao.said(dao.announcements, "## Result")
    assert dao.harness.given_up == []
    dao.announcements.overwrite(bot)
    await dao.deliver_again()
    assert len(dao.said(dao.announcements, "## Result")) == 1


async def test_a_deleted_thread_leaves_the_announcement_channel_which_says_so(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70}, actions="transfer 5 to 0x" + "12" * 20)
    dao.thread.delete()
    await dao.passed(proposal)
    await dao.deliver()
    results = dao.said(dao.announcements, "## Result")
    assert len(results) == 2
    assert "discussion thread is gone" in results[1].text
    await dao.harness.prepared(proposal)
    await dao.deliver()
    (to_sign,) = dao.said(dao.announcements, "## To sign")
    assert to_sign.edited_at is not None, "it was brought to what the facts are"
    assert "discussion thread is gone" in to_sign.text


async def test_an_announced_event_without_a_thread_is_said_once(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.thread.delete()
    await pause(dao, proposal)
    await dao.deliver()
    assert len([m for m in dao.said(dao.announcements, "paused the vote") if not is_card(m)]) == 1


async def test_closed_direct_messages_hold_nothing_up(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    body = {"message": "Cannot send messages to this user", "code": 50007}
    dao.discord.faults.fail_next("POST", r"/channels/\d+/messages$", status=403, body=body)
    await dao["dan"].react(dao.card, "👍")
    await dao["eve"].react(dao.card, "👍")

    def told() -> list[Message]:
        return [*dao["dan"].inbox(dao.app), *dao["eve"].inbox(dao.app)]

    await dao.until(lambda: len(told()) == 1)
    assert dao.harness.given_up == []


async def test_a_message_that_discord_refuses_is_given_up_loudly(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    body = {"message": "Invalid Form Body", "code": 50035}
    dao.discord.faults.fail_next("POST", f"/channels/{dao.log.id}/messages$", status=400, body=body)
    await pause(dao, proposal)
    await dao.deliver()
    ((entry, why),) = dao.harness.given_up
    assert "Invalid Form Body" in why
    assert type(entry.notification).__name__ == "PostLogEntry"
