"""How much power, and how many voters, stand behind some of the choices, whatever the mechanism."""

from __future__ import annotations

from bot.domain.counting.exact import sum_of_fractions
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Number, Roll


def backing(roll: Roll, mechanism: Mechanism, among: frozenset[int]) -> tuple[Number, int]:
    """Power in base units and number of voters with power whose ballots support the choices `among`.

    A ballot supports them with all of its power (single, head count: it chose one of them; approval: it approves
    at least one; ranked choice and Copeland: its first choice is one of them) or with the part that it gave them
    (weighted, quadratic). Nothing of it is asked of conviction (`outcome.check`).
    """
    if not among:
        return 0, 0
    support = mechanism.support
    if support is None:
        raise TypeError(f"a ballot of {mechanism.name} gives its power to no choice")
    voters = 0
    sums: dict[int, int] = {1: 0}
    heads = map(bool, roll.powers) if roll.heads is None else roll.heads
    for choice, power, behind in zip(roll.choices, roll.powers, heads, strict=True):
        # Of a voter all of whose power says something else in parts the head is left.
        part = support(choice, among) if power or behind else 0
        if not part:
            continue
        voters += behind
        if isinstance(part, int):
            sums[1] += power
        else:
            sums[part.denominator] = sums.get(part.denominator, 0) + power * part.numerator
    return sum_of_fractions(sums), voters
