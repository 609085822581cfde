"""Rankings: the ballots of ranked choice and of Copeland, best choice first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.domain.counting import approval


class RankingOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`require_full`: a ballot that doesn't rank every choice is invalid."""

    require_full: bool = False


def fault(choice: object, size: int, options: RankingOptions) -> str | None:
    """Why `choice` can't count: it should be a list of different choices, not empty."""
    reason = approval.fault(choice, size, options)
    if reason is not None:
        return reason
    ranked = len(choice)  # type: ignore[arg-type]
    if not ranked:
        return "the ranking is empty"
    if options.require_full and ranked != size:
        return f"the ranking has {ranked} of {size} choices, all are required"
    return None


def sound(choices: Sequence[tuple[int, ...]], size: int, options: RankingOptions) -> bool:
    """Whether every list is a ranking, full where that is required."""
    least = size if options.require_full else 1
    return min(map(len, choices), default=least) >= least and approval.different_choices(choices, size)


def support(choice: tuple[int, ...], among: frozenset[int]) -> int:
    """1 when the ballot's first choice is one of `among`, else 0."""
    return 1 if choice[0] in among else 0
