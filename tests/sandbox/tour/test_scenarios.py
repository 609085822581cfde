"""Each scenario, played to its end by the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.tour import SCENARIOS, Tour, scenario_named
from tests.sandbox.in_process import sandbox_in_process


@pytest.mark.parametrize("name", [scenario.name for scenario in SCENARIOS])
async def test_a_scenario_plays_to_its_end_and_no_step_holds_before_it_was_done(
    name: str, tmp_path: Path
) -> None:
    scenario = scenario_named(name)
    async with sandbox_in_process(tmp_path, pages=True) as sandbox:
        tour = await Tour.begun(sandbox, scenario, sandbox.stage)
        while tour.step is not None:
            assert not await tour.look(), tour.step.title
            await tour.do()
        assert tour.position == len(scenario.steps)
