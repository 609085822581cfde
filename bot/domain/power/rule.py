"""How what was read becomes what a ballot weighs (governance.md §3)."""

from datetime import timedelta
from functools import cached_property
from math import isqrt
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.domain.errors.governance.policy_fields import FewerSecondsThanSamples, RootDecimals
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel, later
from bot.domain.ids import ChainId, Power, RoleId
from bot.domain.policy.bounds import (
    MOST_SOURCES,
    Amount,
    Decimals,
    PositiveAmount,
    PositiveDuration,
    Symbol,
)
from bot.domain.power.sources.base import OnChain
from bot.domain.power.sources.registry import AnySource, PowerSource, on_chain

MOST_SAMPLES = 12
"""Blocks at which each wallet is read."""
ROOT_DECIMALS = 18
"""A root is taken in fixed point with at least so many decimals."""


class Holding(FrozenModel):
    """Power is the least balance over several blocks: what is borrowed for a moment counts for nothing."""

    window: PositiveDuration
    """How long before the snapshot the first block lies at most."""
    samples: int = Field(ge=2, le=MOST_SAMPLES)
    """How many blocks are read, the snapshot among them."""

    @model_validator(mode="after")
    def _wide_enough(self) -> Self:
        if self.window < timedelta(seconds=self.samples):
            raise Unfit(FewerSecondsThanSamples())
        return self


class PowerRule(FrozenModel):
    """Which sources give power, and how they make one number (governance.md §3).

    All of a member's wallets and sources are put together first; then come cap, minimum and curve, in this order.
    """

    sources: tuple[PowerSource, ...] = Field(default=(), max_length=MOST_SOURCES)
    symbol: Symbol = "votes"
    decimals: Decimals = 18
    """How many base units make one shown unit: 10 ** decimals."""
    combine: Literal["sum", "max"] = later("sum")
    """Whether sources add up, or the one that gives a member most counts alone."""
    cap: PositiveAmount | None = later(None)
    """The most that a member has in all, in base units, before any curve."""
    minimum: Amount = later(0)
    """Below it a member's power is zero, in base units, before any curve."""
    curve: Literal["linear", "root"] = later("linear")
    """`root`: the square root of the whole units, so that four times the tokens give twice the power."""
    holding: Holding | None = later(None)

    @model_validator(mode="after")
    def _roots_are_exact_enough(self) -> Self:
        if self.curve == "root" and self.decimals < ROOT_DECIMALS:
            raise Unfit(RootDecimals(ROOT_DECIMALS, self.decimals))
        return self

    @cached_property
    def roles(self) -> frozenset[RoleId]:
        """The Discord roles that give power."""
        return frozenset().union(*(source.roles for source in self.sources))

    @cached_property
    def chains(self) -> frozenset[ChainId]:
        """The chains on which its sources are read."""
        return frozenset(source.chain for _, source in on_chain(self.sources))

    def counts(self, source: AnySource, proved: frozenset[ChainId] | None) -> bool:
        """Whether a wallet can have anything of the source. `proved`: of a contract the chains on which it was proved;
        None for a key.

        A contract counts for what lies on a chain where it was proved; for what lies on none, such as a list of
        accounts, where it was proved on every chain of the rule: the list doesn't say which of them it means.
        """
        if proved is None:
            return True
        return source.chain in proved if isinstance(source, OnChain) else proved >= self.chains

    @property
    def gates(self) -> tuple[AnySource, ...]:
        """The sources of which a voter must have something to have any power."""
        return tuple(source for source in self.sources if source.least_required is not None)

    @property
    def adds_up(self) -> bool:
        """Whether members' powers together can be compared with what there is in all: without a curve, and where
        all sources count."""
        return self.curve == "linear" and self.combine == "sum"

    @property
    def sums_wallets(self) -> bool:
        """Whether a member's power is the plain sum of what each wallet gives, and of what is the member's own: nothing
        is limited, asked for or rooted of all of it together."""
        whole = self.cap is None and not self.minimum and self.holding is None
        return (
            self.adds_up
            and whole
            and all(source.cap is None and source.least_required is None for source in self.sources)
        )

    @property
    def least(self) -> Power:
        """Nobody who has any power has less than this, in base units. (Of a root no total tells anything.)"""
        least = min((_least_of(source) for source in self.sources if not source.gate), default=1)
        if self.cap is not None:
            least = min(least, self.cap)
        return max(1, least, self.minimum)

    def curved(self, balance: Power) -> Power:
        """What a balance counts by the curve, in base units.

        The root of b base units with d decimals is ⌊√(b · 10^d)⌋, which is √(b / 10^d) whole units, floored at the
        base unit.
        """
        return isqrt(balance * 10**self.decimals) if self.curve == "root" else balance


def _least_of(source: AnySource) -> Power:
    power = source.least * source.weight
    return power if source.cap is None else min(power, source.cap)
