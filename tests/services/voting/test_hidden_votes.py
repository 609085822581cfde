"""Privacy until the end: nobody sees totals, choices or reasons before the result."""

import json
from datetime import datetime, timedelta

import pytest

from bot.domain.elections.conflicts import CONFLICT_LIMIT
from bot.domain.errors import ConflictTooLate, TextTooLong
from bot.domain.ids import MemberId, ProposalId
from bot.services.delivery.notifications import PostConflict, PostEvent, PostReason, PostResult
from tests.harness import GUILD, UNRESOLVED_AFTER, ServiceHarness
from tests.services.voting.ending import opened

POWERS = {"ada": 10, "ben": 5}


async def test_the_card_has_no_count_before_the_result(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.vote("ada", "For")
    card = await harness.services.cards.card(proposal)
    assert card.hidden
    assert (card.running_tally, card.delegated_power) == (None, None)
    await harness.end(proposal)
    assert (await harness.services.cards.card(proposal)).running_tally is None
    await harness.close(proposal)
    assert not (await harness.services.cards.card(proposal)).hidden


async def test_an_open_vote_hides_nothing(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For", reason="We need it.")
    card = await harness.services.cards.card(proposal)
    assert not card.hidden
    assert card.running_tally is not None
    assert len(await harness.notified(PostReason)) == 1


async def test_reasons_come_with_the_result_and_not_before(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.vote("ada", "Against", reason="Not yet.")
    await harness.vote("ada", "For", reason="We need it.")
    await harness.vote("ben", "Against")
    assert await harness.notified(PostReason) == []
    await harness.close(proposal)
    said = [
        (notification.member, notification.choice, notification.reason)
        for notification in await harness.notified(PostReason)
    ]
    assert said == [(harness.member("ada"), "For", "We need it.")]
    assert await harness.notified(PostResult)


async def test_no_digest_tells_of_reasons_before_the_result(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    before = harness.clock.now() - timedelta(weeks=1)
    await harness.vote("ben", "Against", reason="Not yet.")
    assert await _reasons(harness, proposal, before) == ([], [])
    await harness.close(proposal)
    ben = harness.member("ben")
    assert await _reasons(harness, proposal, before) == ([(ben, "Not yet.")], [ben])


async def _reasons(
    harness: ServiceHarness, proposal: ProposalId, since: datetime
) -> tuple[list[tuple[MemberId, str]], list[MemberId]]:
    """Those that the digest of the discussion tells, and whose the digest of the week counts."""
    services = harness.services
    digest = await services.thread_digests.of(GUILD, proposal)
    week = await services.week_reading.of(GUILD, since, harness.clock.now() + timedelta(seconds=1))
    reasons = [(each.member, each.text) for each in digest.reasons]
    return reasons, [each.member for each in week.wrote if each.reasons]


async def test_conflicts_of_interest_come_with_the_result_and_not_before(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    declaring, actor = harness.services.declaring_conflicts, harness.actor("ada")
    await declaring.declare(actor, proposal, "I own the pump.", harness.clock.now())
    card = await harness.services.cards.card(proposal)
    assert await harness.services.page_reading.voters_of(card) is None
    assert await harness.notified(PostConflict) == []
    await harness.close(proposal)
    said = PostConflict(GUILD, proposal, harness.member("ada"), "I own the pump.")
    assert await harness.notified(PostConflict) == [said]


async def test_what_is_declared_in_time_counts_and_nothing_later(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    declaring, actor = harness.services.declaring_conflicts, harness.actor("ada")
    with pytest.raises(TextTooLong):
        await declaring.declare(actor, proposal, "x" * (CONFLICT_LIMIT + 1), harness.clock.now())
    made = harness.clock.now()
    await declaring.declare(actor, proposal, "I own the pump.", made)
    older = await declaring.declare(actor, proposal, "I own nothing.", made - timedelta(seconds=1))
    assert older.conflict is not None
    assert older.conflict.text == "I own the pump."
    await harness.end(proposal)
    await declaring.declare(actor, proposal, "I own a pump.", made + timedelta(seconds=1))
    with pytest.raises(ConflictTooLate):
        await declaring.declare(actor, proposal, "", harness.clock.now())
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert [each["text"] for each in json.loads(record or b"")["conflicts"]] == ["I own a pump."]


async def test_reactions_are_no_ballots_where_choices_are_hidden(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.post_card(proposal)
    await harness.react("ada", "👍")
    assert await harness.stored(proposal) == {}


async def test_a_voter_sees_their_own_ballot(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.vote("ada", "For")
    mine = await harness.services.voting.mine(GUILD, proposal, harness.member("ada"))
    assert mine is not None
    assert (mine.choice, mine.power.total) == ("For", 10)


async def test_a_result_that_waits_names_receipts_and_no_choices(harness: ServiceHarness) -> None:
    harness.chain.unreadable.add(harness.wallet("ben"))
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.vote("ada", "For")
    receipt = await harness.vote("ben", "Against")
    await harness.end(proposal)
    await harness.pass_time(UNRESOLVED_AFTER)
    await harness.services.closing.close(proposal)
    said = [
        notification.data
        for notification in await harness.notified(PostEvent)
        if notification.event == "unresolved"
    ]
    assert said == [{receipt.code: ""}]


async def test_the_record_shows_everything_after_the_end(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    await harness.vote("ada", "For", reason="We need it.")
    await harness.close(proposal)
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    assert [(ballot["choice"], ballot["reason"]) for ballot in record["ballots"]] == [(1, "We need it.")]
