"""A simulator that says what a test tells it to."""

from collections.abc import Sequence

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.simulation import AnyChange, AnySimulation, Method, NotSimulated, Outcome, Simulation
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address


class FakeSimulator:
    """All actions would be made, and nothing changes, until it is told otherwise."""

    def __init__(self) -> None:
        self.asked: list[tuple[Address, BlockRef]] = []
        """From which account, and at which block."""
        self.failing: dict[int, str] = {}
        """Why actions fail, by their numbers from 1."""
        self.changes: tuple[AnyChange, ...] = ()
        self.not_simulated: NotSimulated | None = None

    async def simulate(
        self, account: Address, actions: Sequence[DecodedAction], at: BlockRef
    ) -> AnySimulation:
        self.asked.append((account, at))
        if self.not_simulated is not None:
            return self.not_simulated
        outcomes = tuple(
            Outcome(number not in self.failing, self.failing.get(number, ""))
            for number in range(1, len(actions) + 1)
        )
        changes = () if self.failing else self.changes
        return Simulation(at, Method.SIMULATED, outcomes, changes)
