"""Nothing essential waits for anything cosmetic, and no server for another."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.services.delivery.notifications import (
    AnyNotification,
    OpenDiscussion,
    PostCard,
    PostDiff,
    PostEvent,
    PostReason,
    PostResult,
    RefreshCard,
)
from bot.services.delivery.outbox import FIRST_RETRY
from bot.storage.tables import outbox
from bot.wording.delivery.given_up import what_words
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.delivery.outbox_steps import ESSENTIAL, ONE, add, diff, everything_to_the_handler

COSMETIC: dict[str, AnyNotification] = {
    "an edit of the card": RefreshCard(GUILD, ONE),
    "a reason": PostReason(GUILD, ONE, MemberId(1), "For", "so"),
    "a difference": PostDiff(GUILD, ONE, 1),
}


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
    async with asyncio.timeout(20):
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
    async with asyncio.timeout(20):
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
    assert "nobody can read" in what_words(given_up.entry.notification, {}, PLAIN_ENGLISH)


async def stopped(running: asyncio.Task[None]) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
