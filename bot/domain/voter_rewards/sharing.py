"""How a pool is shared, in whole base units and without any float."""

from collections.abc import Sequence
from math import isqrt

import msgspec

from bot.domain.counting.exact import SCALE
from bot.domain.policy.voter_rewards import SharedBy


class Shares(msgspec.Struct, frozen=True):
    """What each gets, and what nobody may have: together exactly the pool."""

    amounts: tuple[int, ...]
    """In the order of the weights."""
    remainder: int
    """It stays where it is: everybody has as much as one may have, or nobody may have anything."""


def weights_of(shared: SharedBy, powers: Sequence[int]) -> list[int]:
    """What parts of the pool are by, for ballots of such powers. Who has no power has no part, either way.

    A root is taken as in a count: ⌊√power · 10¹⁸⌋, so that it has 18 digits behind the point.
    """
    match shared:
        case "equal":
            return [min(1, power) for power in powers]
        case "power":
            return list(powers)
        case "root":
            return [isqrt(power * SCALE**2) for power in powers]


def shares_of(pool: int, weights: Sequence[int], cap: int | None) -> Shares:
    """The pool in parts as the weights are; nobody has more than the cap.

    Whoever's part would be more than the cap has the cap, and what that leaves is shared among the others, again and
    again, until nobody is over it. These parts are exact; in whole base units they are given by largest remainder:
    each is rounded down, and what is left goes, one by one, to the largest remainders, of equal ones to the first.
    """
    amounts, left, weight = [0] * len(weights), pool, sum(weights)
    heaviest = sorted(
        (place for place, each in enumerate(weights) if each), key=lambda place: -weights[place]
    )
    capped = 0
    if cap is not None:
        # What the cap takes from the heaviest makes the parts of the others larger, never smaller: so that who is over
        # it stays so, and those who are come first in the order of weights.
        for place in heaviest:
            if left * weights[place] <= cap * weight:
                break
            amounts[place], left, weight = cap, left - cap, weight - weights[place]
            capped += 1
    sharing = sorted(heaviest[capped:])
    if not sharing:
        return Shares(tuple(amounts), left)
    parts = {place: divmod(left * weights[place], weight) for place in sharing}
    over = left - sum(part for part, _ in parts.values())
    by_remainder = sorted(sharing, key=lambda place: (-parts[place][1], place))
    for place in sharing:
        amounts[place] = parts[place][0]
    for place in by_remainder[:over]:
        amounts[place] += 1
    return Shares(tuple(amounts), 0)
