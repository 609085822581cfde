"""A list of rewards from which members claim, as a distributor on chain has it."""

from datetime import datetime

import msgspec

from bot.domain.ids import Address, ChainId, ContentHash


class Drop(msgspec.Struct, frozen=True):
    """Which one it is."""

    chain: ChainId
    distributor: Address
    funder: Address
    """Who opened it: the executor."""
    record: ContentHash
    """Of the vote whose voters it pays."""


class DropStanding(msgspec.Struct, frozen=True):
    """How it stands at one block."""

    root: bytes | None
    """Of the list from which is claimed; None where none is open."""
    claimable_until: datetime | None
    """From then on the funder may take back what nobody has claimed."""
    left: int
    """What is still in it, in base units."""
    claimed: frozenset[Address]
    """Those of whom it was asked that have claimed."""
