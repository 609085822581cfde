"""The bot as a process of its own lives by the sandbox's clock."""

from __future__ import annotations

from pathlib import Path

from sandbox.demo.guided import play_in_terminal
from sandbox.tour import scenario_named


async def test_a_scenario_of_weeks_plays_in_a_bot_of_its_own_process(tmp_path: Path) -> None:
    assert await play_in_terminal(scenario_named("conviction"), tmp_path) == 0
