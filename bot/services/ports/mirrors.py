"""What is decided elsewhere on a chain: how it is read."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.mirrors import AnyMirrorRules, BlockSpan, Mirror, MirroredProposal


class MirrorReading(msgspec.Struct, frozen=True):
    """What one look at a mirrored contract found, all of it by finalized blocks."""

    read: BlockSpan
    """What has been read now. Where it has not come to the newest block, or isn't whole, there is more at once."""
    at_end: bool
    """Whether it has come to the newest block."""
    rules: AnyMirrorRules
    changed: tuple[MirroredProposal, ...] = ()
    """Proposals that are new, or stand otherwise than before; whole."""
    ended_by: Mapping[str, TransactionHash] = msgspec.field(default_factory=dict)
    """By which transactions proposals were executed or canceled, by their keys; also of such as are known since long,
    or not known at all."""


class MirrorReader(Protocol):
    """Reads one kind of contracts."""

    async def check(self, chain: ChainId, account: Address) -> AnyMirrorRules:
        """What is known of the contract by the finalized block. Raises NoCode, WrongContract, ChainUnavailable."""
        ...

    async def read(self, mirror: Mirror, live: Sequence[MirroredProposal]) -> MirrorReading:
        """What has happened since it was read last, and a part of what was before that.

        `live` are those of the known proposals of which something may still become. Raises NoCode, WrongContract,
        ChainUnavailable.
        """
        ...


MirrorReaders = Mapping[str, MirrorReader]
"""By the kind that each reads."""
