"""Wallets that were taken off their member while a vote is open: for which of the member's ballots they still count."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Unlinked(NamedTuple):
    """A time in which a wallet was not linked to the member for whom it counts in a vote."""

    since: datetime
    until: datetime | None
    """When that member linked it again; None while they haven't."""


def still_counts(
    unlinked: Sequence[Unlinked], at: datetime, *, leaves: bool = False, ends_at: datetime | None = None
) -> bool:
    """Whether the wallet counts for a ballot that was cast at that time (for power that was delegated: the opening).

    What is cast while the wallet is not linked doesn't have it. A ballot that was cast before keeps it (also one of the
    same moment: what is stored with a wallet came before that was taken off), but where by the policy such a wallet
    `leaves`: then only what is cast after it was linked again has it. What happens from the end of the vote on changes
    nothing.
    """
    if any(gap.since < at and (gap.until is None or at < gap.until) for gap in unlinked):
        return False
    return not leaves or not any(
        at <= gap.since and (ends_at is None or gap.since < ends_at) for gap in unlinked
    )
