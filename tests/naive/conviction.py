"""Conviction, with the contract's formulas as the election format writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Document = dict[str, Any]
D = 10**7


def mul(a: int, b: int) -> int:
    """a · b in units of 2⁻¹²⁸, rounded."""
    return (a * b + 2**127) >> 128


def power(decay: int, steps: int) -> int:
    """aᵗ, squaring from the lowest bit."""
    a, result = decay * 2**128 // D, 2**128
    for bit in reversed(bin(steps)[2:]):
        if bit == "1":
            result = mul(result, a)
        a = mul(a, a)
    return result


def floored(text: str) -> int:
    """A fraction in multiples of 1/D."""
    return int(Fraction(text) * D)


def threshold(options: Document, requested: int, supply: int) -> int | None:
    """What conviction must exceed."""
    decay, ratio, weight = (floored(options[name]) for name in ("decay", "max_ratio", "weight"))
    funds = int(options["funds"])
    if funds == 0 or ratio * funds <= requested * D:
        return None
    denom = ratio * 2**64 // D - requested * 2**64 // funds
    if (denom**2 >> 64) == 0:
        return None
    product = (weight * 2**128 // D) // (denom**2 >> 64) * D // (D - decay) * supply
    return None if product >= 2**256 else product >> 64


def count_conviction(
    document: Document, ballots: list[Document]
) -> tuple[list[int], list[int | None], list[Document]]:
    """Scores, thresholds, and the stakes that were skipped."""
    options = document["options"]
    unit, end = options.get("time_unit", 1), options["at"]
    decay = floored(options["decay"])
    size = len(document["choices"])
    skipped = []
    history: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    stakes: dict[tuple[str, int], int] = {}
    events = [(stake, ballot) for ballot in ballots for stake in ballot["choice"] if stake["at"] <= end]
    for stake, ballot in sorted(events, key=lambda event: event[0]["at"]):
        place = (ballot["voter"], stake["choice"])
        after = {**stakes, place: int(stake["amount"])}
        total = sum(amount for (voter, _), amount in after.items() if voter == ballot["voter"])
        if total > ballot["weight"]:
            skipped.append(
                {
                    "voter": ballot["voter"],
                    "reason": f"a stake of {stake['amount']} on choice {stake['choice']} at {stake['at']} would "
                    f"lift the stakes to {total}, above the power of {ballot['weight']}",
                }
            )
        elif after[place] != stakes.get(place, 0):
            stakes = after
            staked = sum(amount for (_, choice), amount in stakes.items() if choice == stake["choice"])
            history[stake["choice"] - 1].append((stake["at"], staked))
    scores = []
    for changes in history:
        conviction, amount, last = 0, 0, 0
        for at, staked in [*changes, (end, 0)]:
            kept = power(decay, at // unit - last // unit)
            conviction = (kept * conviction + amount * D * (2**128 - kept) // (D - decay) + 2**127) >> 128
            amount, last = staked, at
        scores.append(conviction)
    supply = int(document["electorate"]["total_power"])
    return scores, [threshold(options, int(asked), supply) for asked in options["requested"]], skipped
