"""Conviction: stakes that grow in weight the longer they stay.

The arithmetic is that of 1Hive's ConvictionVoting contract, in integers with its rounding
(github.com/1Hive/conviction-voting-app, contracts/ConvictionVoting.sol: calculateConviction, calculateThreshold,
_mul, _pow), so that a result agrees with the chain to the last digit. Time is counted in steps of `time_unit`.
"""

from __future__ import annotations

import msgspec

from bot.domain.counting.errors import (
    BallotFault,
    ElectionError,
    NotASpan,
    NotAStake,
    NotATime,
    NotBelowOne,
    NotOneAmountEach,
    NotStakes,
    OffTheBallot,
    RequiredBy,
    StakeBeforeTime,
    StakeNotAQuantity,
    StakesAbovePower,
)
from bot.domain.counting.exact import digits, is_quantity, number, quantity, ratio
from bot.domain.counting.mechanism import BallotKind, Mechanism
from bot.domain.counting.roll import Count, Invalid, Roll

D = 10**7
"""Ratios are kept in multiples of 1/D, as in the contract."""

ONE = 1 << 128
HALF = 1 << 127
WORD = 1 << 256
"""The contract's integers have 256 bits; a threshold beyond them makes it revert, so nothing passes."""


class Stake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voter's new stake on a choice, in base units, from `at` (seconds) on."""

    choice: int
    amount: str
    at: int


class ConvictionOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`decay` per step and the threshold's `max_ratio` (β) and `weight` (ρ) as fractions; `time_unit` in seconds;
    `funds` and what each choice has `requested` of them in base units; `at`: the second of the count."""

    decay: str
    max_ratio: str
    weight: str
    funds: str
    requested: list[str]
    at: int
    time_unit: int = 1


def check(options: ConvictionOptions, size: int) -> None:
    """Raises ElectionError for options that can't be counted with."""
    if not 0 <= ratio(options.decay, "options.decay") < 1:
        raise ElectionError("options.decay", NotBelowOne())
    ratio(options.max_ratio, "options.max_ratio")
    ratio(options.weight, "options.weight")
    quantity(options.funds, "options.funds")
    if len(options.requested) != size:
        raise ElectionError("options.requested", NotOneAmountEach(size))
    for place, amount in enumerate(options.requested):
        quantity(amount, f"options.requested[{place}]")
    if options.time_unit < 1:
        raise ElectionError("options.time_unit", NotASpan())
    if options.at < 0:
        raise ElectionError("options.at", NotATime())


def fault(stakes: object, size: int, options: object) -> BallotFault | None:
    """Why a ballot's stakes can't count; a stake above the voter's power is not such a reason."""
    if type(stakes) not in (list, tuple):
        return NotStakes()
    for stake in stakes:  # type: ignore[attr-defined]
        if type(stake) is not Stake or type(stake.choice) is not int or type(stake.at) is not int:
            return NotAStake()
        if not 1 <= stake.choice <= size:
            return OffTheBallot(stake.choice)
        if not is_quantity(stake.amount):
            return StakeNotAQuantity()
        if stake.at < 0:
            return StakeBeforeTime()
    return None


def step_decay(decay: int, steps: int) -> int:
    """(decay ÷ D)^steps × 2¹²⁸ as the contract's `_pow` computes it, `decay` in multiples of 1/D."""
    factor = (decay << 128) // D
    result = ONE
    while steps:
        if steps & 1:
            result = (result * factor + HALF) >> 128
        steps >>= 1
        if steps:
            factor = (factor * factor + HALF) >> 128
    return result


def conviction(last: int, staked: int, steps: int, decay: int) -> int:
    """Conviction after `steps` with `staked` base units on it, from `last` (`calculateConviction`)."""
    kept = step_decay(decay, steps)
    return (kept * last + staked * D * (ONE - kept) // (D - decay) + HALF) >> 128


def threshold(requested: int, funds: int, supply: int, options: ConvictionOptions) -> int | None:
    """What the conviction must exceed (`calculateThreshold`), or None where it can never pass."""
    decay = in_steps_of_d(options.decay, "options.decay")
    max_ratio = in_steps_of_d(options.max_ratio, "options.max_ratio")
    weight = in_steps_of_d(options.weight, "options.weight")
    if funds == 0 or max_ratio * funds <= requested * D:
        return None
    denominator = (max_ratio << 64) // D - (requested << 64) // funds
    squared = denominator * denominator >> 64
    if squared == 0:
        return None
    scaled = (weight << 128) // D // squared * D
    needed = scaled // (D - decay) * supply
    biggest = max(
        max_ratio * funds, requested << 64, max_ratio << 64, denominator**2, weight << 128, scaled, needed
    )
    return needed >> 64 if biggest < WORD else None


def in_steps_of_d(text: str, field: str) -> int:
    """A fraction floored to multiples of 1/D."""
    return int(ratio(text, field) * D)


def count(roll: Roll, options: ConvictionOptions) -> Count:
    """The conviction of each choice at `options.at`, its threshold, and whether it exceeds it."""
    supply = roll.total_power
    if supply is None:
        raise ElectionError("electorate.total_power", RequiredBy("conviction"))
    decay = in_steps_of_d(options.decay, "options.decay")
    events = [
        (stake.at, voter, stake)
        for voter, stakes in enumerate(roll.choices)
        for stake in stakes
        if stake.at <= options.at
    ]
    events.sort(key=lambda event: event[0])
    held: dict[tuple[int, int], int] = {}
    in_all = [0] * len(roll.voters)
    staked = [0] * (roll.size + 1)
    reached = [0] * (roll.size + 1)
    updated = [0] * (roll.size + 1)
    invalid = []

    def update(choice: int, at: int) -> None:
        step = at // options.time_unit
        reached[choice] = conviction(reached[choice], staked[choice], step - updated[choice], decay)
        updated[choice] = step

    for at, voter, stake in events:
        change = number(stake.amount) - held.get((voter, stake.choice), 0)
        if in_all[voter] + change > roll.powers[voter]:
            invalid.append(
                Invalid(
                    roll.voters[voter],
                    str(
                        StakesAbovePower(
                            stake.amount,
                            stake.choice,
                            at,
                            digits(in_all[voter] + change),
                            digits(roll.powers[voter]),
                        )
                    ),
                )
            )
        elif change:
            update(stake.choice, at)
            held[voter, stake.choice] = number(stake.amount)
            in_all[voter] += change
            staked[stake.choice] += change
    for choice in range(1, roll.size + 1):
        update(choice, options.at)
    funds = number(options.funds)
    needed = tuple(threshold(number(amount), funds, supply, options) for amount in options.requested)
    scores = tuple(reached[1:])
    passing = tuple(bar is not None and score > bar for score, bar in zip(scores, needed, strict=True))
    return Count.exact(scores, needed=needed, passing=passing, invalid=tuple(invalid))


CONVICTION = Mechanism(
    name="conviction",
    ballot=BallotKind.STAKES,
    choice=list[Stake],
    options=ConvictionOptions,
    check=check,
    fault=fault,
    count=count,
    support=None,
    open_ended=True,
    needs_total_power=True,
)
