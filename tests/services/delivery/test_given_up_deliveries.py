"""What was given up: when, who hears of it, and how it is tried again."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotModerator
from bot.domain.ids import ProposalId, RequestId
from bot.services.delivery.notifications import (
    OpenDiscussion,
    PostCard,
    PostGivenUp,
    PostResult,
    SubmitRequest,
)
from bot.services.delivery.outbox import LONGEST_RETRY
from tests.fakes import Lost
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.delivery.outbox_steps import ESSENTIAL, ONE, TWO, add, everything_to_the_handler


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
