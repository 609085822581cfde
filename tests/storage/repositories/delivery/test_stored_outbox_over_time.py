"""Entries of the outbox that are given up, taken up again and forgotten, and the order of each lane meanwhile."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, func, select, type_coerce, update

from bot.domain.ids import MemberId, ProposalId
from bot.services.delivery.notifications import NotifyMember, PostEvent, Queue
from bot.services.ports import OutboxEntry
from bot.storage.repositories.delivery.outbox import KEPT, KEPT_GIVEN_UP
from bot.storage.tables import outbox
from tests.captured_logs import captured_logs
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


@pytest.mark.attack("database")
async def test_the_entry_that_can_not_be_read_is_named_and_those_beside_it_are_due(world: World) -> None:
    lone = [PostEvent(HOME, ProposalId(number), "withdrawn") for number in range(1, 6)]
    await added(world, *lone)
    async with world.unit.reading() as repositories:
        bad = (await repositories.outbox.due(Queue.DECISIONS, START))[2]
    async with world.database.write_transaction() as connection:
        # A time that no calendar has.
        damaged = update(outbox).where(outbox.c.id == bad.id)
        await connection.execute(damaged.values(first_attempt_at=type_coerce(2**63 - 1, BigInteger)))
    with captured_logs() as logged:
        found = await due(world)
    assert sorted(each.proposal for each in found) == [1, 2, 4, 5]
    assert [entry["row"] for entry in logged] == [f"outbox {bad.id}"]
