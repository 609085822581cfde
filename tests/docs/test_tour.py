"""The page about the tour names every scenario and every control."""

from __future__ import annotations

import re

from sandbox.tour import SCENARIOS
from sandbox.world import CONTROLS
from tests.docs.pages import read, rows


def test_every_scenario_has_a_line() -> None:
    named = [name.strip("`") for name in rows(read("docs/tour.md"), "tour")]
    assert named == [scenario.name for scenario in SCENARIOS]


def test_every_control_has_a_place_in_the_table() -> None:
    named = [name for cell in rows(read("docs/tour.md"), "button") for name in re.findall(r"`([^`]+)`", cell)]
    assert named == [control.name for control in CONTROLS]
