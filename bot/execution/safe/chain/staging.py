"""What stands beside a transaction in its Safe's order: others with its nonce, and what goes before it."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import structlog

from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef
from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.executors import SafeStage, SafeState, SafeTransaction
from bot.domain.executors.safe import SafeStageName
from bot.domain.ids import TransactionHash
from bot.execution.safe.chain.contract import approvals
from bot.execution.safe.service.client import Queued, SafeService
from bot.execution.safe.transaction import SafeTx

_MOST_RIVALS = 3
_MOST_AHEAD = 8
_log = structlog.get_logger(__name__)


class Staging(msgspec.Struct, frozen=True):
    """One transaction of a Safe, which is as it is at the block."""

    chain: EvmChain
    safe: SafeState
    transaction: SafeTransaction
    at: BlockRef

    async def seen(self, before: SafeStage | None, service: SafeService | None) -> SafeStage | None:
        """How it stands in the order. None while there is nothing to be said of it.

        A rejection is seen where the service shows one, and where an owner has approved its hash on chain. What the
        service shows it vouches for alone: it is told, and stops nothing. Raises ChainUnavailable.
        """
        rejection = SafeTx.rejecting(self.safe.address, self.transaction.nonce)
        digest = rejection.hash(self.chain.id, self.safe.address)
        queued = await self._queued(service)
        if queued is None:
            return self.unasked(before)
        own = self.transaction.safe_tx_hash.lower()
        rivals = [
            each.safe_tx_hash
            for each in queued
            if each.nonce == self.transaction.nonce and each.safe_tx_hash != own
        ]
        rejecting = "0x" + digest.hex()
        if await approvals(self.chain, self.safe, digest, self.at) and rejecting not in rivals:
            rivals.append(rejecting)
        ahead = sorted({each.nonce for each in queued if each.nonce < self.transaction.nonce})
        return self._stage(before, self._name(rivals, rejecting), rivals, ahead)

    def unasked(self, before: SafeStage | None) -> SafeStage | None:
        """The same without asking anybody: what was seen before, with the nonce of now."""
        if before is not None:
            return replace(before, turn=self.safe.nonce)
        return self._stage(None, SafeStage.first, (), ())

    @staticmethod
    def _name(rivals: Sequence[str], rejecting: str) -> SafeStageName:
        if rejecting in rivals:
            return "rejection"
        return "contested" if rivals else SafeStage.first

    def _stage(
        self, before: SafeStage | None, name: SafeStageName, rivals: Sequence[str], ahead: Sequence[int]
    ) -> SafeStage | None:
        news = name != SafeStage.first and (before is None or before.name != name)
        stage = SafeStage(
            name,
            self.safe.nonce,
            tuple(TransactionHash(each) for each in rivals[:_MOST_RIVALS]),
            tuple(ahead[:_MOST_AHEAD]),
            (before.changes if before is not None else 0) + news,
        )
        usual = name == SafeStage.first and not ahead and self.safe.nonce == self.transaction.nonce
        return None if before is None and usual else stage

    async def _queued(self, service: SafeService | None) -> list[Queued] | None:
        """What waits in the queue; nothing where there is none, None where it doesn't answer."""
        if service is None:
            return []
        try:
            return await service.queue(self.safe.address, self.safe.nonce)
        except (ServiceUnavailable, ServiceRefused) as problem:
            _log.warning("safe queue unknown", service=problem.service, why=repr(problem))
            return None
