"""A real chain, on which pretend voters hold something."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.delegation.delegate_registry import DelegateRegistry, FoundDelegations
from bot.domain.ids import Address, ChainId
from bot.domain.power import AnyOnChain, OfContract
from bot.services.ports import Chain, Clock


class PretendChain:
    """Blocks, names, tokens and totals are those of the chain; only what wallets hold is pretended. Its newest block
    is as old as the dry run wants it to be."""

    def __init__(
        self,
        chain: Chain,
        clock: Clock,
        held: Mapping[tuple[str, Address], int],
        totals: Mapping[str, int],
    ) -> None:
        """`held`: base units, by the source's key and the wallet; all other wallets hold nothing. `totals`: by the
        source's key, of those that were read before; what nothing tells is pretended, too."""
        self._chain = chain
        self._clock = clock
        self._began = clock.now()
        self._held = held
        self._totals = totals
        self.id: ChainId = chain.id
        self.name = chain.name

    def __getattr__(self, name: str) -> Any:
        """Whatever isn't about wallets."""
        return getattr(self._chain, name)

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        """The newest of now stands for that of any later moment: no other one is there yet."""
        return await self._chain.finalized(min(not_after or self._began, self._began))

    async def head_time(self) -> datetime:
        return self._clock.now()

    async def powers(self, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef) -> list[Reading]:
        return [Value(self._held.get((source.key, wallet), 0)) for source, wallet in reads]

    async def total(self, source: AnyOnChain, at: BlockRef) -> Reading:
        known = self._totals.get(source.key)
        return await self._chain.total(source, at) if known is None else Value(known)

    async def delegates(
        self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef
    ) -> list[Address | Undetermined | None]:
        return [wallet for _, wallet in reads]

    async def held(self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef) -> list[Reading]:
        return [Value(self._held.get((source.key, wallet), 0)) for source, wallet in reads]

    async def delegations(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> FoundDelegations:
        return FoundDelegations(())
