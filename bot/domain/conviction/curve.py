"""Conviction on a track: the rule of its policy, the course of a proposal over time, and when it passes.

The arithmetic is counting/conviction.py's, so that a card, a close and `folkmoot tally` agree to the last digit.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Self

import msgspec
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.domain.conviction.staking import Staking, seconds
from bot.domain.counting.conviction import (
    CONVICTION,
    HALF,
    ONE,
    ConvictionOptions,
    D,
    Stake,
    conviction,
    in_steps_of_d,
    threshold,
)
from bot.domain.counting.errors import ElectionError
from bot.domain.counting.exact import ratio
from bot.domain.elections.election import Election, Electorate, StakingBallot
from bot.domain.errors.governance.policy_fields import (
    DecayOfOne,
    EitherDecay,
    ExpectedFraction,
    HalfLifeTooLong,
    OutsideOfOne,
)
from bot.domain.fault import Unfit
from bot.domain.ids import MemberId, Power
from bot.domain.policy.bounds import MOST_SECONDS, FractionText, PositiveDuration

_DIGITS = 80
"""Of the half-life's root: far more than decide about a floor to seven decimals."""
LONGEST_HALF_LIFE = 1_000_000
"""In steps. Beyond it a floor to 1/10⁷ would shorten the half-life by more than a hundredth."""


def decay_of_half_life(half_life: timedelta, time_unit: int) -> str:
    """α = ½^(1 ÷ half-life in steps), floored to 1/10⁷ as 1Hive's contract keeps it: such as 9330329/10000000.

    Raises Unfit (a ValueError) for a half-life that isn't positive, or longer than a million steps.
    """
    steps = Fraction(half_life // timedelta(microseconds=1), 1_000_000 * time_unit)
    if not 0 < steps <= LONGEST_HALF_LIFE:
        raise Unfit(HalfLifeTooLong(LONGEST_HALF_LIFE))
    if steps.numerator == 1:
        return f"{D >> steps.denominator}/{D}"
    with localcontext() as context:
        # No power of two but the whole ones above is rational, so that so many digits settle the floor.
        context.prec = _DIGITS
        exponent = Decimal(-steps.denominator) / Decimal(steps.numerator)
        return f"{int((exponent * Decimal(2).ln()).exp() * D)}/{D}"


class ConvictionRule(BaseModel):
    """The options of a conviction track, as its policy has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decay: FractionText | None = None
    """α for each step, a fraction below 1."""
    half_life: PositiveDuration | None = None
    """Instead of α: after so long half of a conviction is left that nothing is staked on any more."""
    time_unit: int = Field(default=1, ge=1, le=MOST_SECONDS)
    """Seconds of a step."""
    max_ratio: FractionText
    """β, the share of the funds below which a proposal must ask."""
    weight: FractionText
    """ρ, how much conviction is asked for."""

    @field_validator("decay", "max_ratio", "weight")
    @classmethod
    def _fraction(cls, text: str | None) -> str | None:
        if text is not None:
            try:
                value = ratio(text, "")
            except ElectionError:
                raise Unfit(ExpectedFraction()) from None
            if not 0 <= value <= 1:
                raise Unfit(OutsideOfOne())
        return text

    @model_validator(mode="after")
    def _one_decay(self) -> Self:
        if (self.decay is None) == (self.half_life is None):
            raise Unfit(EitherDecay())
        if not 0 <= in_steps_of_d(self.alpha, "decay") < D:
            raise Unfit(DecayOfOne())
        return self

    @property
    def alpha(self) -> str:
        """α, also where the policy gives the half-life."""
        if self.decay is not None:
            return self.decay
        assert self.half_life is not None
        return decay_of_half_life(self.half_life, self.time_unit)

    def options(self, funds: int, requested: int, at: int) -> ConvictionOptions:
        """The election file's options for a count at a second. Amounts in base units of the pool's asset."""
        return ConvictionOptions(
            decay=self.alpha,
            time_unit=self.time_unit,
            max_ratio=self.max_ratio,
            weight=self.weight,
            funds=str(funds),
            requested=[str(requested)],
            at=at,
        )


class ConvictionCurve(msgspec.Struct, frozen=True):
    """The conviction of one proposal over time, in the contract's integers."""

    decay: int
    """α in multiples of 1/D."""
    time_unit: int
    points: tuple[tuple[int, int, int], ...]
    """After each change: (second, conviction then, staked from then on), the oldest first."""

    @classmethod
    def of(cls, stakings: Iterable[Staking], rule: ConvictionRule) -> "ConvictionCurve":
        """The course of a proposal's stakes, which stand in the order of their times."""
        decay, unit = in_steps_of_d(rule.alpha, "decay"), rule.time_unit
        amounts: dict[MemberId, Power] = {}
        since, reached, staked = 0, 0, 0
        points: list[tuple[int, int, int]] = []
        for staking in sorted(stakings, key=lambda each: seconds(each.at)):
            change = staking.amount - amounts.get(staking.member, 0)
            if not change:
                continue
            at = seconds(staking.at)
            amounts[staking.member] = staking.amount
            reached = conviction(reached, staked, at // unit - since // unit, decay)
            since, staked = at, staked + change
            points.append((since, reached, staked))
        return cls(decay, unit, tuple(points))

    def at(self, second: int) -> int:
        """The conviction at a second, in base units."""
        place = bisect_right(self.points, second, key=lambda point: point[0])
        since, reached, staked = self.points[place - 1] if place else (0, 0, 0)
        return conviction(reached, staked, second // self.time_unit - since // self.time_unit, self.decay)

    @property
    def staked(self) -> Power:
        """What lies on the proposal after the last change."""
        return self.points[-1][2] if self.points else 0

    @property
    def limit(self) -> int:
        """What conviction comes to if nothing changes: x ÷ (1 − α)."""
        return (self.staked * D * ONE // (D - self.decay) + HALF) >> 128

    def passes_at(self, needed: int | None, now: int) -> int | None:
        """The first second from `now` on at which the conviction exceeds what is needed, if nothing changes.

        None where it never does, or can't pass whatever happens (`needed` None).
        """
        if needed is None:
            return None
        if self.at(now) > needed:
            return now
        if self.limit <= needed:
            return None
        step = now // self.time_unit
        distance = 1
        while self.at((step + distance) * self.time_unit) <= needed:
            distance *= 2
        below, above = step + distance // 2, step + distance
        while above - below > 1:
            middle = (below + above) // 2
            if self.at(middle * self.time_unit) > needed:
                above = middle
            else:
                below = middle
        return above * self.time_unit


def needed_for(rule: ConvictionRule, requested: int, funds: int, supply: Power) -> int | None:
    """What the conviction must exceed; None where it can never pass."""
    return threshold(requested, funds, supply, rule.options(funds, requested, 0))


def election_of_stakes(
    title: str,
    stakings: Iterable[Staking],
    powers: Mapping[MemberId, Power],
    options: ConvictionOptions,
    supply: Power,
) -> Election:
    """The election file of one proposal: its stakes up to the count, in the order of their times.

    A voter's power there is the most that was read of them while they staked, or at the count (`powers`): a stake that
    was right in its time stays in the count when its owner holds less later, which a change of its own says.
    """
    ballots: dict[MemberId, list[Stake]] = {}
    most: dict[MemberId, Power] = {}
    for staking in sorted(stakings, key=lambda each: seconds(each.at)):
        if (at := seconds(staking.at)) <= options.at:
            ballots.setdefault(staking.member, []).append(Stake(1, str(staking.amount), at))
            most[staking.member] = max(
                most.get(staking.member, 0), staking.power, staking.amount, powers.get(staking.member, 0)
            )
    made: list[Any] = [
        StakingBallot(str(member), str(most[member]), stakes, stakes[0].at)
        for member, stakes in ballots.items()
    ]
    return Election(
        mechanism=CONVICTION.name,
        choices=[title],
        ballots=made,
        options=options,
        electorate=Electorate(total_power=str(supply)),
    )
