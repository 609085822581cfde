"""Majority: do more want it than not?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from bot.domain.counting.errors import (
    ElectionError,
    NoChoiceInRole,
)
from bot.domain.counting.exact import ratio
from bot.domain.counting.roll import Number
from bot.domain.rules.electorate import Electorate, eligible, total_power
from bot.domain.rules.names import Roles, role

FIELD = "rules.majority"


class Majority(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The majority rule (election-format.md, Rules)."""

    kind: Literal["simple"] = "simple"
    value: str = "1/2"
    strict: bool = True
    abstain: Literal["excluded", "included"] = "excluded"
    of: Literal["cast", "total"] = "cast"


def check(
    majority: Majority, choices: Sequence[str], roles: Roles, electorate: Electorate, heads: bool
) -> None:
    """Raises ElectionError for a majority that can't be applied to these choices and this electorate."""
    ratio(majority.value, f"{FIELD}.value")
    if role("for", roles, choices) is None:
        raise ElectionError(FIELD, NoChoiceInRole("for"))
    if majority.of == "total":
        _electorate(electorate, heads)
    elif role("against", roles, choices) is None:
        raise ElectionError(FIELD, NoChoiceInRole("against"))


def reached(
    majority: Majority,
    scores: Sequence[Number],
    choices: Sequence[str],
    roles: Roles,
    electorate: Electorate,
    heads: bool,
) -> bool:
    """Whether the score of For is more than (not strict: at least) value × base. Exact.

    The base is For + Against, with Abstain where it is included, or the electorate: its total power, and where
    `heads` are counted the number of accounts that hold power.
    """

    def score(name: str) -> Number:
        number = role(name, roles, choices)
        return 0 if number is None else scores[number - 1]

    favour = score("for")
    if majority.of == "total":
        base: Number = _electorate(electorate, heads)
    else:
        base = favour + score("against")
        if majority.abstain == "included":
            base += score("abstain")
    bar = ratio(majority.value, f"{FIELD}.value") * base
    return favour > bar if majority.strict else favour >= bar and favour > 0


def _electorate(electorate: Electorate, heads: bool) -> int:
    return eligible(electorate, FIELD) if heads else total_power(electorate, FIELD)
