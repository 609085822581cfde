"""The outbox: lane by lane, in order, each entry until it is delivered or given up."""

import pytest

from bot.domain.ids import MemberId, ProposalId, RequestId
from bot.services.delivery.notifications import (
    AnyNotification,
    NotifyMember,
    OpenDiscussion,
    PostEvent,
    PostLogEntry,
    PostReason,
    PostRequest,
    Queue,
    RefreshCard,
    SubmitRequest,
)
from bot.storage.repositories.delivery.outbox import PATIENCE
from tests.storage.repositories.delivery.stored_outbox import (
    CARD,
    FIRST,
    NO_TIME,
    OTHER,
    RESULT,
    SECOND,
    added,
    due,
    head,
)
from tests.storage.repositories.stored_world import ABROAD, ADA, HOME, START, World, after


async def test_notices_of_all_kinds_come_back_as_they_were(world: World) -> None:
    notifications: list[AnyNotification] = [
        PostReason(HOME, FIRST, ADA, "For", "“because”\n🌳"),
        PostEvent(HOME, SECOND, "paused", {"reason": "x"}, announce=True),
        SubmitRequest(HOME, FIRST, RequestId(3)),
        PostLogEntry(ABROAD, 3),
        NotifyMember(HOME, FIRST, ADA, "NoWallet"),
    ]
    await added(world, *notifications)
    found = [each for queue in Queue for each in await due(world, queue=queue)]
    assert sorted(found, key=repr) == sorted(notifications, key=repr)


async def test_only_the_first_of_a_lane_is_due(world: World) -> None:
    await added(world, CARD, RESULT, OTHER)
    assert await due(world) == [CARD, OTHER]
    assert await due(world, limit=1) == [CARD]


async def test_the_next_of_a_lane_is_due_when_the_first_is_delivered(world: World) -> None:
    await added(world, CARD, RESULT)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(entry, after(1))
    assert await due(world, 1) == [RESULT]


async def test_a_lane_waits_for_its_first_and_no_other_lane_does(world: World) -> None:
    await added(world, CARD, RESULT, OTHER)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.retry(entry, after(10), "no answer", NO_TIME)
    assert await due(world, 9.999999) == [OTHER]
    assert await due(world, 10) == [OTHER, CARD], "what has waited longest comes first"


async def test_a_lane_goes_on_behind_what_was_given_up(world: World) -> None:
    await added(world, CARD, RESULT)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.give_up(entry, after(1), "no such channel")
    assert await due(world, 1) == [RESULT]
    async with world.unit.reading() as repositories:
        (given_up,) = await repositories.outbox.given_up()
    assert (given_up.entry.id, given_up.entry.notification) == (entry.id, CARD)
    assert (given_up.why, given_up.at) == ("no such channel", after(1))


async def test_the_nonce_is_unique_fits_discord_and_stays_through_all_attempts(world: World) -> None:
    await added(world, *[RefreshCard(HOME, ProposalId(number)) for number in range(1, 40)])
    async with world.unit.writing() as repositories:
        before = await repositories.outbox.due(Queue.COSMETIC, START)
        for entry in before:
            await repositories.outbox.begin(entry.id, after(1))
            await repositories.outbox.retry(entry, after(2), "again", NO_TIME)
        now = await repositories.outbox.due(Queue.COSMETIC, after(2))
    assert [entry.nonce for entry in now] == [entry.nonce for entry in before]
    assert len({entry.nonce for entry in now}) == 39
    assert all(0 < len(entry.nonce) <= 25 for entry in now)


async def test_the_first_attempt_is_remembered_and_every_attempt_counted(world: World) -> None:
    await added(world, CARD)
    entry = (await head(world)).id
    async with world.unit.writing() as repositories:
        first = await repositories.outbox.begin(entry, after(1))
        second = await repositories.outbox.begin(entry, after(2))
        third = await repositories.outbox.begin(entry, after(3))
    assert [
        each and (each.attempts, each.first_attempt_at, each.last_attempt_at)
        for each in (first, second, third)
    ] == [
        (0, None, None),
        (1, after(1), after(1)),
        (2, after(1), after(2)),
    ]


async def test_what_is_over_is_not_begun_again(world: World) -> None:
    await added(world, CARD, OTHER)
    async with world.unit.writing() as repositories:
        done, given_up = await repositories.outbox.due(Queue.DECISIONS, START)
        await repositories.outbox.done(done, after(1))
        await repositories.outbox.give_up(given_up, after(1), "no such channel")
        assert await repositories.outbox.begin(done.id, after(2)) is None
        assert await repositories.outbox.begin(given_up.id, after(2)) is None


async def test_the_next_attempt_is_that_of_the_first_lane_to_come(world: World) -> None:
    async with world.unit.reading() as repositories:
        assert await repositories.outbox.next_due(Queue.DECISIONS) is None
    await added(world, CARD, RESULT, OTHER)
    async with world.unit.writing() as repositories:
        outbox = repositories.outbox
        assert await outbox.next_due(Queue.DECISIONS) == START
        assert await outbox.next_due(Queue.PRIVATE) is None
        first, other = await outbox.due(Queue.DECISIONS, START)
        await outbox.retry(first, after(30), "x", NO_TIME)
        await outbox.retry(other, after(20), "x", NO_TIME)
        assert await outbox.next_due(Queue.DECISIONS) == after(20)
        await outbox.done(other, after(20))
        assert await outbox.next_due(Queue.DECISIONS) == after(30)
        await outbox.give_up(first, after(30), "x")
        assert await outbox.next_due(Queue.DECISIONS) == after(30)
        (last,) = await outbox.due(Queue.DECISIONS, after(30))
        await outbox.done(last, after(30))
        assert await outbox.next_due(Queue.DECISIONS) is None


async def test_what_is_due_of_one_queue_is_not_due_of_another(world: World) -> None:
    edit = RefreshCard(HOME, FIRST)
    await added(world, CARD, edit)
    assert await due(world) == [CARD]
    assert await due(world, queue=Queue.COSMETIC) == [edit]


async def test_what_is_due_can_be_asked_for_without_some_servers(world: World) -> None:
    elsewhere = PostEvent(ABROAD, SECOND, "withdrawn")
    await added(world, CARD, elsewhere)
    async with world.unit.reading() as repositories:
        found = await repositories.outbox.due(Queue.DECISIONS, START, but_for={HOME})
    assert [entry.notification for entry in found] == [elsewhere]


# -- what belongs behind another ------------------------------------------------------------------------------


THREAD, SAID_THERE = OpenDiscussion(HOME, FIRST), PostEvent(HOME, FIRST, "withdrawn")


async def test_what_is_said_in_a_thread_waits_for_its_opening(world: World) -> None:
    await added(world, THREAD, SAID_THERE)
    await added(world, PostRequest(HOME, FIRST, RequestId(1)))
    assert await due(world, 10**6) == [THREAD]
    opening = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(opening, after(1))
    assert await due(world, 1) == [SAID_THERE, PostRequest(HOME, FIRST, RequestId(1))]


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("failed", [1, 2, 3, 4])
async def test_it_waits_for_some_failed_attempts_and_no_longer(world: World, failed: int) -> None:
    await added(world, THREAD, SAID_THERE)
    async with world.unit.writing() as repositories:
        for number in range(failed):
            (opening,) = await repositories.outbox.due(Queue.DECISIONS, after(number), limit=1)
            begun = await repositories.outbox.begin(opening.id, after(number))
            assert begun is not None
            await repositories.outbox.retry(begun, after(number + 1), "no such channel", NO_TIME)
    assert (SAID_THERE in await due(world, 10)) == (failed >= PATIENCE)
    await added(world, PostRequest(HOME, FIRST, RequestId(1)))
    assert (PostRequest(HOME, FIRST, RequestId(1)) in await due(world, 10)) == (failed >= PATIENCE)


async def test_it_waits_no_longer_when_the_opening_was_given_up(world: World) -> None:
    await added(world, THREAD, SAID_THERE)
    opening = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.give_up(opening, after(1), "no such channel")
    assert await due(world, 1) == [SAID_THERE]


async def test_what_waits_for_a_thread_keeps_its_order(world: World) -> None:
    later = PostEvent(HOME, FIRST, "extended")
    await added(world, THREAD, SAID_THERE, later)
    opening = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(opening, after(1))
        (first,) = await repositories.outbox.due(Queue.DECISIONS, after(1))
        assert first.notification == SAID_THERE
        await repositories.outbox.done(first, after(2))
    assert await due(world, 2) == [later]


# -- only the newest ------------------------------------------------------------------------------------------


def reason(text: str, member: MemberId = ADA) -> PostReason:
    return PostReason(HOME, FIRST, member, "For", text)


@pytest.mark.attack("floods")
@pytest.mark.parametrize("number", [2, 3, 50])
async def test_of_what_waits_only_the_newest_is_said(world: World, number: int) -> None:
    for each in range(number):
        await added(world, reason(f"reason {each}"))
    assert await due(world, queue=Queue.COSMETIC) == [reason(f"reason {number - 1}")]


@pytest.mark.attack("floods")
async def test_of_what_comes_together_only_the_newest_is_said(world: World) -> None:
    await added(world, reason("one"), CARD, reason("two"), reason("of another", MemberId(7)))
    assert await due(world) == [CARD]
    assert await due(world, queue=Queue.COSMETIC) == [reason("two"), reason("of another", MemberId(7))]


async def test_what_may_have_been_said_is_not_replaced(world: World) -> None:
    await added(world, reason("one"))
    begun = await head(world, Queue.COSMETIC)
    async with world.unit.writing() as repositories:
        await repositories.outbox.begin(begun.id, after(1))
    for text in ("two", "three"):
        await added(world, reason(text))
    assert await due(world, queue=Queue.COSMETIC) == [reason("one")]
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(begun, after(2))
    assert await due(world, 2 + 60, queue=Queue.COSMETIC) == [reason("three")]


@pytest.mark.attack("floods")
async def test_the_next_of_a_lane_that_cools_down_waits_for_a_while(world: World) -> None:
    await added(world, reason("one"))
    first = await head(world, Queue.COSMETIC)
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(first, after(5))
    await added(world, reason("two"), seconds=6)
    cooled = 5 + PostReason.cooldown.total_seconds()
    assert await due(world, cooled - 0.000001, queue=Queue.COSMETIC) == []
    await added(world, reason("three"), seconds=7)
    assert await due(world, cooled, queue=Queue.COSMETIC) == [reason("three")]
