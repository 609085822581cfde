"""Whether a vote passes, also where no rule tells it (docs/decisions/0012)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.elections.tally import Result
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules


def elects(rules: Rules, choices: Sequence[str]) -> bool:
    """Whether a vote asks which of its choices wins, and not whether one of them is accepted: no choice is For, and
    no rule speaks of more or less than that."""
    return rules.majority is None and rules.veto is None and role("for", rules.roles, choices) is None


def asks_nothing(rules: Rules) -> bool:
    """Whether there is no rule at all, so that only a winner says whether the vote passes."""
    return rules.majority is None and rules.veto is None and not rules.quorum and not rules.min_voters


def passes(result: Result, rules: Rules, choices: Sequence[str]) -> bool:
    """Whether a vote passes with this result.

    Every rule that is present must hold. A vote that elects needs a winner besides; one about For that has no rule
    at all passes when For wins.
    """
    if result.outcome is not None and not result.outcome.passed:
        return False
    if elects(rules, choices):
        return result.winner is not None
    if asks_nothing(rules):
        return result.winner == role("for", rules.roles, choices)
    return True
