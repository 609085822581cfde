"""What following a message of one kind of bridge takes."""

from collections.abc import Sequence
from typing import Protocol

from bot.chain.chains import EvmChain
from bot.domain.bridges.crossing import BridgeMessage
from bot.domain.executors import Execution
from bot.execution.bridges.sendings import Sending


class Follower(Protocol):
    async def keys(
        self, parent: EvmChain, sent: Sequence[Sending], execution: Execution
    ) -> Sequence[str | None]:
        """For each of these calls, all over one gate of the bridge, by what the other chain knows its message, as the
        events of the transaction say that executed them; None for one that it didn't send. Raises ChainUnavailable,
        also where that transaction is not on the chain any more."""
        ...

    async def seen(self, child: EvmChain, message: BridgeMessage) -> BridgeMessage:
        """The message as it is by the finalized block of its chain. Raises ChainUnavailable."""
        ...
