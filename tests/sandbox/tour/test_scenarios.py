"""Each scenario, played to its end by the engine, one after the other on servers of the same sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.tour import SCENARIOS, Tour, scenario_named
from sandbox.world import Sandbox
from tests.sandbox.in_process import sandbox_in_process

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    async with sandbox_in_process(tmp_path_factory.mktemp("scenarios"), pages=True) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", [scenario.name for scenario in SCENARIOS])
async def test_a_scenario_plays_to_its_end_and_no_step_holds_before_it_was_done(
    name: str, sandbox: Sandbox
) -> None:
    scenario = scenario_named(name)
    tour = await Tour.begun(sandbox, scenario)
    while tour.step is not None:
        assert not await tour.look(), tour.step.title
        # Somebody who plays it by hand is told where to press.
        assert all([*press.moves(tour.play)] for press in tour.step.presses), tour.step.title
        await tour.do()
    assert tour.position == len(scenario.steps)
