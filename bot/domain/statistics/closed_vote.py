"""A vote that is over, in numbers: what all figures over time are worked out from."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from statistics import median

import msgspec

from bot.domain.ids import Power, ProposalId, ProposalNumber, TrackId


class PastVote(msgspec.Struct, frozen=True, kw_only=True):
    """One on which members voted with ballots, here or elsewhere."""

    closed_at: datetime
    passed: bool
    voters: int
    """Whose ballots counted."""
    cast_power: Power
    """Of these ballots, with what was delegated to them, in base units."""
    total_power: Power | None
    """All that there was, where it can be compared with what was cast; None where that isn't known."""

    @property
    def turnout(self) -> Fraction | None:
        """Which share of all power was cast; None where that isn't known."""
        return Fraction(self.cast_power, self.total_power) if self.total_power else None


class ClosedVote(PastVote, frozen=True, kw_only=True):
    """One that was held here."""

    proposal: ProposalId
    number: ProposalNumber
    track: TrackId
    mechanism: str
    opened_at: datetime
    decimals: int
    """How many base units make one shown unit: 10 ** decimals."""
    symbol: str


def middle(values: Iterable[int | Fraction]) -> Fraction | None:
    """The median, exactly; None of nothing."""
    found = [Fraction(each) for each in values]
    return median(found) if found else None
