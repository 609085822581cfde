"""What a vote asks, and therefore what of a count is its outcome."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.elections.tally import Result
from bot.domain.rules.names import Roles, role
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import asks_nothing, elects

Leading = tuple[bool | None, tuple[int, ...]]
"""Whether it passes (None without rules), and who wins (several are tied) where that is part of the outcome."""


def yes_or_no(choices: Sequence[str], roles: Roles) -> bool:
    """Whether a choice is For or Against: then passing is all of the outcome, else it is also who wins."""
    return role("for", roles, choices) is not None or role("against", roles, choices) is not None


def only_passing(choices: Sequence[str], rules: Rules) -> bool:
    """Whether nothing but the rules decides: the vote asks for yes or no, and passing needs no winner besides."""
    return yes_or_no(choices, rules.roles) and not elects(rules, choices) and not asks_nothing(rules)


def leading(result: Result, only_passing: bool) -> Leading:
    """The outcome of the count so far: two counts that agree in it say the same to the members.

    `only_passing`: the vote has rules, and they ask a question of yes or no.
    """
    passed = None if result.outcome is None else result.outcome.passed
    if only_passing and passed is not None:
        return passed, ()
    return passed, result.tied or (() if result.winner is None else (result.winner,))
