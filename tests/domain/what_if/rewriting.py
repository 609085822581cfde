"""An election file written by hand for another rule of counting: nothing of `bot.domain.what_if` is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.naive.count import fault

READABLE: dict[tuple[str, str], Callable[[Any], Any]] = {
    **{("single", to): lambda choice: choice for to in ("headcount", "quadratic")},
    **{("headcount", to): lambda choice: choice for to in ("single", "quadratic")},
    **{
        (of, to): lambda choice: choice[0]
        for of in ("ranked_choice", "copeland")
        for to in ("single", "headcount", "quadratic")
    },
    ("ranked_choice", "copeland"): lambda choice: choice,
    ("copeland", "ranked_choice"): lambda choice: choice,
    ("weighted", "quadratic"): lambda choice: choice,
    ("quadratic", "weighted"): lambda choice: {str(choice): 1} if isinstance(choice, int) else choice,
}
"""Written down again: which mechanism can count the ballots of which other, and how they are written for it."""


def rewritten(document: dict[str, Any], mechanism: str, options: dict[str, Any]) -> dict[str, Any]:
    """The election file by another rule, as somebody would write it by hand."""
    same = mechanism == document["mechanism"]
    read = (lambda choice: choice) if same else READABLE[document["mechanism"], mechanism]
    ballots = [
        ballot if same else {**ballot, "choice": read(ballot["choice"])}
        for ballot in document["ballots"]
        if same or not _invalid(document, ballot)
    ]
    return {**document, "mechanism": mechanism, "options": options, "ballots": ballots}


def _invalid(document: dict[str, Any], ballot: dict[str, Any]) -> bool:
    """Whether it says nothing that is asked; what power it has is another question."""
    return fault(document, {**ballot, "power": "0"}) is not None
