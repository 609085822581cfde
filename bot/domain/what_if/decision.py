"""What a count decides: two counts of the same vote that agree in it come to the same."""

from __future__ import annotations

import msgspec

from bot.domain.elections.election import Election, Rules
from bot.domain.elections.tally import Result
from bot.domain.rules.passing import elects, passes


class Decision(msgspec.Struct, frozen=True):
    passed: bool
    winner: int | None = None
    """The number of the choice that wins a vote which asks for one; None in any other, and where it doesn't pass."""


def decision(election: Election, result: Result) -> Decision:
    """What this result of the election decides. A vote of stakes passes when the first of what it asks about does."""
    if result.passing is not None:
        return Decision(any(result.passing[:1]))
    rules = election.rules or Rules()
    if not passes(result, rules, election.choices):
        return Decision(False)
    return Decision(True, result.winner if elects(rules, election.choices) else None)
