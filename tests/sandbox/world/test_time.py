"""Time that is moved passes for the bot, Discord and the chain alike."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.world import CannotPress, SharedClock
from tests.sandbox.world.conftest import Town

in_town = pytest.mark.asyncio(loop_scope="module")


@in_town
async def test_a_day_passes_for_discord_the_bot_and_both_chains(town: Town) -> None:
    before = town.sandbox.clock.now()
    said = await town.press("day", 3)
    now = town.sandbox.clock.now()
    assert timedelta(days=3) <= now - before < timedelta(days=3, minutes=2)
    assert f"{now:%d %B %Y}" in said
    assert town.stage.discord.clock.now() - now < timedelta(minutes=1)
    for chain in town.sandbox.chains:
        newest = (await chain.block("latest")).timestamp
        assert now.timestamp() - 120 < newest <= now.timestamp()
    assert "clock: it agrees with Discord's" in await town.doctor()


@in_town
@pytest.mark.parametrize("name", ["end-of-discussion", "end-of-vote", "end-of-timelock"])
async def test_there_is_no_skipping_to_an_end_that_nothing_has(town: Town, name: str) -> None:
    before = town.sandbox.clock.ahead
    with pytest.raises(CannotPress):
        await town.press(name)
    assert town.sandbox.clock.ahead == before


@in_town
@pytest.mark.parametrize("count", [0, -1, 31, 10**9])
async def test_nobody_moves_the_time_by_more_than_a_month_at_once(town: Town, count: int) -> None:
    with pytest.raises(CannotPress, match="1 to 30"):
        await town.press("day", count)


@in_town
async def test_each_end_comes_when_the_bot_has_said_and_what_follows_is_done(town: Town) -> None:
    await town.proposed("A bench")
    await town.press("end-of-discussion")
    card = await town.card("A bench", "Open for voting")
    assert "60\u202f000 FOLK" in await town.votes("ada", card, "For")
    with pytest.raises(CannotPress):
        await town.press("end-of-timelock")
    result = await town.closed("A bench")
    assert "**Passed**" in result.text
    await town.card("A bench", "guardians may veto")
    await town.press("end-of-timelock")
    await town.card("A bench", "**Passed**")


@given(steps=st.lists(st.integers(0, 10**13), max_size=8))
def test_all_who_open_a_clock_have_the_same_time_and_it_only_moves_on(
    steps: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("clock") / "clock"
    mine, yours = SharedClock(file), SharedClock(file)
    total = timedelta(0)
    for microseconds in steps:
        mine.move(timedelta(microseconds=microseconds))
        total += timedelta(microseconds=microseconds)
        assert mine.ahead == yours.ahead == SharedClock(file).ahead == total


async def test_time_never_runs_back(tmp_path: Path) -> None:
    clock = SharedClock(tmp_path / "clock")
    with pytest.raises(ValueError, match="back"):
        clock.move(timedelta(seconds=-1))
    assert clock.ahead == timedelta(0)
