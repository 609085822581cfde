"""How a space does: how centralized, how engaged, how lasting, beside its own past.

A window's figures follow from past votes and counts of people alone. Of votes that were held elsewhere before it isn't
known who of the members cast them: they are told beside the windows, as `Votes` of their own.
"""

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

import msgspec

from bot.domain.statistics.closed_vote import PastVote, middle
from bot.domain.statistics.distribution import Distribution

_NOTICED = Fraction(1, 20)
"""A figure that moved by less of what it was has stayed the same."""


class People(msgspec.Struct, frozen=True):
    """Those who voted within a window, and those who proposed."""

    voters: int
    newcomers: int
    """Of these, those who had never voted in the space before."""
    returned: int
    """Of those who voted in the window before, how many did in this one, too."""
    authors: int


class Votes(msgspec.Struct, frozen=True):
    """What the votes of some time tell; None for what they don't. Medians are of the votes, or of the newest of
    them."""

    votes: Sequence[PastVote]
    distributions: Sequence[Distribution]
    """Of what voters held in the newest of these votes."""

    @property
    def passed(self) -> Fraction | None:
        """The share of the votes that passed."""
        return _share(sum(each.passed for each in self.votes), len(self.votes))

    @property
    def nakamoto(self) -> Fraction | None:
        """The median of how few of those who voted held more than half of what was cast."""
        return middle(each.nakamoto for each in self._held)

    @property
    def gini(self) -> Fraction | None:
        return middle(each.gini for each in self._held)

    @property
    def largest(self) -> Fraction | None:
        """The median share of the largest voter."""
        return middle(each.largest for each in self._held)

    @property
    def turnout(self) -> Fraction | None:
        """The median share of all power that was cast."""
        return middle(each.turnout for each in self.votes if each.turnout is not None)

    @property
    def heads(self) -> Fraction | None:
        """The median number of voters in a vote."""
        return middle(each.voters for each in self.votes)

    @property
    def _held(self) -> list[Distribution]:
        return [each for each in self.distributions if each.holders]


class Window(Votes, frozen=True):
    """All that is known of some time in which a space voted here."""

    people: People


class Move(Enum):
    UP = "up"
    DOWN = "down"
    SAME = "same"


class Figure(msgspec.Struct, frozen=True):
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


class Health(msgspec.Struct, frozen=True):
    """What `Votes` and `People` tell of a window, beside the one before."""

    votes: Figure
    passed: Figure
    nakamoto: Figure
    gini: Figure
    largest: Figure
    turnout: Figure
    heads: Figure
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
        passed=Figure(now.passed, before.passed),
        nakamoto=Figure(now.nakamoto, before.nakamoto),
        gini=Figure(now.gini, before.gini),
        largest=Figure(now.largest, before.largest),
        turnout=Figure(now.turnout, before.turnout),
        heads=Figure(now.heads, before.heads),
        voters=Figure(Fraction(now.people.voters), Fraction(before.people.voters)),
        newcomers=Figure(Fraction(now.people.newcomers), Fraction(before.people.newcomers)),
        returned=Figure(
            _share(now.people.returned, before.people.voters), _share(before.people.returned, earlier_voters)
        ),
        authors=Figure(Fraction(now.people.authors), Fraction(before.people.authors)),
    )


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
