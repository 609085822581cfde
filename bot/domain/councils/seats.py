"""Seats as owners of a Safe: what is decided before anybody is elected, and the calls that follow from who is.

A Safe keeps its owners in a list in which each is found by the one before it (OwnerManager of Safe 1.3.0 to 1.5.0); a
new one stands at its head, one that replaces another in the place of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.actions.calldata import calldata
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId, address

MOST_LEAVING = 20
_FIRST = 1
"""By which the first owner of the list is found (`SENTINEL_OWNERS`)."""
_ADD = "addOwnerWithThreshold(address owner, uint256 threshold)"
_REMOVE = "removeOwner(address previousOwner, address owner, uint256 threshold)"
_SWAP = "swapOwner(address previousOwner, address oldOwner, address newOwner)"
_THRESHOLD = "changeThreshold(uint256 threshold)"


class OwnerSeats(msgspec.Struct, frozen=True):
    """Each member who is elected becomes an owner of the executor's Safe."""

    threshold: int
    """How many owners have to sign from then on."""
    leaving: tuple[Address, ...] = ()
    """Owners whose seats end, unless they are elected again."""

    def document(self) -> dict[str, Any]:
        return {"threshold": self.threshold, "leaving": list(self.leaving)}

    def call_like(self, chain: ChainId, safe: Address) -> Action:
        """A call like those that change the owners, whoever is elected."""
        return Action(chain, safe, 0, calldata(_THRESHOLD, [self.threshold]), signature=_THRESHOLD)


def seats_of(document: Mapping[str, Any]) -> OwnerSeats:
    """Raises LookupError, TypeError or ValueError for another shape."""
    threshold = document["threshold"]
    if type(threshold) is not int or threshold < 1:
        raise ValueError("a threshold is a number of owners")
    return OwnerSeats(threshold, tuple(address(each) for each in document["leaving"]))


class SafeOwners(msgspec.Struct, frozen=True):
    """Who signs for a Safe at one block."""

    at: BlockRef
    owners: tuple[Address, ...]
    """In the order of its list."""
    threshold: int


class SeatChange(msgspec.Struct, frozen=True):
    """What makes a Safe's owners those whom a vote wants."""

    actions: tuple[Action, ...]
    """Its calls of itself; none where nothing has to change, or nothing may."""
    owners: frozenset[Address]
    """Those that it has afterwards."""
    too_few: bool
    """Whether there would be fewer owners than have to sign. Then nothing changes."""


def seat_change(
    chain: ChainId, safe: Address, now: SafeOwners, seats: OwnerSeats, wallets: Sequence[Address]
) -> SeatChange:
    """The calls for a Safe with these owners. `wallets`: of those who were elected, in that order.

    Who joins takes the place of who leaves, one after the other; at no time are there fewer owners than have to sign.
    """
    wanted = [wallet for wallet in dict.fromkeys(wallets) if wallet != safe]
    joining = [wallet for wallet in wanted if wallet not in now.owners]
    leaving = [owner for owner in now.owners if owner in seats.leaving and owner not in wanted]
    after = (set(now.owners) - set(leaving)) | set(joining)
    if len(after) < seats.threshold:
        return SeatChange((), frozenset(now.owners), too_few=True)
    owners, calls = list(now.owners), list[tuple[str, list[int]]]()
    for old, new in zip(leaving, joining, strict=False):
        calls.append((_SWAP, [_before(owners, old), int(old, 16), int(new, 16)]))
        owners[owners.index(old)] = new
    threshold = now.threshold
    for new in joining[len(leaving) :]:
        # With the last one there are as many owners as the new threshold may ask for.
        threshold = seats.threshold if new == joining[-1] else threshold
        calls.append((_ADD, [int(new, 16), threshold]))
        owners.insert(0, new)
    for old in leaving[len(joining) :]:
        threshold = seats.threshold
        calls.append((_REMOVE, [_before(owners, old), int(old, 16), threshold]))
        owners.remove(old)
    if threshold != seats.threshold:
        calls.append((_THRESHOLD, [seats.threshold]))
    return SeatChange(
        tuple(Action(chain, safe, 0, calldata(name, values), signature=name) for name, values in calls),
        frozenset(owners),
        too_few=False,
    )


def _before(owners: Sequence[Address], owner: Address) -> int:
    place = owners.index(owner)
    return int(owners[place - 1], 16) if place else _FIRST
