"""The outbox: in order within a lane, tried again, given up loudly, and no lane holds up another."""

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.domain.errors import NotModerator
from bot.domain.ids import GuildId, MemberId, ProposalId, RequestId
from bot.services.delivery.notifications import (
    AnyNotification,
    NotifyDelegator,
    NotifyMember,
    OpenDiscussion,
    PostCard,
    PostDiff,
    PostEvent,
    PostGivenUp,
    PostLogEntry,
    PostReason,
    PostRefusals,
    PostRequest,
    PostResult,
    PostResultInThread,
    Queue,
    RefreshCard,
    SubmitRequest,
)
from bot.services.delivery.outbox import FIRST_RETRY, LONGEST_RETRY, OutboxWorker
from bot.services.limiter import Limiter, Limits, Pace
from bot.services.ports import AskedToWait
from bot.storage.tables import outbox
from bot.wording.delivery.given_up import what_words
from tests.fakes import Away, Lost
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.said import PLAIN_ENGLISH

THREE_DAYS = timedelta(days=3)
ONE, TWO = ProposalId(1), ProposalId(2)


async def add(harness: ServiceHarness, *notifications: AnyNotification) -> None:
    """About proposals that aren't there: of none it can be stored where it stands in Discord."""
    harness.handler.tells_places = False
    async with harness.services.uow.writing() as repositories:
        await repositories.outbox.add(*notifications, at=harness.clock.now())


def diff(proposal: ProposalId, number: int) -> PostDiff:
    return PostDiff(GUILD, proposal, number)


async def next_due(harness: ServiceHarness, queue: Queue = Queue.COSMETIC) -> datetime | None:
    async with harness.services.uow.reading() as repositories:
        return await repositories.outbox.next_due(queue)


async def tries(harness: ServiceHarness, spent: timedelta) -> None:
    """Time passes in which everything is tried again and again."""
    for _ in range(spent // LONGEST_RETRY):
        await harness.outbox.deliver_due()
        await harness.pass_time(LONGEST_RETRY)


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
    await tries(harness, 2 * LONGEST_RETRY)
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
    async with asyncio.timeout(10):
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
    async with asyncio.timeout(10):
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
    await tries(harness, timedelta(hours=hours, minutes=5))
    harness.handler.recover()
    await harness.pass_time(LONGEST_RETRY)
    assert await harness.notifications() == [PostResult(GUILD, ONE)]


# -- nothing essential waits for anything cosmetic ----------------------------------------------------------------

ESSENTIAL: dict[str, AnyNotification] = {
    "the thread": OpenDiscussion(GUILD, ONE),
    "the card": PostCard(GUILD, ONE),
    "the result": PostResult(GUILD, ONE),
    "the result in the thread": PostResultInThread(GUILD, ONE),
    "a veto": PostEvent(GUILD, ONE, "vetoed", announce=True),
    "an extension": PostEvent(GUILD, ONE, "extended"),
    "the request to the Safe": SubmitRequest(GUILD, ONE, RequestId(1)),
    "what is to be signed": PostRequest(GUILD, ONE, RequestId(1)),
    "a refusal": NotifyMember(GUILD, ONE, MemberId(1), "NoWallet"),
    "refusals": PostRefusals(GUILD, ONE, (MemberId(1),), "NoWallet"),
    "an act": PostLogEntry(GUILD, 7),
    "what was given up": PostGivenUp(GUILD),
}
COSMETIC: dict[str, AnyNotification] = {
    "an edit of the card": RefreshCard(GUILD, ONE),
    "a reason": PostReason(GUILD, ONE, MemberId(1), "For", "so"),
    "a difference": PostDiff(GUILD, ONE, 1),
}


def everything_to_the_handler(harness: ServiceHarness, *, patience: float = 1.0) -> OutboxWorker:
    """A worker whose deliveries are all the fake's."""
    services = harness.services
    return OutboxWorker(
        services.uow, lambda _: harness.handler, harness.clock, services.wake_signal, patience=patience
    )


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("cosmetic", COSMETIC)
@pytest.mark.parametrize("essential", ESSENTIAL)
async def test_what_is_essential_waits_for_nothing_cosmetic_that_fails(
    harness: ServiceHarness, essential: str, cosmetic: str
) -> None:
    worker = everything_to_the_handler(harness)
    harness.handler.refuse(type(COSMETIC[cosmetic]))
    await add(harness, COSMETIC[cosmetic], ESSENTIAL[essential])
    while await worker.deliver_due():
        pass
    assert harness.handler.delivered == [ESSENTIAL[essential]]


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("essential", ESSENTIAL)
async def test_what_is_essential_waits_for_nothing_cosmetic_that_hangs(
    harness: ServiceHarness, essential: str
) -> None:
    """However many of them hang, in however many servers."""
    worker = everything_to_the_handler(harness)
    hanging = [
        RefreshCard(GuildId(guild), ProposalId(guild * 100 + n)) for guild in range(40) for n in range(3)
    ]
    for each in hanging:
        harness.handler.hold_back(each.lane)
    await add(harness, *hanging, *COSMETIC.values(), ESSENTIAL[essential])
    said = harness.handler.expect(ESSENTIAL[essential])
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(10):
        await said.wait()
    await stopped(running)


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("stuck", ESSENTIAL)
async def test_one_thing_that_cannot_be_said_keeps_no_other_from_members(
    harness: ServiceHarness, stuck: str
) -> None:
    """Of the same proposal. What belongs into a thread, or below a result, waits only for some attempts."""
    worker = everything_to_the_handler(harness)
    harness.handler.refuse(type(ESSENTIAL[stuck]))
    others = [each for each in ESSENTIAL.values() if type(each) is not type(ESSENTIAL[stuck])]
    await add(harness, *ESSENTIAL.values())
    for _ in range(4):
        while await worker.deliver_due():
            pass
        await harness.pass_time(timedelta(seconds=8))
    assert sorted(harness.handler.delivered, key=repr) == sorted(others, key=repr)


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("kind", [PostResult, PostCard, OpenDiscussion], ids=lambda kind: kind.__name__)
async def test_what_hangs_in_one_server_keeps_no_other_server_waiting(
    harness: ServiceHarness, kind: type[PostResult | PostCard | OpenDiscussion]
) -> None:
    hanging = [kind(GUILD, ProposalId(number)) for number in range(1, 60)]
    for each in hanging:
        harness.handler.hold_back(each.lane)
    quick = kind(OTHER_GUILD, ProposalId(100))
    await add(harness, *hanging, quick)
    said = harness.handler.expect(quick)
    running = asyncio.create_task(harness.outbox.run())
    async with asyncio.timeout(10):
        await said.wait()
    await stopped(running)


@pytest.mark.attack("visibility")
async def test_an_attempt_that_takes_too_long_is_ended_and_made_again(harness: ServiceHarness) -> None:
    released = harness.handler.hold_back(RefreshCard(GUILD, ONE).lane)
    await add(harness, RefreshCard(GUILD, ONE))
    worker = everything_to_the_handler(harness, patience=1 / 600)
    assert await worker.deliver_due() == 1
    assert harness.handler.delivered == []
    released.set()
    await harness.pass_time(FIRST_RETRY)
    assert await worker.deliver_due() == 1
    assert harness.handler.delivered == [RefreshCard(GUILD, ONE)]


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "garbage", ["", "{", "null", "[]", '{"kind": "sing"}', '{"kind": "post_card"}', "\ufffd"]
)
async def test_a_row_that_cannot_be_read_stops_nothing_else(harness: ServiceHarness, garbage: str) -> None:
    await add(harness, diff(ONE, 1), PostCard(GUILD, ONE), PostEvent(GUILD, ONE, "paused"))
    async with harness.database.write_transaction() as connection:
        await connection.execute(
            update(outbox).where(outbox.c.lane == PostCard(GUILD, ONE).lane).values(notification=garbage)
        )
    await add(harness, PostCard(GUILD, ONE))
    delivered = await harness.notifications()
    assert PostEvent(GUILD, ONE, "paused") in delivered
    assert PostCard(GUILD, ONE) in delivered, "what stands behind it in its lane"
    assert diff(ONE, 1) in delivered
    assert [why for _, why in harness.given_up] == ["StoredDataInvalid"]
    async with harness.services.uow.reading() as repositories:
        (given_up,) = await repositories.outbox.given_up(GUILD)
    assert "nobody can read" in what_words(given_up.entry.notification, PLAIN_ENGLISH)


# -- given up is not the end --------------------------------------------------------------------------------------


@pytest.mark.attack("time")
@pytest.mark.parametrize("hours", [73, 24 * 30])
@pytest.mark.parametrize("kind", [PostResult, PostCard, OpenDiscussion], ids=lambda kind: kind.__name__)
async def test_an_absence_is_no_trying(
    harness: ServiceHarness, hours: int, kind: type[PostResult | PostCard | OpenDiscussion]
) -> None:
    """The bot tried once, was away for days, and Discord failed once when it was back."""
    harness.handler.refuse(kind)
    await add(harness, kind(GUILD, ONE))
    for _ in range(3):
        await harness.outbox.deliver_due()
        await harness.pass_time(timedelta(hours=hours))
        await harness.restart()
    await harness.outbox.deliver_due()
    assert harness.given_up == []
    harness.handler.recover()
    await harness.pass_time(LONGEST_RETRY)
    assert await harness.notifications() == [kind(GUILD, ONE)]


@pytest.mark.attack("time")
async def test_a_clock_that_jumps_gives_nothing_up(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostResult)
    await add(harness, PostResult(GUILD, ONE))
    for days in (400, -800, 400):
        await harness.outbox.deliver_due()
        harness.clock.advance(timedelta(days=days))
    await harness.outbox.deliver_due()
    assert harness.given_up == []


async def test_a_request_to_an_executor_is_tried_for_as_long_as_it_may_succeed(
    harness: ServiceHarness,
) -> None:
    request = SubmitRequest(GUILD, ONE, RequestId(1))
    worker = everything_to_the_handler(harness)
    harness.handler.refuse(SubmitRequest)
    await add(harness, request)
    for _ in range(14 * 24):
        await harness.pass_time(timedelta(hours=1))
        await worker.deliver_due()
    harness.handler.recover()
    await harness.pass_time(LONGEST_RETRY)
    await worker.deliver_due()
    assert harness.handler.delivered == [request]


@pytest.mark.parametrize("given_up", ESSENTIAL)
async def test_whatever_was_given_up_can_be_tried_again(harness: ServiceHarness, given_up: str) -> None:
    lost = ESSENTIAL[given_up]
    worker = everything_to_the_handler(harness)
    await harness.set_up()
    await harness.notifications()
    harness.handler.refuse(type(lost), error=Lost("refused"))
    await add(harness, lost)
    while await worker.deliver_due():
        pass
    assert lost not in harness.handler.delivered
    harness.handler.recover()
    assert await harness.services.retrying.retry(harness.moderator()) == lost.missed
    while await worker.deliver_due():
        pass
    assert harness.handler.delivered.count(lost) == 1
    assert await harness.services.retrying.retry(harness.moderator()) == 0


@pytest.mark.parametrize("given_up", ESSENTIAL)
async def test_the_log_channel_hears_of_what_members_miss(harness: ServiceHarness, given_up: str) -> None:
    lost = ESSENTIAL[given_up]
    harness.handler.refuse(type(lost), error=Lost("refused"))
    worker = everything_to_the_handler(harness)
    await add(harness, lost)
    while await worker.deliver_due():
        pass
    assert harness.handler.of(PostGivenUp) == ([PostGivenUp(GUILD)] if lost.missed else [])


@pytest.mark.attack("floods")
async def test_however_much_is_given_up_the_log_channel_hears_once(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostResult, error=Lost("refused"))
    harness.handler.refuse(PostGivenUp)
    await add(harness, *[PostResult(GUILD, ProposalId(number)) for number in range(1, 200)])
    await harness.notifications()
    harness.handler.recover()
    await harness.pass_time(LONGEST_RETRY)
    assert len(harness.given_up) == 199
    assert len([each for each in await harness.notifications() if isinstance(each, PostGivenUp)]) <= 2


@pytest.mark.attack("commands")
@pytest.mark.parametrize("who", ["member", "guardian", "moderator of another server"])
async def test_only_a_moderator_has_it_tried_again(harness: ServiceHarness, who: str) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    harness.handler.refuse(PostResult, error=Lost("refused"))
    await add(harness, PostResult(GUILD, ONE))
    await harness.notifications()
    harness.handler.recover()
    match who:
        case "member":
            with pytest.raises(NotModerator):
                await harness.services.retrying.retry(harness.actor("ada"))
        case "guardian":
            with pytest.raises(NotModerator):
                await harness.services.retrying.retry(harness.guardian())
        case _:
            assert await harness.services.retrying.retry(harness.moderator(guild=OTHER_GUILD)) == 0
    assert await harness.notified(PostResult) == []


async def test_what_is_tried_again_stands_in_the_public_log(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.handler.refuse(PostResult, error=Lost("refused"))
    await add(harness, PostResult(GUILD, ONE), PostResult(GUILD, TWO))
    await harness.notifications()
    await harness.services.retrying.retry(harness.moderator())
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=5)
    assert (entry.act, entry.details) == ("retry", {"deliveries": "2"})


async def test_the_operator_has_one_server_or_all_tried_again(harness: ServiceHarness) -> None:
    harness.handler.refuse(PostResult, error=Lost("refused"))
    await add(harness, PostResult(GUILD, ONE), PostResult(OTHER_GUILD, TWO))
    await harness.notifications()
    harness.handler.recover()
    assert await harness.services.retrying.retry_anywhere(OTHER_GUILD) == 1
    assert await harness.notified(PostResult) == [PostResult(OTHER_GUILD, TWO)]
    assert await harness.services.retrying.retry_anywhere() == 1
    assert len(await harness.notified(PostResult)) == 2


# -- direct messages -----------------------------------------------------------------------------------------------


def refusal(member: int, *, proposal: ProposalId = ONE, error: str = "NoWallet") -> NotifyMember:
    return NotifyMember(GUILD, proposal, MemberId(member), error)


@pytest.mark.attack("floods")
async def test_direct_messages_are_paced(harness: ServiceHarness) -> None:
    """Some at once, and then one each few seconds, however many wait."""
    notes = [refusal(number, proposal=ProposalId(number)) for number in range(1, 31)]
    await add(harness, *notes)
    assert len(await harness.notifications()) == 5
    for sent in range(6, 31):
        await harness.pass_time(timedelta(seconds=2.999))
        assert len(await harness.notifications()) == sent - 1
        await harness.pass_time(timedelta(seconds=0.001))
        assert len(await harness.notifications()) == sent
    assert harness.handler.delivered == notes


async def test_a_pause_in_direct_messages_lets_no_more_out_at_once_later(harness: ServiceHarness) -> None:
    await harness.pass_time(timedelta(days=1))
    await add(harness, *[refusal(number, proposal=ProposalId(number)) for number in range(1, 31)])
    assert len(await harness.notifications()) == 5


@pytest.mark.attack("floods")
async def test_where_many_need_the_same_sentence_one_note_tells_them_all(harness: ServiceHarness) -> None:
    await add(harness, *[refusal(number) for number in range(1, 31)])
    (note,) = await harness.notifications()
    assert note == PostRefusals(GUILD, ONE, tuple(MemberId(number) for number in range(1, 31)), "NoWallet")


@pytest.mark.attack("floods")
async def test_a_note_names_no_more_than_fit_into_a_message(harness: ServiceHarness) -> None:
    await add(harness, *[refusal(number) for number in range(1, 121)])
    notes = await harness.notified(PostRefusals)
    assert [len(note.members) for note in notes] == [50, 50, 20]
    assert len({member for note in notes for member in note.members}) == 120


async def test_a_few_are_told_in_private(harness: ServiceHarness) -> None:
    notes = [refusal(number) for number in range(1, 5)] + [refusal(9, error="VotingPaused")]
    await add(harness, *notes)
    assert await harness.notifications() == notes


@pytest.mark.attack("floods")
async def test_who_reacts_again_and_again_is_told_once_in_a_while(harness: ServiceHarness) -> None:
    for _ in range(20):
        await add(harness, refusal(1))
        await harness.notifications()
        await harness.pass_time(timedelta(seconds=10))
    assert len(harness.handler.delivered) == 1
    await harness.pass_time(NotifyMember.cooldown)
    assert len(await harness.notifications()) == 2


@pytest.mark.attack("floods")
async def test_a_delegator_gets_the_newest_choice_and_not_every_change(harness: ServiceHarness) -> None:
    choices = ["For", "Against", "Abstain"] * 7
    for choice in choices:
        await add(harness, NotifyDelegator(GUILD, ONE, MemberId(1), MemberId(2), choice))
        await harness.notifications()
        await harness.pass_time(timedelta(seconds=5))
    await harness.pass_time(NotifyDelegator.cooldown)
    assert [each.choice for each in await harness.notified(NotifyDelegator)] == ["For", "Abstain"]


@pytest.mark.attack("floods")
async def test_a_voter_who_changes_the_reason_again_and_again_fills_no_thread(
    harness: ServiceHarness,
) -> None:
    for number in range(100):
        await add(harness, PostReason(GUILD, ONE, MemberId(1), "For", f"reason {number}"))
        await harness.notifications()
        await harness.pass_time(timedelta(seconds=1))
    await harness.pass_time(PostReason.cooldown)
    reasons = [each.reason for each in await harness.notified(PostReason)]
    assert len(reasons) == 3
    assert reasons[-1] == "reason 99"


@pytest.mark.attack("floods")
async def test_thousands_of_reasons_hold_up_no_result(harness: ServiceHarness) -> None:
    reasons = [PostReason(GUILD, ONE, MemberId(number), "For", "so") for number in range(2000)]
    await add(harness, *reasons, PostResult(GUILD, ONE))
    assert await harness.outbox.deliver_due() > 0
    assert PostResult(GUILD, ONE) in harness.handler.delivered


@pytest.mark.attack("floods")
async def test_who_is_asked_to_wait_waits(harness: ServiceHarness) -> None:
    """With everything of that queue, where that was asked; with nothing of another."""
    minute = timedelta(minutes=1)
    harness.handler.refuse(NotifyMember, error=AskedToWait("say it", "too fast", minute, everything=True))
    await add(harness, refusal(1))
    await harness.notifications()
    harness.handler.recover()
    await add(harness, refusal(2, error="VotingPaused"), PostCard(GUILD, ONE))
    assert await harness.notifications() == [PostCard(GUILD, ONE)]
    await harness.pass_time(minute - timedelta(seconds=1))
    assert await harness.notifications() == [PostCard(GUILD, ONE)]
    await harness.pass_time(timedelta(seconds=1))
    assert len(await harness.notifications()) == 3


@given(steps=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=40))
def test_a_pace_lets_through_no_more_than_it_says(steps: list[tuple[int, int]]) -> None:
    """In any stretch of time: so many at once, and one more for each `every` that has passed."""
    pace = Pace(3, timedelta(seconds=4))
    limiter: Limiter[str, GuildId] = Limiter(Limits(100, of_one=100, pace=pace))
    now, begun, wanted = timedelta(0), [], 0
    for wait, number in steps:
        now += timedelta(seconds=wait)
        wanted += number
        while wanted and limiter.may_begin(f"{len(begun)}", GuildId(len(begun)), now):
            limiter.begin(f"{len(begun)}", GuildId(len(begun)), now)
            begun.append(now)
            wanted -= 1
        assert (limiter.opens_in(now) == timedelta(0)) or not wanted or len(begun) >= pace.at_once
    for first in range(len(begun)):
        for last in range(first, len(begun)):
            assert last - first + 1 <= pace.at_once + (begun[last] - begun[first]) // pace.every


async def stopped(running: asyncio.Task[None]) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
