"""Who carries out what passed, and what actions say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.actions import Action, DecodedAction
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId
from bot.domain.proposal import Execution, SafeTransaction


class ActionCodec(Protocol):
    """Between what a proposer writes, calldata, and words."""

    async def parse(self, lines: str, chain: ChainId, at: BlockRef, *, safe: Address) -> tuple[Action, ...]:
        """The actions that the lines describe, one a line, to be made by `safe`. Raises BadAction naming the line.

        transfer 1.5 ETH to 0x…
        transfer 25000 0xToken to 0x…           (decimals read from the token at the block)
        call 0x… set(bytes32 key, uint256 value) 0x12… 5 [value 0.1 ETH]
        raw 0x… 0xcalldata [value 0.1 ETH]
        """
        ...

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, safe: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        """The actions in words, read back from their calldata; calls to the `safe` itself are marked."""
        ...


@dataclass(frozen=True)
class SafeState:
    """A Safe at one block."""

    address: Address
    version: str
    owners: tuple[Address, ...]
    threshold: int
    nonce: int


@dataclass(frozen=True)
class SafeProgress:
    """What became of a Safe transaction. `confirmed_by` from the service or the chain; the rest from the chain."""

    confirmed_by: tuple[Address, ...]
    threshold: int
    execution: Execution | None


class Safes(Protocol):
    """Safes on all configured chains, and their transaction services."""

    @property
    def proposer(self) -> Address | None:
        """The account of the proposer key, where there is one."""
        ...

    async def state(self, chain: ChainId, safe: Address, at: BlockRef) -> SafeState:
        """Raises NoCode, WrongContract, ChainUnavailable."""
        ...

    async def prepare(
        self,
        chain: ChainId,
        safe: Address,
        actions: Sequence[Action],
        at: BlockRef,
        now: datetime,
        first_nonce: int = 0,
    ) -> SafeTransaction:
        """The exact transaction of these actions: one call as it is, several through MultiSendCallOnly.

        Its nonce follows the Safe's and those already waiting in the service, and is `first_nonce` at least
        (ours that the service doesn't know yet come before it). Its hash is computed here and
        compared with the contract's. Raises SafeHashMismatch, ChainUnavailable, ServiceUnavailable.
        """
        ...

    async def propose(self, chain: ChainId, safe: Address, transaction: SafeTransaction, origin: str) -> None:
        """Sign it with the proposer key and hand it to the transaction service; once, however often called.

        Raises ServiceUnavailable, ServiceRefused.
        """
        ...

    async def progress(
        self, chain: ChainId, safe: Address, transaction: SafeTransaction, at: BlockRef
    ) -> SafeProgress:
        """Followed on chain: executed or failed (ExecutionSuccess, ExecutionFailure with its hash), or replaced
        (the Safe's nonce went past it and no such event exists). Raises ChainUnavailable."""
        ...

    async def may_propose(self, chain: ChainId, safe: Address, at: BlockRef) -> bool:
        """Whether the proposer key is an owner or a delegate of the Safe."""
        ...

    def has_service(self, chain: ChainId) -> bool:
        """Whether the chain has a transaction service. Where it has none, the owners confirm on chain."""
        ...

    def approve_calldata(self, transaction: SafeTransaction) -> str:
        """What an owner sends to the Safe to confirm the transaction on chain (0x-prefixed hex)."""
        ...
