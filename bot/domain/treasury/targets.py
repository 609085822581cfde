"""The shares that a treasury is to have, as moderators set them."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from bot.domain.frozen_model import FrozenModel
from bot.domain.policy.bounds import ShareText
from bot.domain.treasury.drift import Band, BandKind
from bot.domain.treasury.positions import AnyPosition, Position

MOST_TARGETS = 10
SHORTEST_CALENDAR = timedelta(days=1)
LONGEST_CALENDAR = timedelta(days=3660)


class TargetShare(FrozenModel):
    """The share that one position is to have of all that have targets."""

    position: Position
    share: ShareText


class TargetBand(FrozenModel):
    """How far each share may be from its target."""

    kind: BandKind
    width: ShareText

    @property
    def band(self) -> Band:
        return Band(self.kind, Fraction(self.width))


class Targets(FrozenModel):
    """Two kinds of rebalancing, of which at least one is there: by bands, and by the calendar."""

    shares: tuple[TargetShare, ...] = Field(min_length=1, max_length=MOST_TARGETS)
    band: TargetBand | None = None
    every: Annotated[timedelta, Field(ge=SHORTEST_CALENDAR, le=LONGEST_CALENDAR)] | None = None
    since: AwareDatetime
    """When they were set: the calendar begins then."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(Fraction(each.share) for each in self.shares) != 1:
            raise ValueError("target shares must make one")
        if len({each.position for each in self.shares}) < len(self.shares):
            raise ValueError("each has one target")
        if self.band is None and self.every is None:
            raise ValueError("a band, a calendar or both")
        return self

    @property
    def positions(self) -> frozenset[AnyPosition]:
        return frozenset(each.position for each in self.shares)


class Reminded(FrozenModel):
    """What was told of drift already."""

    at: datetime | None = None
    """When the calendar was followed last."""
    out: bool = False
    """Whether it was told that a band is left, and none was back since."""
