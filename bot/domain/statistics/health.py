"""How a space does: how centralized, how engaged, how lasting, beside its own past.

A window's figures follow from past votes and counts of people alone, so that votes that were held elsewhere before join
those of a window, or are a window of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from bot.domain.statistics.closed_vote import PastVote, middle
from bot.domain.statistics.distribution import Distribution

_NOTICED = Fraction(1, 20)
"""A figure that moved by less of what it was has stayed the same."""


@dataclass(frozen=True)
class People:
    """Those who voted within a window, and those who proposed."""

    voters: int
    newcomers: int
    """Of these, those who had never voted in the space before."""
    returned: int
    """Of those who voted in the window before, how many did in this one, too."""
    authors: int


@dataclass(frozen=True)
class Window:
    """What is known of some time."""

    votes: Sequence[PastVote]
    distributions: Sequence[Distribution]
    """Of what voters held in the newest of these votes."""
    people: People


class Move(Enum):
    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True)
class Figure:
    """One number now, and in the time before; None where it isn't known."""

    now: Fraction | None
    before: Fraction | None

    @property
    def move(self) -> Move | None:
        """Where it went; None where one of the two isn't known."""
        if self.now is None or self.before is None:
            return None
        if abs(self.now - self.before) <= _NOTICED * max(self.before, self.now):
            return Move.SAME
        return Move.UP if self.now > self.before else Move.DOWN


@dataclass(frozen=True)
class Health:
    """Medians are of the window's votes, or of the newest of them."""

    votes: Figure
    passed: Figure
    """The share of the votes that passed."""
    nakamoto: Figure
    """The median of how few of those who voted held more than half of what was cast."""
    gini: Figure
    largest: Figure
    """The median share of the largest voter."""
    turnout: Figure
    """The median share of all power that was cast."""
    heads: Figure
    """The median number of voters in a vote."""
    voters: Figure
    """Members who voted at all."""
    newcomers: Figure
    returned: Figure
    """The share of those who voted in the window before that voted again."""
    authors: Figure


def health(now: Window, before: Window, earlier_voters: int) -> Health:
    """`earlier_voters`: how many voted in the window before the earlier one, for the share of them that came back."""
    return Health(
        votes=Figure(Fraction(len(now.votes)), Fraction(len(before.votes))),
        passed=Figure(_passed(now), _passed(before)),
        nakamoto=Figure(*(middle(each.nakamoto for each in _held(window)) for window in (now, before))),
        gini=Figure(*(middle(each.gini for each in _held(window)) for window in (now, before))),
        largest=Figure(*(middle(each.largest for each in _held(window)) for window in (now, before))),
        turnout=Figure(*(_turnout(window) for window in (now, before))),
        heads=Figure(*(middle(each.voters for each in window.votes) for window in (now, before))),
        voters=Figure(Fraction(now.people.voters), Fraction(before.people.voters)),
        newcomers=Figure(Fraction(now.people.newcomers), Fraction(before.people.newcomers)),
        returned=Figure(
            _share(now.people.returned, before.people.voters), _share(before.people.returned, earlier_voters)
        ),
        authors=Figure(Fraction(now.people.authors), Fraction(before.people.authors)),
    )


def _held(window: Window) -> list[Distribution]:
    return [each for each in window.distributions if each.holders]


def _passed(window: Window) -> Fraction | None:
    return _share(sum(each.passed for each in window.votes), len(window.votes))


def _turnout(window: Window) -> Fraction | None:
    return middle(each.turnout for each in window.votes if each.turnout is not None)


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
