"""A pool shared as the rule says, one round after the other, in fractions: slow, and plain."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Document = dict[str, Any]


def weight(shared: str, power: int) -> Fraction:
    """What a ballot's part is by."""
    if shared == "equal":
        return Fraction(1 if power else 0)
    if shared == "power":
        return Fraction(power)
    # The largest number with 18 digits behind the point whose square is not above the power, found by bisection.
    low, high = 0, (power + 1) * 10**18
    while high - low > 1:
        middle = (low + high) // 2
        if middle * middle <= power * 10**36:
            low = middle
        else:
            high = middle
    return Fraction(low, 10**18)


def shared(pool: int, powers: list[int], by: str, cap: int | None) -> tuple[list[int], int]:
    """Each one's amount, and what is left."""
    weights = [weight(by, power) for power in powers]
    open_still = [place for place, each in enumerate(weights) if each]
    fixed: dict[int, int] = {}
    while True:
        left = pool - sum(fixed.values())
        total = sum(weights[place] for place in open_still)
        parts = {place: left * weights[place] / total for place in open_still}
        over = [place for place in open_still if cap is not None and parts[place] > cap]
        if not over:
            break
        assert cap is not None
        for place in over:
            fixed[place] = cap
            open_still.remove(place)
    amounts = {place: int(part) for place, part in parts.items()}
    rest = left - sum(amounts.values()) if amounts else 0
    order = sorted(amounts, key=lambda place: (amounts[place] - parts[place], place))
    for place in order[:rest]:
        amounts[place] += 1
    given = [(fixed | amounts).get(place, 0) for place in range(len(powers))]
    return given, pool - sum(given)
