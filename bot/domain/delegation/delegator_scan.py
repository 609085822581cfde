"""How far the events of a registry were looked through for one wallet, and who was found to have delegated to it."""

from collections.abc import Mapping

import msgspec

from bot.domain.ids import Address, BlockHash

Place = tuple[int, int]
"""Block, and place in it."""


class DelegatorScan(msgspec.Struct, frozen=True):
    """Who ever delegated to one wallet, as far as the events have been looked through."""

    until: int
    """The last block that was looked through."""
    block: BlockHash
    """Its hash: on a chain without this block the scan says nothing."""
    begun: int
    """The time of the block at which the events were looked through from the beginning, in seconds since 1970 UTC."""
    first: Mapping[Address, Place]
    """When each did so first. Of a scan that is kept those that were found since it was kept last."""
    more: bool
    """Whether there are others, which are too many to be looked at."""
