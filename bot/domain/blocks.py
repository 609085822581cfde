"""Blocks, and what was read at them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import BlockHash, ChainId


@dataclass(frozen=True)
class BlockRef:
    """One block of one chain. Every chain read names one."""

    chain: ChainId
    number: int
    hash: BlockHash
    timestamp: int
    """Unix seconds, as the block says."""

    @property
    def time(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp, UTC)


Snapshot = Mapping[ChainId, BlockRef]
"""The block of each chain at which power is read."""


class Value(msgspec.Struct, frozen=True):
    """A number that the chain gave at a named block."""

    raw: int


class Undetermined(msgspec.Struct, frozen=True):
    """A read that failed. It is never zero. One that failed for now is read again until it succeeds."""

    why: str
    """What the nodes or the contract said or did, in technical words."""
    failure: ReadFailure = ReadFailure.NO_ANSWER

    @property
    def for_good(self) -> bool:
        """Whether reading it again at this block is no use."""
        return self.failure.for_good


Reading = Value | Undetermined
