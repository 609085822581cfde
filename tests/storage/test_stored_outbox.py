"""The outbox: lane by lane, in order, each entry until it is delivered or given up."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import ProposalId, RequestId
from bot.services.delivery.notifications import (
    AnyNotification,
    NotifyMember,
    PostCard,
    PostEvent,
    PostLogEntry,
    PostReason,
    PostResult,
    RefreshCard,
    SubmitRequest,
)
from bot.services.ports import OutboxEntry
from tests.storage.stored_world import ABROAD, ADA, HOME, START, World, after

FIRST, SECOND = ProposalId(1), ProposalId(2)
CARD, RESULT, OTHER = PostCard(HOME, FIRST), PostResult(HOME, FIRST), PostCard(HOME, SECOND)


async def added(world: World, *notifications: AnyNotification) -> None:
    async with world.unit.writing() as repositories:
        await repositories.outbox.add(*notifications, at=START)


async def due(world: World, seconds: float = 0, limit: int = 50) -> list[AnyNotification]:
    async with world.unit.reading() as repositories:
        return [entry.notification for entry in await repositories.outbox.due(after(seconds), limit)]


async def head(world: World) -> int:
    async with world.unit.reading() as repositories:
        return (await repositories.outbox.due(after(10**6)))[0].id


async def test_notices_of_all_kinds_come_back_as_they_were(world: World) -> None:
    notifications: list[AnyNotification] = [
        PostReason(HOME, FIRST, ADA, "For", "“because”\n🌳"),
        PostEvent(HOME, SECOND, "paused", {"reason": "x"}, announce=True),
        SubmitRequest(HOME, FIRST, RequestId(3)),
        PostLogEntry(ABROAD, 3),
        NotifyMember(HOME, FIRST, ADA, "NoWallet"),
    ]
    await added(world, *notifications)
    assert await due(world) == notifications


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
        await repositories.outbox.retry(entry, after(10), "no answer")
    assert await due(world, 9.999999) == [OTHER]
    assert await due(world, 10) == [CARD, OTHER]


async def test_a_lane_goes_on_behind_what_was_given_up(world: World) -> None:
    await added(world, CARD, RESULT)
    entry = await head(world)
    async with world.unit.writing() as repositories:
        await repositories.outbox.give_up(entry, after(1), "no such channel")
    assert await due(world, 1) == [RESULT]
    async with world.unit.reading() as repositories:
        ((given_up, why),) = await repositories.outbox.given_up()
    assert (given_up.id, given_up.notification, why) == (entry, CARD, "no such channel")


async def test_the_nonce_is_unique_fits_discord_and_stays_through_all_attempts(world: World) -> None:
    await added(world, *[RefreshCard(HOME, ProposalId(number)) for number in range(1, 40)])
    async with world.unit.writing() as repositories:
        before = await repositories.outbox.due(START)
        for entry in before:
            await repositories.outbox.begin(entry.id, after(1))
            await repositories.outbox.retry(entry.id, after(2), "again")
        now = await repositories.outbox.due(after(2))
    assert [entry.nonce for entry in now] == [entry.nonce for entry in before]
    assert len({entry.nonce for entry in now}) == 39
    assert all(0 < len(entry.nonce) <= 25 for entry in now)


async def test_the_first_attempt_is_remembered_and_every_attempt_counted(world: World) -> None:
    await added(world, CARD)
    async with world.unit.writing() as repositories:
        (entry,) = await repositories.outbox.due(START)
        assert (entry.attempts, entry.first_attempt_at) == (0, None)
        await repositories.outbox.begin(entry.id, after(1))
        await repositories.outbox.begin(entry.id, after(2))
        (entry,) = await repositories.outbox.due(after(2))
    assert (entry.attempts, entry.first_attempt_at) == (2, after(1))


async def test_the_next_attempt_is_that_of_the_first_lane_to_come(world: World) -> None:
    async with world.unit.reading() as repositories:
        assert await repositories.outbox.next_due() is None
    await added(world, CARD, RESULT, OTHER)
    async with world.unit.writing() as repositories:
        assert await repositories.outbox.next_due() == START
        first, other = [entry.id for entry in await repositories.outbox.due(START)]
        await repositories.outbox.retry(first, after(30), "x")
        await repositories.outbox.retry(other, after(20), "x")
        assert await repositories.outbox.next_due() == after(20)
        await repositories.outbox.done(other, after(20))
        assert await repositories.outbox.next_due() == after(30)
        await repositories.outbox.give_up(first, after(30), "x")
        assert await repositories.outbox.next_due() == START
        (last,) = await repositories.outbox.due(after(30))
        await repositories.outbox.done(last.id, after(30))
        assert await repositories.outbox.next_due() is None


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
        for now, (step, number) in enumerate(steps):
            if step == "add":
                total += 1
                await repositories.outbox.add(PostEvent(HOME, ProposalId(number), str(total)), at=after(now))
                lanes.setdefault(number, []).append([total, now])
            elif found := await repositories.outbox.due(after(now)):
                entry = found[number % len(found)]
                lane = lanes[proposal_of(entry)]
                if step == "retry":
                    await repositories.outbox.retry(entry.id, after(now + number), "x")
                    lane[0][1] = now + number
                else:
                    if step == "done":
                        await repositories.outbox.done(entry.id, after(now))
                    else:
                        await repositories.outbox.give_up(entry.id, after(now), "x")
                    lane.pop(0)
            heads = [lane[0] for lane in lanes.values() if lane]
            expected = sorted(name for name, next_attempt in heads if next_attempt <= now)
            assert [int(event_of(entry)) for entry in await repositories.outbox.due(after(now))] == expected
            next_due = min((next_attempt for _, next_attempt in heads), default=None)
            assert await repositories.outbox.next_due() == (None if next_due is None else after(next_due))
        while left := await repositories.outbox.due(after(10**6)):
            for entry in left:
                await repositories.outbox.done(entry.id, after(10**6))


def proposal_of(entry: OutboxEntry) -> int:
    assert isinstance(entry.notification, PostEvent)
    return entry.notification.proposal


def event_of(entry: OutboxEntry) -> str:
    assert isinstance(entry.notification, PostEvent)
    return entry.notification.event
