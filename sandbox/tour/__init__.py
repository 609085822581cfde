"""A guided tour: scenarios that a person plays with the mouse, or that play by themselves.

A scenario is a file in `sandbox/tour/scenarios/` and a line in `sandbox/tour/registry.py`: who takes part, and steps.
A step says who presses what, and why; what one then sees; and how it is known that it happened.
"""

from sandbox.tour.engine import StepFailed, Tour
from sandbox.tour.play import Play
from sandbox.tour.registry import SCENARIOS, scenario_named
from sandbox.tour.scenario import Scenario, Step

__all__ = ["SCENARIOS", "Play", "Scenario", "Step", "StepFailed", "Tour", "scenario_named"]
