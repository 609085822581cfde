"""The same rules of trials on anvil, a node that was written by others."""

from tests.execution.simulation.simulating_rules import SimulationRules


class TestSimulatingOnAnvil(SimulationRules):
    backend = "anvil"
