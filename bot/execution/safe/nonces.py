"""Which nonce a Safe transaction gets: the first that is free, counting from the Safe's own."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from bot.execution.safe.service.client import Queued


class Chosen(msgspec.Struct, frozen=True):
    nonce: int
    twins: tuple[int, ...]
    """Nonces at which the very same transaction stands in the queue, and that can't be used."""


_MOST_TWINS = 5


def choose(first: int, waiting: Collection[int], queued: Sequence[Queued], own: Mapping[int, str]) -> Chosen:
    """`first` is the Safe's next nonce, `waiting` those of our own requests, `queued` what its owners see in the queue.

    `own` is what the hash of our transaction would be at each nonce of the queue. Where it stands there already, and is
    none of those requests, it was handed over before, and is the same transaction still: it keeps its nonce, unless a
    gap before it would hold it up.
    """
    taken = {*waiting, *(each.nonce for each in queued)}
    free = first
    while free in taken:
        free += 1
    same = sorted(
        {
            each.nonce
            for each in queued
            if own.get(each.nonce) == each.safe_tx_hash and each.nonce not in waiting
        }
    )
    again = next((nonce for nonce in same if first <= nonce <= free), None)
    nonce = free if again is None else again
    return Chosen(nonce, tuple(each for each in same if each != nonce)[:_MOST_TWINS])
