"""Bridges that carry what a test says, and of which a test says what becomes of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.actions.actions import Action
from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import Execution
from bot.domain.ids import Address, ChainId


class FakeBridges:
    """Calls to an account that is a gate are sent to the chain that it leads to."""

    def __init__(self) -> None:
        self.gates: dict[Address, ChainId] = {}
        self.ended: dict[int, BridgeMessage] = {}
        """What has become of messages, by their number."""
        self.silent: set[ChainId] = set()
        """Chains that tell nothing."""
        self.looks = 0
        self.meanwhile: Callable[[], object] = lambda: None
        """What happens while it is looked."""

    def crossing(self, account: Address, actions: Sequence[Action], execution: Execution) -> Crossing | None:
        sent = [self.gates[action.to] for action in actions if action.to in self.gates]
        messages = tuple(
            BridgeMessage(number, "optimism", chain, execution.at)
            for number, chain in enumerate(sent, start=1)
        )
        return Crossing(messages) if messages else None

    async def seen(
        self,
        message: BridgeMessage,
        account: Address,
        actions: Sequence[Action],
        executions: Sequence[Execution],
    ) -> BridgeMessage:
        self.looks += 1
        self.meanwhile()
        if message.chain in self.silent:
            raise ChainUnavailable(message.chain, "it is silent")
        return self.ended.get(message.number, replace(message, key="0x" + f"{message.number:064x}"))
