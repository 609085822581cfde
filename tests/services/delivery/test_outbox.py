"""The outbox: in order within a lane, tried again, given up loudly, and no lane holds up another."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ProposalId
from bot.services.delivery.notifications import (
    AnyNotification,
    PostDiff,
    PostGivenUp,
    PostResult,
    Queue,
    RefreshCard,
)
from bot.services.delivery.outbox import AWAY, FIRST_RETRY, LONGEST_RETRY, OutboxWorker
from tests.fakes import Away, Lost
from tests.harness import GUILD, ServiceHarness
from tests.services.delivery.outbox_steps import ONE, TWO, add, diff

THREE_DAYS = timedelta(days=3)


async def next_due(harness: ServiceHarness, queue: Queue = Queue.COSMETIC) -> datetime | None:
    async with harness.services.uow.reading() as repositories:
        return await repositories.outbox.next_due(queue)


async def tries(harness: ServiceHarness, spent: timedelta) -> None:
    """Time passes in which everything is tried again and again, as seldom as is still taken for trying."""
    for _ in range(spent // AWAY):
        await harness.outbox.deliver_due()
        await harness.pass_time(AWAY)


async def test_notices_of_one_lane_are_delivered_in_their_order(harness: ServiceHarness) -> None:
    notifications = [diff(ONE, number) for number in range(5)]
    await add(harness, *notifications)
    assert await harness.notifications() == notifications


async def test_nothing_is_delivered_again_after_it_arrived(harness: ServiceHarness) -> None:
    await add(harness, diff(ONE, 1))
    await harness.notifications()
    await harness.restart()
    assert await harness.notifications() == [diff(ONE, 1)]


async def test_a_later_notice_waits_for_the_one_before_it_in_its_lane(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostDiff)
    await add(harness, diff(ONE, 1), diff(ONE, 2))
    assert await harness.notifications() == []
    harness.handler.recover()
    await add(harness, diff(TWO, 1))
    assert await harness.notifications() == [diff(TWO, 1)]
    await harness.pass_time(FIRST_RETRY)
    assert await harness.notifications() == [diff(TWO, 1), diff(ONE, 1), diff(ONE, 2)]


async def test_pauses_between_attempts_double_up_to_the_longest(harness: ServiceHarness) -> None:
    harness.handler.refuse(RefreshCard)
    await add(harness, RefreshCard(GUILD, ONE))
    pauses = []
    for _ in range(12):
        assert await harness.outbox.deliver_due() == 1
        assert await harness.outbox.deliver_due() == 0
        due = await next_due(harness)
        assert due is not None
        pauses.append(due - harness.clock.now())
        await harness.pass_time(pauses[-1])
    expected = [min(LONGEST_RETRY, FIRST_RETRY * 2**number) for number in range(12)]
    assert pauses == expected
    assert pauses[-1] == LONGEST_RETRY


async def test_every_attempt_has_the_same_nonce_and_knows_that_one_came_before(
    harness: ServiceHarness,
) -> None:
    harness.handler.refuse(RefreshCard)
    await add(harness, RefreshCard(GUILD, ONE))
    started = harness.clock.now()
    for _ in range(3):
        await harness.outbox.deliver_due()
        await harness.pass_time(LONGEST_RETRY)
    first, second, third = harness.handler.attempts
    assert first.nonce == second.nonce == third.nonce
    assert (first.first_attempt_at, second.first_attempt_at, third.first_attempt_at) == (
        None,
        started,
        started,
    )


async def test_what_cannot_be_delivered_for_days_is_given_up_loudly_and_lets_the_lane_go_on(
    harness: ServiceHarness,
) -> None:
    harness.handler.refuse(PostResult)
    await add(harness, PostResult(GUILD, ONE))
    await tries(harness, THREE_DAYS)
    assert harness.given_up == []
    await tries(harness, 2 * AWAY)
    ((entry, why),) = harness.given_up
    assert entry.notification == PostResult(GUILD, ONE)
    assert "does not answer" in why
    async with harness.services.uow.reading() as repositories:
        assert [found.entry.notification for found in await repositories.outbox.given_up()] == [
            PostResult(GUILD, ONE)
        ]
    harness.handler.recover()
    assert await harness.notifications() == [PostGivenUp(GUILD)]


async def test_what_will_never_succeed_is_given_up_at_once(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostDiff, error=Lost("the channel was deleted"))
    await add(harness, diff(ONE, 1))
    assert await harness.notifications() == []
    assert [why for _, why in harness.given_up] == ["Lost: the channel was deleted"]
    harness.handler.recover()
    await add(harness, diff(ONE, 2))
    assert await harness.notifications() == [diff(ONE, 2)]


async def test_a_fault_of_the_courier_stops_nothing_and_is_tried_again(harness: ServiceHarness) -> None:
    harness.handler.refuse(RefreshCard, error=ZeroDivisionError("a fault"))
    await add(harness, RefreshCard(GUILD, ONE), diff(TWO, 1))
    assert await harness.notifications() == [diff(TWO, 1)]
    harness.handler.recover()
    await harness.pass_time(FIRST_RETRY)
    assert RefreshCard(GUILD, ONE) in await harness.notifications()
    assert harness.given_up == []


async def test_a_slow_lane_holds_up_no_other(harness: ServiceHarness) -> None:
    released = harness.handler.hold_back(diff(ONE, 1).lane)
    await add(harness, diff(ONE, 1), diff(ONE, 2))
    worker = asyncio.create_task(harness.outbox.run())
    async with asyncio.timeout(20):
        await harness.handler.waiting.wait()
        quick = harness.handler.expect(diff(TWO, 2))
        await add(harness, diff(TWO, 1), diff(TWO, 2))
        harness.services.wake_signal.send()
        await quick.wait()
        assert harness.handler.delivered == [diff(TWO, 1), diff(TWO, 2)]
        last = harness.handler.expect(diff(ONE, 2))
        released.set()
        await last.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert harness.handler.delivered == [diff(TWO, 1), diff(TWO, 2), diff(ONE, 1), diff(ONE, 2)]


async def test_a_delivery_cut_off_by_the_end_of_the_program_is_made_at_the_next_start(
    harness: ServiceHarness,
) -> None:
    harness.handler.hold_back(diff(ONE, 1).lane)
    await add(harness, diff(ONE, 1))
    worker = asyncio.create_task(harness.outbox.run())
    async with asyncio.timeout(20):
        await harness.handler.waiting.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    harness.handler.let_go()
    await harness.restart()
    assert await harness.notifications() == [diff(ONE, 1)]
    first, second = harness.handler.attempts
    assert first.nonce == second.nonce
    assert second.first_attempt_at is not None


async def test_many_lanes_are_delivered_in_several_rounds(harness: ServiceHarness) -> None:
    notifications: list[AnyNotification] = [diff(ProposalId(number), 1) for number in range(1, 60)]
    await add(harness, *notifications)
    assert sorted(await harness.notifications(), key=repr) == sorted(notifications, key=repr)


async def test_where_a_card_stands_is_stored_with_its_delivery(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.notifications()
    async with harness.services.uow.reading() as repositories:
        card = await repositories.messages.get(proposal, "card")
        assert card is not None
        assert await repositories.messages.proposal_of(card.message) == (proposal, "card")


async def test_a_worker_without_anybody_to_tell_gives_up_all_the_same(harness: ServiceHarness) -> None:
    harness.handler.refuse(RefreshCard, error=Lost("gone"))
    await add(harness, RefreshCard(GUILD, ONE))
    worker = OutboxWorker(
        harness.services.uow, lambda _: harness.handler, harness.clock, harness.services.wake_signal
    )
    assert await worker.deliver_due() == 1
    assert await worker.deliver_due() == 0


async def test_an_absence_is_tried_again_however_it_is_named(harness: ServiceHarness) -> None:
    harness.handler.refuse(RefreshCard, error=Away("rate limited"))
    await add(harness, RefreshCard(GUILD, ONE))
    await harness.notifications()
    assert harness.given_up == []
    assert await next_due(harness) == harness.clock.now() + FIRST_RETRY


@pytest.mark.parametrize("hours", [0, 71])
async def test_nothing_is_given_up_within_three_days_of_trying(harness: ServiceHarness, hours: int) -> None:
    harness.handler.refuse(PostResult)
    await add(harness, PostResult(GUILD, ONE))
    await tries(harness, timedelta(hours=hours, minutes=10))
    harness.handler.recover()
    await harness.pass_time(LONGEST_RETRY)
    assert await harness.notifications() == [PostResult(GUILD, ONE)]
