"""A jury is drawn by the first final block that counts, once, whatever happens in between."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import (
    ChainUnavailable,
    DrawOutOfTime,
    DrawsFull,
    NotModerator,
    PoolOutOfBounds,
    PoolUnreadable,
)
from bot.domain.ids import is_nobody
from bot.domain.sortition.draw import JuryDraw, drawn
from bot.services.delivery.notifications import PostJury
from bot.services.sortition.announcing import MOST_WAITING, Call
from bot.services.sortition.drawing import PATIENCE
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness

HOUR = timedelta(hours=1)
MEMBERS = ("ada", "ben", "cleo", "dan", "eve")


async def announced(harness: ServiceHarness, **call: Any) -> JuryDraw:
    asked = Call(**{"title": "The grant", "seats": 2, "wait": "1h", **call})
    return await harness.services.announcing_draws.announce(harness.moderator(), asked)


async def called(harness: ServiceHarness, **call: Any) -> JuryDraw:
    """In a space whose members have linked wallets."""
    await harness.set_up()
    for name in MEMBERS:
        await harness.link(name)
    return await announced(harness, **call)


async def now(harness: ServiceHarness, draw: JuryDraw) -> JuryDraw:
    return (await harness.services.reading_draws.get(draw.id))[0]


async def told(harness: ServiceHarness) -> list[str]:
    """The steps of which Discord was told so far."""
    return [each.step for each in await harness.notifications() if isinstance(each, PostJury)]


def mentions(harness: ServiceHarness, *names: str) -> str:
    return " ".join(f"<@{harness.member(name)}>" for name in names)


async def test_the_first_block_of_the_moment_or_later_decides(harness: ServiceHarness) -> None:
    draw = await called(harness)
    assert draw.terms.pool == tuple(sorted(harness.member(name) for name in MEMBERS))
    await harness.pass_time(HOUR - timedelta(seconds=1))
    await harness.sweep.run()
    assert (await now(harness, draw)).block is None
    harness.clock.advance(timedelta(seconds=1))
    first = harness.chain.advance()
    harness.clock.advance(timedelta(minutes=20))
    harness.chain.advance(5)
    await harness.sweep.run()
    done = await now(harness, draw)
    assert done.block == first
    assert first.timestamp == draw.terms.after
    assert done.jury == drawn(draw.terms, first.hash)


async def test_of_several_blocks_of_one_time_the_first_decides(harness: ServiceHarness) -> None:
    draw = await called(harness)
    harness.clock.advance(HOUR)
    first, _, _ = (harness.chain.advance() for _ in range(3))
    await harness.sweep.run()
    assert (await now(harness, draw)).block == first


async def test_a_block_that_is_not_final_may_still_be_another(harness: ServiceHarness) -> None:
    draw = await called(harness)
    harness.clock.advance(HOUR)
    harness.chain.advance()
    await harness.sweep.run()
    assert (await now(harness, draw)).block is None
    harness.chain.reorg(1)
    other = await harness.chain.latest()
    harness.clock.advance(timedelta(minutes=1))
    harness.chain.advance()
    await harness.sweep.run()
    assert (await now(harness, draw)).block == other


async def test_it_is_announced_and_drawn_once_also_after_crashes(harness: ServiceHarness) -> None:
    draw = await called(harness)
    assert await told(harness) == ["announced"]
    await harness.pass_time(HOUR)
    harness.break_commits = True
    with pytest.raises(OSError, match="disk"):
        await harness.services.drawing_juries.draw(draw.space)
    harness.break_commits = False
    await harness.restart()
    assert (await now(harness, draw)).block is None
    await harness.sweep.run()
    done = await now(harness, draw)
    await harness.services.drawing_juries.draw(draw.space)
    await harness.restart()
    await harness.pass_time(HOUR)
    await harness.sweep.run()
    assert await now(harness, draw) == done
    assert await told(harness) == ["announced", "drawn"]


@pytest.mark.attack("rpc")
async def test_a_silent_chain_is_waited_for_and_told_once_and_the_same_block_decides(
    harness: ServiceHarness,
) -> None:
    draw = await called(harness)
    harness.clock.advance(HOUR)
    first = harness.chain.advance()
    harness.chain.silent = True
    for _ in range(3):
        await harness.pass_time(PATIENCE)
        await harness.sweep.run()
    assert (await now(harness, draw)).block is None
    assert await told(harness) == ["announced", "late"]
    harness.chain.silent = False
    await harness.try_again()
    assert (await now(harness, draw)).block == first
    assert await told(harness) == ["announced", "late", "drawn"]


async def test_who_can_be_drawn_is_named_or_left_out(harness: ServiceHarness) -> None:
    draw = await called(harness, without=mentions(harness, "ada"))
    assert harness.member("ada") not in draw.terms.pool
    draw = await announced(harness, members=mentions(harness, "finn", "ada", "ben", "ada"))
    assert draw.terms.pool == tuple(sorted(map(harness.member, ("finn", "ada", "ben"))))
    assert draw.terms.number == 2


async def test_two_draws_by_one_block_are_independent(harness: ServiceHarness) -> None:
    names = [mentions(harness, *MEMBERS) for _ in range(2)]
    first = await called(harness, members=names[0], seats=3)
    second = await announced(harness, members=names[1], seats=3)
    await harness.pass_time(HOUR)
    await harness.sweep.run()
    one, other = await now(harness, first), await now(harness, second)
    assert one.block == other.block
    assert one.terms.commitment != other.terms.commitment


async def test_what_can_not_be_drawn_is_refused(harness: ServiceHarness) -> None:
    await called(harness)
    for refusal, call in (
        (DrawOutOfTime, {"wait": "9m"}),
        (DrawOutOfTime, {"wait": "31d"}),
        (PoolOutOfBounds, {"seats": 5}),
        (PoolUnreadable, {"members": "<@&7>"}),
        (PoolUnreadable, {"members": "ada"}),
        (PoolUnreadable, {"members": f"<@{2**63}>"}),
    ):
        with pytest.raises(refusal):
            await announced(harness, **call)
    with pytest.raises(NotModerator):
        await harness.services.announcing_draws.announce(harness.actor("ada"), Call("x", 1, "1h"))
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await announced(harness)


async def test_who_is_erased_waits_for_the_draw_and_is_named_no_more(harness: ServiceHarness) -> None:
    draw = await called(harness, seats=4)
    ada = harness.member("ada")
    # What waits is looked at each hour: not at the moment of the draw, beside it.
    await harness.pass_time(HOUR / 2)
    waits = await harness.services.own_data.erase(harness.actor("ada"), 1)
    assert waits.asked_at is not None
    assert waits.juries == [draw.terms.number]
    assert ada in (await now(harness, draw)).terms.pool, "what was announced holds"
    await harness.pass_time(HOUR / 2)
    await harness.sweep.run()
    before = await now(harness, draw)
    assert before.whole
    await harness.pass_time(HOUR)
    await harness.sweep.run()
    after = await now(harness, draw)
    assert not after.whole
    assert after.commitment == draw.terms.commitment
    assert ada not in {*after.terms.pool, *after.jury.members, *after.jury.substitutes}
    places = zip(
        (*before.jury.members, *before.jury.substitutes),
        (*after.jury.members, *after.jury.substitutes),
        strict=True,
    )
    assert all(one == other or (one == ada and is_nobody(other)) for one, other in places)


@pytest.mark.attack("time")
async def test_no_block_that_is_there_already_can_decide(harness: ServiceHarness) -> None:
    await called(harness)
    harness.chain.ahead = timedelta(minutes=30)
    harness.chain.advance()
    with pytest.raises(DrawOutOfTime):
        await announced(harness, wait="20m")


@pytest.mark.attack("floods")
async def test_few_draws_wait_at_once_and_each_server_has_its_own(harness: ServiceHarness) -> None:
    await called(harness)
    for _ in range(MOST_WAITING - 1):
        await announced(harness)
    with pytest.raises(DrawsFull):
        await announced(harness)
    await harness.set_up(guild=OTHER_GUILD)
    members = mentions(harness, *MEMBERS)
    call = Call("Elsewhere", 2, "1h", members)
    other = await harness.services.announcing_draws.announce(harness.moderator(guild=OTHER_GUILD), call)
    assert other.terms.number == 1
    await harness.pass_time(HOUR)
    await harness.sweep.run()
    newest = await harness.services.reading_draws.newest(GUILD)
    assert [each.terms.number for each in newest] == [5, 4, 3, 2, 1]
    assert all(each.jury for each in newest)
    assert (await announced(harness)).terms.number == MOST_WAITING + 1
