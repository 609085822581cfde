"""The port `Bridges`: what executors have sent to other chains, and what became of it there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chain.bridges import bridges_of
from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.bridges.bridge import BridgeKind
from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.chains import chain_of
from bot.domain.executors import Execution
from bot.domain.ids import Address, ChainId
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.bridges.arbitrum import ArbitrumTickets
from bot.execution.bridges.follower import Follower
from bot.execution.bridges.optimism import OptimismMessages
from bot.execution.bridges.sendings import Sending, sendings

FOLLOWERS: Mapping[BridgeKind, Follower] = {"optimism": OptimismMessages(), "arbitrum": ArbitrumTickets()}
"""By the kind of the bridge."""


class EvmBridges:
    """Implements the port `Bridges` for all configured chains."""

    def __init__(self, chains: Mapping[ChainId, EvmChain]) -> None:
        self._chains = chains
        self._bridges = bridges_of(chains)
        self._codec = EvmActionCodec(chains)

    def crossing(self, account: Address, actions: Sequence[Action], execution: Execution) -> Crossing | None:
        """All that it has sent, on its way. Nothing is asked of a chain."""
        messages = tuple(
            BridgeMessage(number, sent.bridge.kind, sent.bridge.child, execution.at)
            for number, sent in enumerate(self._sent(account, actions), start=1)
        )
        return Crossing(messages) if messages else None

    async def seen(
        self,
        message: BridgeMessage,
        account: Address,
        actions: Sequence[Action],
        executions: Sequence[Execution],
    ) -> BridgeMessage:
        """Found in the transaction that sent it, where that wasn't done yet, then followed on its chain. Raises
        UnknownChain, ChainUnavailable."""
        child, follower = chain_of(self._chains, message.chain), FOLLOWERS[message.kind]
        if not message.key:
            found = await self._found(message, follower, self._sent(account, actions), executions)
            if found is None:
                return replace(message, status="unsent")
            message = found
        return await follower.seen(child, message)

    async def _found(
        self,
        message: BridgeMessage,
        follower: Follower,
        sent: Sequence[Sending],
        executions: Sequence[Execution],
    ) -> BridgeMessage | None:
        """With its key and when it was sent. Calls that are alike are told apart by their order: all over the same gate
        are looked for together, from transaction to transaction."""
        if message.number > len(sent):
            # The operator has taken the bridge away: nobody knows its contracts any more.
            return None
        gate = sent[message.number - 1].gate
        left = {number: each for number, each in enumerate(sent, start=1) if each.gate == gate}
        for execution in executions:
            parent = chain_of(self._chains, execution.block.chain)
            keys = await follower.keys(parent, list(left.values()), execution)
            here = {number: key for number, key in zip(left, keys, strict=True) if key is not None}
            if message.number in here:
                return replace(message, key=here[message.number], sent_at=execution.at)
            left = {number: each for number, each in left.items() if number not in here}
        return None

    def _sent(self, account: Address, actions: Sequence[Action]) -> list[Sending]:
        decoded = self._codec.decode_unread(actions, account=account)
        return list(sendings(decoded, self._bridges))
