"""Bridges, as the services ask about what was sent over them."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.actions.actions import Action
from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.executors import Execution
from bot.domain.ids import Address


class Bridges(Protocol):
    """What actions send to other chains, and what has become of it there."""

    def crossing(self, account: Address, actions: Sequence[Action], execution: Execution) -> Crossing | None:
        """What this execution of the actions, by the account that makes them, has sent to chains that are known: by the
        calldata alone, each still on its way. None where that is nothing."""
        ...

    async def seen(
        self,
        message: BridgeMessage,
        account: Address,
        actions: Sequence[Action],
        executions: Sequence[Execution],
    ) -> BridgeMessage:
        """One of these, as it is now by the finalized block of its chain. `executions`: in which transactions the calls
        were made. Raises UnknownChain, ChainUnavailable."""
        ...
