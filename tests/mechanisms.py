"""Ways of voting as tests draw them: by what a ballot says, not by the names that there are today."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.counting.mechanism import BallotKind
from bot.domain.counting.registry import MECHANISMS

VOTED_ON = tuple(name for name, each in MECHANISMS.items() if each.ballot in BALLOT_FORMATS)
"""Every mechanism that members cast ballots in."""

_OPTIONS: dict[str, list[dict[str, Any]]] = {
    "ranked_choice": [{"require_full": True}, {"tie_break": "lowest_index"}],
    "copeland": [{"require_full": True}],
    "quadratic": [{"form": "credits", "unit": "3"}, {"form": "matching", "unit": "1000"}],
}


def options_of(mechanism: str) -> list[dict[str, Any]]:
    """Some options of a mechanism, the defaults among them."""
    return [{}, *_OPTIONS.get(mechanism, [])]


def choices_of(mechanism: str, size: int, *, full: bool = False) -> st.SearchStrategy[Any]:
    """What a valid ballot can say between `size` choices; with `full` a ranking leaves none out."""
    number = st.integers(1, size)
    match MECHANISMS[mechanism].ballot:
        case BallotKind.ONE:
            return number
        case BallotKind.SEVERAL:
            return st.lists(number, unique=True, max_size=size)
        case BallotKind.RANKING:
            return st.lists(number, unique=True, min_size=size if full else 1, max_size=size)
        case BallotKind.NUMBERS:
            weights = st.dictionaries(number.map(str), st.integers(0, 9), min_size=1, max_size=size)
            return weights.filter(lambda given: any(given.values()))
    raise ValueError(f"{mechanism} has no ballots")


def choice_for(mechanism: str, number: int, size: int) -> Any:
    """A valid ballot for one choice of `size`; where choices are ranked, the others come after it."""
    match MECHANISMS[mechanism].ballot:
        case BallotKind.SEVERAL:
            return [number]
        case BallotKind.RANKING:
            return [*range(number, size + 1), *range(1, number)]
        case BallotKind.NUMBERS:
            return {str(number): 1}
    return number
