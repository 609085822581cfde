"""Late swings: a vote goes on when its leading outcome changes, or its quorum is first reached, shortly before the end.

From such a ballot on there is as much time left as the window is long, so that nobody can decide a vote at a moment
at which nobody can answer (governance.md §5; ends that move with late bids are those of a candle-less English
auction). All extensions together are limited.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from copy import copy
from itertools import groupby
from typing import Any, Literal, Self

import msgspec

from bot.domain.counting.exact import digits
from bot.domain.elections.election import Ballot, Delegation, Election, Part, Rules, mechanism_of
from bot.domain.elections.tally import tally
from bot.domain.rules.outcome import quorums
from bot.domain.rules.question import Leading, leading, only_passing
from bot.domain.rules.quorum import kind_of

SECOND = 1000
"""Ballots of one second are taken together, so that at most so many counts are made as the window has seconds."""


class TimedBallot(msgspec.Struct, frozen=True):
    """A ballot that was accepted, at its time in milliseconds since 1970; `choice` has its mechanism's type (a tuple
    may be a list), and None withdraws what there was."""

    at: int
    voter: str
    power: int
    """Base units."""
    choice: Any
    parts: tuple[tuple[int, Any], ...] = ()
    """How much of the power is for which choice instead."""


class LateSwing(msgspec.Struct, frozen=True):
    """One extension. Times in milliseconds since 1970, lengths in milliseconds."""

    at: int
    """The time of the ballot that caused it: the last one of its second."""
    by: int
    end: int
    """When the vote ends now."""
    why: Literal["outcome", "quorum"]
    """The leading outcome changed, or the quorum was reached for the first time without changing it."""


DelegationsAt = Callable[[Set[str]], list[Delegation]]
"""Those who have voted → who delegates which power to whom then."""


class LateSwings:
    """The extensions of one vote, found while its ballots come in the order of their times."""

    def __init__(
        self,
        election: Election,
        ends_at: int,
        window: int,
        at_most: int,
        pauses: Sequence[tuple[int, int]] = (),
        delegations_at: DelegationsAt | None = None,
    ) -> None:
        """`election`: all but the ballots. `ends_at`: the end without pauses and extensions. `at_most`: the most that
        all extensions together may add. `pauses`: from when on how much time was lost (until minus since), in order.
        `delegations_at`: where delegations depend on who has voted, beside that a delegator's own ballot goes first."""
        self._ends_at = ends_at
        self._window = window
        self._left = at_most
        self._added = 0
        self._pauses = pauses
        self._cast = _Cast(election, delegations_at)
        self._standing: tuple[Leading, bool] | None = None
        """Leading outcome and quorum, where they are known for the ballots so far."""
        self._quorum_seen = False

    @property
    def counted(self) -> int:
        """How many ballots (or piles of them) and delegations all counts so far went through."""
        return self._cast.counted

    def take(self, second: Sequence[TimedBallot]) -> LateSwing | None:
        """The extension that the ballots of one second cause, if they do."""
        at = second[-1].at
        end = self._end(at)
        if at < end - self._window:
            self._add(second)
            return None
        before, quorum_before = self._standing or self._cast.standing()
        self._add(second)
        self._standing = after, quorum_after = self._cast.standing()
        reached = quorum_after and not quorum_before and not self._quorum_seen
        self._quorum_seen |= quorum_before or quorum_after
        by = min(at + self._window - end, self._left)
        if (before == after and not reached) or by <= 0:
            return None
        self._added += by
        self._left -= by
        return LateSwing(at, by, end + by, "quorum" if before == after else "outcome")

    def copied(self) -> Self:
        """The same at this point of the vote; what either takes from here on changes nothing in the other."""
        other = copy(self)
        other._cast = self._cast.copied()
        return other

    def _add(self, ballots: Iterable[TimedBallot]) -> None:
        self._standing = None
        for ballot in ballots:
            self._cast.add(ballot)

    def _end(self, at: int) -> int:
        """The end as it was at a time."""
        paused = sum(until - since for since, until in self._pauses if since <= at)
        return self._ends_at + paused + self._added


def late_swings(
    election: Election,
    ballots: Sequence[TimedBallot],
    ends_at: int,
    window: int,
    at_most: int,
    pauses: Sequence[tuple[int, int]] = (),
    delegations_at: DelegationsAt | None = None,
) -> tuple[LateSwing, ...]:
    """All extensions of a vote, from its ballots in order of time; see LateSwings. Same ballots, same extensions.

    Every ballot that was accepted is among them, also those that were changed later.
    """
    swings = LateSwings(election, ends_at, window, at_most, pauses, delegations_at)
    found = map(swings.take, seconds(ballots))
    return tuple(swing for swing in found if swing is not None)


def seconds(ballots: Sequence[TimedBallot]) -> Iterator[list[TimedBallot]]:
    """The ballots of each second, from ballots in order of time."""
    return (list(second) for _, second in groupby(ballots, key=lambda each: each.at // SECOND))


class _Cast:
    """The ballots so far. Where powers only add up, all ballots for the same are one: a count costs little then."""

    def __init__(self, election: Election, delegations_at: DelegationsAt | None) -> None:
        self._election = election
        self._delegations_at = delegations_at or (lambda voters: election.delegations)
        rules = election.rules or Rules()
        self._revote = rules.revote
        self._only_passing = only_passing(election.choices, rules)
        heads = rules.min_voters or any(kind_of(quorum).of_voters for _, quorum in quorums(rules))
        delegated = delegations_at is not None or bool(election.delegations)
        self._added_up = mechanism_of(election.mechanism).mergeable and not delegated and not heads
        self._ballots: dict[str, list[TimedBallot]] = {}
        self._piles: dict[Any, int] = defaultdict(int)
        self._choices: dict[Any, Any] = {}
        self.counted = 0
        """See LateSwings."""

    def copied(self) -> Self:
        other = copy(self)
        other._ballots = dict(self._ballots)
        other._piles = self._piles.copy()
        other._choices = dict(self._choices)
        return other

    def add(self, ballot: TimedBallot) -> None:
        if isinstance(ballot.choice, list):
            parts = tuple((power, tuple(choice)) for power, choice in ballot.parts)
            ballot = msgspec.structs.replace(ballot, choice=tuple(ballot.choice), parts=parts)
        earlier = self._ballots.get(ballot.voter, [])
        if earlier and not self._revote:
            return
        if ballot.choice is None:
            self._ballots.pop(ballot.voter, None)
        else:
            self._ballots[ballot.voter] = [ballot] if self._added_up else [*earlier, ballot]
        if self._added_up:
            for before in earlier:
                for power, choice in _divided(before):
                    self._piles[_key(choice)] -= power
            if ballot.choice is not None:
                for power, choice in _divided(ballot):
                    key = _key(choice)
                    self._choices[key] = choice
                    self._piles[key] += power

    def standing(self) -> tuple[Leading, bool]:
        """The leading outcome, and whether the quorum is reached."""
        ballots = self._piled() if self._added_up else self._each()
        delegations = self._delegations_at(self._ballots.keys())
        self.counted += len(ballots) + len(delegations)
        result = tally(
            Election(
                mechanism=self._election.mechanism,
                choices=self._election.choices,
                ballots=ballots,
                options=self._election.options,
                electorate=self._election.electorate,
                rules=self._election.rules,
                delegations=delegations,
                parts=[] if self._added_up else self._parts(),
                typed=True,
            )
        )
        return leading(result, self._only_passing), result.outcome is None or result.outcome.quorum_reached

    def _piled(self) -> list[Ballot[Any]]:
        return [
            Ballot(f"pile {place}", digits(power), self._choices[key])
            for place, (key, power) in enumerate(self._piles.items())
            if power
        ]

    def _each(self) -> list[Ballot[Any]]:
        cast = sorted((each for held in self._ballots.values() for each in held), key=lambda each: each.at)
        return [Ballot(each.voter, digits(each.power), each.choice) for each in cast]

    def _parts(self) -> list[Part[Any]]:
        """Of the ballots that count: each voter's last one, where it may be changed."""
        return [
            Part(voter, digits(power), choice)
            for voter, held in self._ballots.items()
            for power, choice in held[-1].parts
        ]


def _divided(ballot: TimedBallot) -> Iterator[tuple[int, Any]]:
    """What power it has behind which choice."""
    yield ballot.power - sum(power for power, _ in ballot.parts), ballot.choice
    yield from ballot.parts


def _key(choice: Any) -> Any:
    """The same for the same choice, to find it by."""
    return tuple(sorted(choice.items())) if isinstance(choice, dict) else choice
