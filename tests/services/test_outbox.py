"""The outbox: in order within a lane, tried again, given up loudly, and no lane holds up another."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import MemberId, ProposalId
from bot.services.notices import AnyNotice, PostDiff, PostReason, RefreshCard, TellMember
from bot.services.outbox import FIRST_RETRY, GIVE_UP_AFTER, LONGEST_RETRY, OutboxWorker
from tests.assembly import GUILD, OTHER_GUILD, Assembly
from tests.fakes import Away, Lost

ONE, TWO = ProposalId(1), ProposalId(2)


async def add(assembly: Assembly, *notices: AnyNotice) -> None:
    async with assembly.folkmoot.uow.writing() as facts:
        await facts.outbox.add(*notices, at=assembly.clock.now())


def diff(proposal: ProposalId, number: int) -> PostDiff:
    return PostDiff(GUILD, proposal, number)


async def next_due(assembly: Assembly) -> datetime | None:
    async with assembly.folkmoot.uow.reading() as facts:
        return await facts.outbox.next_due()


async def test_notices_of_one_lane_are_delivered_in_their_order(assembly: Assembly) -> None:
    notices = [diff(ONE, number) for number in range(5)]
    await add(assembly, *notices)
    assert await assembly.notices() == notices


async def test_nothing_is_delivered_again_after_it_arrived(assembly: Assembly) -> None:
    await add(assembly, diff(ONE, 1))
    await assembly.notices()
    await assembly.restart()
    assert await assembly.notices() == [diff(ONE, 1)]


async def test_a_later_notice_waits_for_the_one_before_it_in_its_lane(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard)
    await add(assembly, RefreshCard(GUILD, ONE), diff(ONE, 1), diff(TWO, 1))
    assert await assembly.notices() == [diff(TWO, 1)]
    assembly.courier.recover()
    await assembly.pass_time(FIRST_RETRY)
    assert await assembly.notices() == [diff(TWO, 1), RefreshCard(GUILD, ONE), diff(ONE, 1)]


async def test_pauses_between_attempts_double_up_to_the_longest(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard)
    await add(assembly, RefreshCard(GUILD, ONE))
    pauses = []
    for _ in range(12):
        assert await assembly.outbox.deliver_due() == 1
        assert await assembly.outbox.deliver_due() == 0
        due = await next_due(assembly)
        assert due is not None
        pauses.append(due - assembly.clock.now())
        await assembly.pass_time(pauses[-1])
    expected = [min(LONGEST_RETRY, FIRST_RETRY * 2**number) for number in range(12)]
    assert pauses == expected
    assert pauses[-1] == LONGEST_RETRY


async def test_every_attempt_has_the_same_nonce_and_knows_that_one_came_before(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard)
    await add(assembly, RefreshCard(GUILD, ONE))
    started = assembly.clock.now()
    for _ in range(3):
        await assembly.outbox.deliver_due()
        await assembly.pass_time(LONGEST_RETRY)
    first, second, third = assembly.courier.attempts
    assert first.nonce == second.nonce == third.nonce
    assert (first.first_attempt_at, second.first_attempt_at, third.first_attempt_at) == (
        None,
        started,
        started,
    )


async def test_what_cannot_be_delivered_for_days_is_given_up_loudly_and_lets_the_lane_go_on(
    assembly: Assembly,
) -> None:
    assembly.courier.refuse(RefreshCard)
    await add(assembly, RefreshCard(GUILD, ONE), diff(ONE, 1))
    await assembly.outbox.deliver_due()
    await assembly.pass_time(GIVE_UP_AFTER)
    await assembly.outbox.deliver_due()
    assert assembly.given_up == []
    await assembly.pass_time(LONGEST_RETRY)
    assert await assembly.notices() == [diff(ONE, 1)]
    ((entry, why),) = assembly.given_up
    assert entry.notice == RefreshCard(GUILD, ONE)
    assert "does not answer" in why
    async with assembly.folkmoot.uow.reading() as facts:
        assert [found.notice for found, _ in await facts.outbox.given_up()] == [RefreshCard(GUILD, ONE)]


async def test_what_will_never_succeed_is_given_up_at_once(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard, error=Lost("the channel was deleted"))
    await add(assembly, RefreshCard(GUILD, ONE), diff(ONE, 1))
    assert await assembly.notices() == [diff(ONE, 1)]
    assert [why for _, why in assembly.given_up] == ["Lost: the channel was deleted"]


async def test_a_fault_of_the_courier_stops_nothing_and_is_tried_again(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard, error=ZeroDivisionError("a fault"))
    await add(assembly, RefreshCard(GUILD, ONE), diff(TWO, 1))
    assert await assembly.notices() == [diff(TWO, 1)]
    assembly.courier.recover()
    await assembly.pass_time(FIRST_RETRY)
    assert RefreshCard(GUILD, ONE) in await assembly.notices()
    assert assembly.given_up == []


async def test_a_slow_lane_holds_up_no_other(assembly: Assembly) -> None:
    released = assembly.courier.hold_back(f"proposal:{ONE}")
    await add(assembly, diff(ONE, 1), diff(ONE, 2))
    worker = asyncio.create_task(assembly.outbox.run())
    async with asyncio.timeout(10):
        await assembly.courier.waiting.wait()
        quick = assembly.courier.expect(diff(TWO, 2))
        await add(assembly, diff(TWO, 1), diff(TWO, 2))
        assembly.folkmoot.bell.ring()
        await quick.wait()
        assert assembly.courier.delivered == [diff(TWO, 1), diff(TWO, 2)]
        last = assembly.courier.expect(diff(ONE, 2))
        released.set()
        await last.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assert assembly.courier.delivered == [diff(TWO, 1), diff(TWO, 2), diff(ONE, 1), diff(ONE, 2)]


async def test_a_delivery_cut_off_by_the_end_of_the_program_is_made_at_the_next_start(
    assembly: Assembly,
) -> None:
    assembly.courier.hold_back(f"proposal:{ONE}")
    await add(assembly, diff(ONE, 1))
    worker = asyncio.create_task(assembly.outbox.run())
    async with asyncio.timeout(10):
        await assembly.courier.waiting.wait()
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker
    assembly.courier.let_go()
    await assembly.restart()
    assert await assembly.notices() == [diff(ONE, 1)]
    first, second = assembly.courier.attempts
    assert first.nonce == second.nonce
    assert second.first_attempt_at is not None


async def test_many_lanes_are_delivered_in_several_rounds(assembly: Assembly) -> None:
    notices: list[AnyNotice] = [diff(ProposalId(number), 1) for number in range(1, 60)]
    await add(assembly, *notices)
    assert sorted(await assembly.notices(), key=repr) == sorted(notices, key=repr)


async def test_where_a_card_stands_is_stored_with_its_delivery(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.notices()
    async with assembly.folkmoot.uow.reading() as facts:
        card = await facts.messages.get(proposal, "card")
        assert card is not None
        assert await facts.messages.proposal_of(card.message) == (proposal, "card")


def test_private_notices_of_one_server_share_a_lane_apart_from_every_proposal() -> None:
    first = TellMember(GUILD, ONE, MemberId(1), "NoWallet")
    second = TellMember(GUILD, TWO, MemberId(2), "NoWallet")
    elsewhere = TellMember(OTHER_GUILD, ONE, MemberId(1), "NoWallet")
    assert first.lane == second.lane != elsewhere.lane
    proposal = {RefreshCard(GUILD, ONE).lane, PostReason(GUILD, ONE, MemberId(1), "For", "so").lane}
    assert len(proposal) == 1
    assert first.lane not in proposal


async def test_a_worker_without_anybody_to_tell_gives_up_all_the_same(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard, error=Lost("gone"))
    await add(assembly, RefreshCard(GUILD, ONE))
    worker = OutboxWorker(
        assembly.folkmoot.uow, lambda _: assembly.courier, assembly.clock, assembly.folkmoot.bell
    )
    assert await worker.deliver_due() == 1
    assert await worker.deliver_due() == 0


async def test_an_absence_is_tried_again_however_it_is_named(assembly: Assembly) -> None:
    assembly.courier.refuse(RefreshCard, error=Away("rate limited"))
    await add(assembly, RefreshCard(GUILD, ONE))
    await assembly.notices()
    assert assembly.given_up == []
    assert await next_due(assembly) == assembly.clock.now() + FIRST_RETRY


@pytest.mark.parametrize("hours", [0, 71])
async def test_nothing_is_given_up_within_three_days(assembly: Assembly, hours: int) -> None:
    assembly.courier.refuse(RefreshCard)
    await add(assembly, RefreshCard(GUILD, ONE))
    await assembly.outbox.deliver_due()
    await assembly.pass_time(timedelta(hours=hours, minutes=5))
    await assembly.outbox.deliver_due()
    assembly.courier.recover()
    await assembly.pass_time(LONGEST_RETRY)
    assert await assembly.notices() == [RefreshCard(GUILD, ONE)]
