"""The outbox: lane by lane, in order, each entry until it is delivered or given up."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

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
from bot.services.ports import OutboxEntry
from bot.storage.repositories.delivery.outbox import KEPT, KEPT_GIVEN_UP, PATIENCE
from bot.storage.tables import outbox
from tests.storage.stored_world import ABROAD, ADA, HOME, START, World, after

FIRST, SECOND = ProposalId(1), ProposalId(2)
CARD = PostEvent(HOME, FIRST, "withdrawn")
RESULT = PostEvent(HOME, FIRST, "extended")
OTHER = PostEvent(HOME, SECOND, "withdrawn")
NO_TIME = timedelta(0)


async def added(world: World, *notifications: AnyNotification, seconds: float = 0) -> None:
    async with world.unit.writing() as repositories:
        await repositories.outbox.add(*notifications, at=after(seconds))


async def due(
    world: World, seconds: float = 0, limit: int = 50, queue: Queue = Queue.DECISIONS
) -> list[AnyNotification]:
    async with world.unit.reading() as repositories:
        return [entry.notification for entry in await repositories.outbox.due(queue, after(seconds), limit)]


async def head(world: World, queue: Queue = Queue.DECISIONS) -> OutboxEntry:
    async with world.unit.reading() as repositories:
        return (await repositories.outbox.due(queue, after(10**6)))[0]


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


# -- what was given up ----------------------------------------------------------------------------------------


async def test_what_was_given_up_can_be_taken_up_in_its_old_place(world: World) -> None:
    await added(world, CARD, RESULT)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        begun = await repositories.outbox.begin(entry.id, after(1))
        assert begun is not None
        await repositories.outbox.retry(begun, after(2), "no", timedelta(days=3))
        await repositories.outbox.give_up(begun, after(2), "no such channel")
        assert [each.notification for each in await repositories.outbox.due(Queue.DECISIONS, after(2))] == [
            RESULT
        ]
        (given_up,) = await repositories.outbox.given_up(HOME)
        await repositories.outbox.take_up([given_up.entry], after(3))
        assert await repositories.outbox.given_up() == []
    assert await due(world, 3) == [CARD]
    again = await head(world)
    assert (again.nonce, again.first_attempt_at) == (entry.nonce, after(1))
    assert (again.attempts, again.tried) == (0, NO_TIME)
    async with world.unit.writing() as repositories:
        await repositories.outbox.done(again, after(4))
    assert await due(world, 4) == [RESULT]


async def test_what_was_given_up_is_listed_for_each_server(world: World) -> None:
    await added(world, CARD, PostEvent(ABROAD, SECOND, "withdrawn"))
    async with world.unit.writing() as repositories:
        for entry in await repositories.outbox.due(Queue.DECISIONS, START):
            await repositories.outbox.give_up(entry, after(1), "no")
        assert [each.entry.notification for each in await repositories.outbox.given_up(HOME)] == [CARD]
        assert len(await repositories.outbox.given_up()) == 2
        assert len(await repositories.outbox.given_up(limit=1)) == 1


async def test_what_says_the_same_is_found_together(world: World) -> None:
    same = [NotifyMember(HOME, FIRST, MemberId(number), "NoWallet") for number in range(1, 5)]
    others = [NotifyMember(HOME, FIRST, ADA, "VotingPaused"), NotifyMember(HOME, SECOND, ADA, "NoWallet")]
    await added(world, *same, *others)
    first = await head(world, Queue.PRIVATE)
    async with world.unit.reading() as repositories:
        found = await repositories.outbox.alike(first, 10)
        assert [entry.notification for entry in found] == same[1:]
        assert len(await repositories.outbox.alike(first, 2)) == 2


async def test_nothing_added_is_nothing_due(world: World) -> None:
    await added(world)
    assert await due(world) == []


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 3)),
        st.tuples(st.sampled_from(["done", "retry", "give_up"]), st.integers(0, 5)),
    ),
    max_size=25,
)


@given(steps=steps)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_lane_keeps_its_order(world: World, steps: list[tuple[str, int]]) -> None:
    """Against a model: a list of entries per lane, of which only the first is ever due."""
    lanes: dict[int, list[list[int]]] = {}
    total = 0
    async with world.unit.writing() as repositories:
        outbox, queue = repositories.outbox, Queue.DECISIONS
        for now, (step, number) in enumerate(steps):
            if step == "add":
                total += 1
                await repositories.outbox.add(PostEvent(HOME, ProposalId(number), str(total)), at=after(now))
                lanes.setdefault(number, []).append([total, now])
            elif found := await outbox.due(queue, after(now)):
                entry = found[number % len(found)]
                lane = lanes[proposal_of(entry)]
                if step == "retry":
                    await outbox.retry(entry, after(now + number), "x", NO_TIME)
                    lane[0][1] = now + number
                else:
                    if step == "done":
                        await outbox.done(entry, after(now))
                    else:
                        await outbox.give_up(entry, after(now), "x")
                    lane.pop(0)
                    if lane:
                        lane[0][1] = now
            heads = [lane[0] for lane in lanes.values() if lane]
            expected = sorted(name for name, next_attempt in heads if next_attempt <= now)
            assert sorted(int(event_of(entry)) for entry in await outbox.due(queue, after(now))) == expected
            next_due = min((next_attempt for _, next_attempt in heads), default=None)
            assert await outbox.next_due(queue) == (None if next_due is None else after(next_due))
        while left := await outbox.due(queue, after(10**6)):
            for entry in left:
                await outbox.done(entry, after(10**6))


def proposal_of(entry: OutboxEntry) -> int:
    assert isinstance(entry.notification, PostEvent)
    return entry.notification.proposal


def event_of(entry: OutboxEntry) -> str:
    assert isinstance(entry.notification, PostEvent)
    return entry.notification.event


async def count(world: World) -> int:
    async with world.database.read_transaction() as connection:
        return int((await connection.execute(select(func.count()).select_from(outbox))).scalar_one())


async def end(world: World, seconds: float, *, given_up: bool = False) -> None:
    """Something is told, or given up, at this time."""
    await added(world, RESULT)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        if given_up:
            await repositories.outbox.give_up(entry, after(seconds), "no")
        else:
            await repositories.outbox.done(entry, after(seconds))


@pytest.mark.attack("floods")
async def test_what_was_delivered_goes_when_nobody_needs_it_any_more(world: World) -> None:
    week = KEPT.total_seconds()
    for number in range(30):
        await end(world, number)
    assert await count(world) == 30
    await end(world, week - 1)
    assert await count(world) == 31
    await end(world, week + 9)
    assert await count(world) == 22
    await end(world, 2 * week)
    await end(world, 2 * week)
    await end(world, 2 * week)
    assert await count(world) == 4


@pytest.mark.attack("floods")
async def test_what_was_given_up_stays_for_those_who_may_take_it_up(world: World) -> None:
    week, year = KEPT.total_seconds(), KEPT_GIVEN_UP.total_seconds()
    await end(world, 0, given_up=True)
    for number in range(5):
        await end(world, week + number)
        await end(world, 3 * week + number)
    async with world.unit.reading() as repositories:
        assert len(await repositories.outbox.given_up()) == 1
    await end(world, year + 1, given_up=True)
    async with world.unit.reading() as repositories:
        assert [each.at for each in await repositories.outbox.given_up()] == [after(year + 1)]


@pytest.mark.attack("order")
async def test_what_waits_is_never_forgotten(world: World) -> None:
    await added(world, OTHER)
    async with world.unit.writing() as repositories:
        (waiting,) = await repositories.outbox.due(Queue.DECISIONS, START)
        await repositories.outbox.retry(waiting, after(10**9), "away", NO_TIME)
    for number in range(30):
        await added(world, CARD)
        async with world.unit.writing() as repositories:
            (entry,) = await repositories.outbox.due(Queue.DECISIONS, START)
            await repositories.outbox.done(entry, START + number * KEPT)
    assert await due(world, 10**9) == [OTHER]
