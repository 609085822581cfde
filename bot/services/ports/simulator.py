"""What actions would do, before anybody makes them."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.simulation import AnySimulation
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address


class Simulator(Protocol):
    """Tries actions out, on each chain as far as its nodes can."""

    async def simulate(
        self, account: Address, actions: Sequence[DecodedAction], at: BlockRef
    ) -> AnySimulation:
        """What the actions would do in the state after the block, made by the account in their order, and what changes
        by them. What can't be tried out, or is told differently by different endpoints, is NotSimulated: nothing is
        raised."""
        ...
