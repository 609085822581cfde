"""How many will vote, and whether it passes, by the space's own past: averages, and how often they were right.

**Voters**: the average of the votes on the track, drawn towards that of the whole space as if `SHRUNK` more votes on
the track had had it (shrinkage as by James & Stein: a track of which little is known is like its space). **The range**
holds the middle eight tenths of what came of earlier forecasts, relative to what was forecast (split conformal
prediction; Vovk, Gammerman & Shafer, 2005). **Passing**: the share of votes that passed, by Jeffreys' prior (half a
vote for either), drawn towards that of the space alike.

Each earlier vote was forecast from those alone that were closed when it opened: what is said of hits is what one would
have seen. Everything is exact, and the same on every machine.
"""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

import msgspec

from bot.domain.ids import TrackId

SHRUNK = 2
LEAST_VOTES = 8
"""So many closed votes a space needs before anything is forecast."""
MOST_VOTES = 50
"""So many of the last ones count: what was long ago tells little."""
_LEAST_FOR_RANGE = 4
"""So many forecasts have to have come out before a range is told."""
_LEFT_OUT = 10
"""A tenth of what came out lies below a range, and a tenth above it."""


class PastVote(msgspec.Struct, frozen=True):
    """A vote that is closed."""

    track: TrackId
    opened_at: datetime
    closed_at: datetime
    voters: int
    passed: bool


class Expectation(msgspec.Struct, frozen=True):
    voters: Fraction
    passes: Fraction
    """The probability."""


class Scored(msgspec.Struct, frozen=True):
    """A closed vote beside what was to be expected of it when it opened."""

    vote: PastVote
    expected: Expectation
    last: PastVote
    """The one that was closed last before it opened: "as last time"."""

    @property
    def ratio(self) -> Fraction:
        """What came of it relative to what was expected; one voter is added to both, so that it is one also of
        none."""
        return (self.vote.voters + 1) / (self.expected.voters + 1)

    @property
    def hit(self) -> bool:
        """Whether the likelier outcome came."""
        return (self.expected.passes > Fraction(1, 2)) == self.vote.passed

    @property
    def hit_as_last_time(self) -> bool:
        return self.last.passed == self.vote.passed


class Range(msgspec.Struct, frozen=True):
    least: int
    most: int

    def __contains__(self, voters: int) -> bool:
        return self.least <= voters <= self.most


class Forecast(msgspec.Struct, frozen=True):
    votes: int
    """From so many it is made."""
    voters: int
    range: Range
    range_hits: int
    ranges: int
    """So many earlier ranges were told, of which `range_hits` held what came."""
    passes: Fraction
    hits: int
    hits_as_last_time: int
    forecasts: int
    """So many earlier outcomes were forecast."""


def forecast(past: Sequence[PastVote], track: TrackId, at: datetime) -> Forecast | None:
    """What is to be expected of a vote on this track that opens at that time; None where too little is known by then.

    `past`: closed votes of the space. Those that were closed later are left out.
    """
    known = _before(past, at)[-MOST_VOTES:]
    if len(known) < LEAST_VOTES:
        return None
    outcomes = scored(known)
    told = _range_of(outcomes, expected := _expected(known, track), at)
    if told is None:
        return None
    earlier = [(each, _range_of(outcomes, each.expected, each.vote.opened_at)) for each in outcomes]
    ranges = [(each.vote.voters, found) for each, found in earlier if found is not None]
    return Forecast(
        len(known),
        round(expected.voters),
        told,
        sum(voters in found for voters, found in ranges),
        len(ranges),
        expected.passes,
        sum(each.hit for each in outcomes),
        sum(each.hit_as_last_time for each in outcomes),
        len(outcomes),
    )


def scored(past: Sequence[PastVote]) -> list[Scored]:
    """Each of these votes that opened when another one was closed already, with what was to be expected of it then."""
    found = []
    for vote in past:
        if known := _before(past, vote.opened_at):
            found.append(Scored(vote, _expected(known, vote.track), known[-1]))
    return found


def _before(past: Sequence[PastVote], at: datetime) -> list[PastVote]:
    """Those that were closed by then, the last one last."""
    closed = [each for each in past if each.closed_at <= at]
    return sorted(closed, key=lambda each: (each.closed_at, each.opened_at))


def _expected(known: Sequence[PastVote], track: TrackId) -> Expectation:
    there = [each for each in known if each.track == track]
    voters = Fraction(sum(each.voters for each in known), len(known))
    passes = (sum(each.passed for each in known) + Fraction(1, 2)) / (len(known) + 1)
    return Expectation(
        (sum(each.voters for each in there) + SHRUNK * voters) / (len(there) + SHRUNK),
        (sum(each.passed for each in there) + SHRUNK * passes) / (len(there) + SHRUNK),
    )


def _range_of(outcomes: Sequence[Scored], expected: Expectation, at: datetime) -> Range | None:
    """By what had come out by then; None where that is too little."""
    ratios = sorted(each.ratio for each in outcomes if each.vote.closed_at <= at)
    if len(ratios) < _LEAST_FOR_RANGE:
        return None
    outside = (len(ratios) + 1) // _LEFT_OUT
    lowest, highest = ratios[max(outside - 1, 0)], ratios[min(len(ratios) - outside, len(ratios) - 1)]
    least = (expected.voters + 1) * lowest - 1
    most = (expected.voters + 1) * highest - 1
    return Range(max(0, least.__floor__()), most.__ceil__())
