"""What is heard of the time, and what is made of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.timekeeping import Trust
from bot.services.timekeeping.timekeeping import PATIENCE
from tests.services.timekeeping.conftest import SECOND, TimedDao

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

FAR = [
    timedelta(seconds=12),
    timedelta(seconds=-12),
    timedelta(minutes=5),
    timedelta(minutes=-5),
    HOUR,
    -HOUR,
    timedelta(hours=9),
    timedelta(days=-400),
    timedelta(days=4000),
]


async def test_a_clock_that_is_right_is_gone_by(dao: TimedDao) -> None:
    assert dao.timekeeping.verdict().trust is Trust.AGREES
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("by", FAR, ids=str)
async def test_a_clock_that_is_set_is_noticed_before_anything_is_asked(dao: TimedDao, by: timedelta) -> None:
    dao.clock.jump(by)
    assert dao.timekeeping.until() is None
    assert abs(dao.timekeeping.verdict().ahead - by) < SECOND
    dao.clock.jump(-by)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("by", [timedelta(seconds=number) for number in (-9, -3, 3, 9)], ids=str)
async def test_a_clock_that_is_a_little_off_makes_nothing_happen_before_its_time(
    dao: TimedDao, by: timedelta
) -> None:
    dao.clock.jump(by)
    until = dao.timekeeping.until()
    assert until is not None
    assert until <= dao.clock.true()
    assert dao.timekeeping.verdict().trust is Trust.OFF


@pytest.mark.attack("time")
@pytest.mark.parametrize("seconds", [1, 8, 29])
@pytest.mark.parametrize("way", ["there", "back"])
async def test_time_on_the_way_is_no_difference(dao: TimedDao, seconds: int, way: str) -> None:
    setattr(dao.discord, way, seconds * SECOND)
    await dao.discord.answers(12)
    assert dao.timekeeping.verdict().trust is Trust.AGREES


@pytest.mark.attack("time")
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "yesterday",
        "Sun, 01 Mar 2026 12:00:00",
        "Sun, 01 Mar 2026 12:00:00 +0900",
        "Sun, 99 Mar 2026 12:00:00 GMT",
        "Sun, 01 Mar 2026 25:61:61 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Sat, 01 Jan 0001 00:00:00 GMT",
        "Sun, 01 Mar 99999999999999999999 12:00:00 GMT",
        "1772366400",
        "GMT",
        "\x00" * 2000 + "GMT",
        "Sun, 01 Mar 2026 12:00:00 GMT, Sun, 01 Mar 2027 12:00:00 GMT",
    ],
)
async def test_a_header_that_is_no_time_says_nothing(dao: TimedDao, header: str | None) -> None:
    for _ in range(20):
        dao.discord.header = [header]
        dao.clock.advance(2 * SECOND)
        await dao.discord.answer()
    assert dao.timekeeping.verdict().trust is Trust.AGREES
    dao.clock.jump(HOUR)
    assert dao.timekeeping.verdict().halts


@pytest.mark.attack("time")
@pytest.mark.parametrize("lies", [1, 3])
async def test_single_answers_that_are_far_off_count_for_nothing(dao: TimedDao, lies: int) -> None:
    dao.discord.ahead = HOUR
    await dao.discord.answers(lies)
    assert dao.timekeeping.verdict().trust is Trust.AGREES


@pytest.mark.attack("time")
async def test_a_discord_whose_clock_was_set_is_believed_when_it_says_so_again_and_again(
    dao: TimedDao,
) -> None:
    """Where nobody says otherwise: ballots bear its time."""
    dao.harness.chain.silent = True
    dao.discord.ahead = -HOUR
    await dao.asked()
    assert dao.timekeeping.verdict().halts
    dao.discord.ahead = timedelta(0)
    await dao.asked()
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [timedelta(minutes=30), -HOUR, DAY], ids=str)
async def test_a_discord_that_lies_for_ever_stops_nothing_for_ever(dao: TimedDao, ahead: timedelta) -> None:
    dao.discord.ahead = ahead
    for _ in range(10):
        dao.harness.chain.advance()
        dao.clock.advance(6 * SECOND)
        await dao.timekeeping.ask()
    assert dao.timekeeping.verdict().trust is Trust.CONFIRMED
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
async def test_an_interaction_confirms_a_clock_that_the_header_calls_wrong(dao: TimedDao) -> None:
    dao.harness.chain.silent = True
    dao.discord.ahead = 40 * SECOND
    await dao.asked()
    assert dao.timekeeping.verdict().halts
    dao.timekeeping.bore(dao.clock.true())
    assert dao.timekeeping.verdict().trust is Trust.CONFIRMED


@pytest.mark.attack("time")
@pytest.mark.parametrize("age", [timedelta(minutes=2), HOUR, 30 * DAY], ids=str)
async def test_interactions_that_come_late_say_nothing_against_the_clock(
    dao: TimedDao, age: timedelta
) -> None:
    for _ in range(5):
        dao.clock.advance(SECOND)
        dao.timekeeping.bore(dao.clock.true() - age)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("late", [40 * SECOND, HOUR], ids=str)
async def test_interactions_that_come_late_keep_no_clock_running_that_is_ahead(
    dao: TimedDao, late: timedelta
) -> None:
    dao.harness.chain.silent = True
    dao.clock.jump(HOUR)
    dao.timekeeping.bore(dao.clock.true() - late)
    assert dao.timekeeping.until() is None


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [20 * SECOND, HOUR, 3650 * DAY], ids=str)
async def test_an_interaction_of_the_future_stops_nothing_that_discord_confirms(
    dao: TimedDao, ahead: timedelta
) -> None:
    dao.timekeeping.bore(dao.clock.true() + ahead)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [20 * SECOND, HOUR, -20 * SECOND, -HOUR, -3 * DAY], ids=str)
async def test_a_chain_whose_clock_is_off_stops_nothing_that_discord_confirms(
    dao: TimedDao, ahead: timedelta
) -> None:
    dao.harness.chain.ahead = ahead
    for _ in range(30):
        dao.harness.chain.advance()
        dao.clock.advance(30 * SECOND)
        await dao.timekeeping.ask()
    verdict = dao.timekeeping.verdict()
    assert verdict.trust is Trust.AGREES
    assert (dao.harness.chain.name in verdict.off) == (abs(ahead) >= HOUR)


@pytest.mark.attack("time")
async def test_a_chain_that_stands_still_says_nothing_of_the_time(dao: TimedDao) -> None:
    for _ in range(30):
        dao.clock.advance(10 * timedelta(minutes=1))
        await dao.timekeeping.ask()
    assert dao.timekeeping.verdict().off == ()
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=str)
async def test_a_clock_that_is_wrong_from_the_start_makes_nothing_happen(
    dao: TimedDao, by: timedelta
) -> None:
    dao.clock.jump(by)
    await dao.harness.restart()
    dao.discord.timekeeping = dao.timekeeping
    dao.timekeeping.ask_by(dao.discord.answer)
    assert dao.timekeeping.until() is None
    await dao.asked()
    assert dao.timekeeping.until() is None
    dao.clock.jump(-by)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
async def test_a_discord_without_any_time_is_not_waited_for_for_ever(dao: TimedDao) -> None:
    await dao.harness.restart()
    dao.discord.timekeeping = dao.timekeeping
    dao.timekeeping.ask_by(dao.discord.answer)
    dao.discord.header = [None] * 100
    assert dao.timekeeping.until() is None
    await dao.asked()
    dao.clock.advance(PATIENCE)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
@pytest.mark.parametrize("ahead", [40 * SECOND, HOUR], ids=str)
async def test_a_chain_catches_a_clock_that_is_behind_where_discord_has_no_time(
    dao: TimedDao, ahead: timedelta
) -> None:
    await dao.harness.restart()
    dao.clock.jump(-ahead)
    dao.harness.chain.advance()
    await dao.asked()
    assert dao.timekeeping.until() is None
    dao.clock.jump(ahead)
    assert dao.timekeeping.until() == dao.clock.now()


@pytest.mark.attack("time")
async def test_a_chain_that_makes_blocks_catches_a_clock_that_is_ahead_where_discord_has_no_time(
    dao: TimedDao,
) -> None:
    await dao.harness.restart()
    dao.clock.jump(HOUR)
    for _ in range(30):
        dao.harness.chain.advance()
        await dao.timekeeping.ask()
        dao.clock.advance(12 * SECOND)
    assert dao.timekeeping.until() is None


async def test_a_machine_that_slept_is_right_as_soon_as_discord_says_so(dao: TimedDao) -> None:
    dao.clock.advance(9 * HOUR)
    assert dao.timekeeping.until() == dao.clock.now()
    await dao.asked()
    assert dao.timekeeping.verdict().trust is Trust.AGREES
