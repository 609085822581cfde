"""How few voters could have made a vote come out otherwise.

The number is the least k such that some k of those whose ballots count could, had each cast any other valid ballot or
none, with the power that their own had and everybody else voting as they did, have changed whether it passes, or who
wins a vote that asks for a winner (docs/what-if.md).

What passed fails as soon as one condition does: for each, those are taken first who take most off it. What failed
passes when all conditions hold: where one ballot is the best for all of them, those who voted alike differ only by
their power, so that the strongest of each such group are taken, in every way in which so many can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, count, product
from typing import Any

import msgspec

from bot.domain.counting.roll import Number, Roll
from bot.domain.elections.election import Election
from bot.domain.elections.tally import result_of
from bot.domain.what_if.conditions import NOTHING, Cast, Condition, Conditions
from bot.domain.what_if.decision import Decision, decision

MOST_VOTERS = 20_000
"""Of more the number is not looked for."""
_MOST_TRIED = 100_000
"""Ways of taking voters from different groups."""

Moves = Sequence[tuple[int, Any]]
"""Places of voters in the roll, each with the choice that they turn to; None: they withdraw."""


class Flip(msgspec.Struct, frozen=True):
    voters: int | None
    """How few; None where no number of them could."""


def fewest(election: Election, roll: Roll) -> Flip | None:
    """None where the number isn't known: ballots that depend on each other's, quorums that move, too many
    ballots, voters whose power is in parts."""
    conditions = Conditions(election)
    if not conditions.known or len(roll.powers) > MOST_VOTERS or election.parts:
        return None
    try:
        return _Search(conditions, roll).fewest()
    except _Unknown:
        return None


class _Unknown(Exception):
    """The number can't be found with certainty."""


class _Search:
    def __init__(self, conditions: Conditions, roll: Roll) -> None:
        self._conditions = conditions
        self._roll = roll
        self._stood = self._decision(roll)
        self._known: dict[Hashable, Cast] = {}

    def fewest(self) -> Flip:
        """Raises _Unknown."""
        found = self._to_fail() if self._stood.passed else self._to_pass()
        best = min(found, key=len, default=None)
        if self._conditions.by_cast and (best is None or len(best) >= self._roll.with_power):
            # Without any power nothing is a share of it: that is no such condition.
            raise _Unknown
        if best is not None and self._decision(self._moved(best)) == self._stood:
            raise _Unknown
        return Flip(None if best is None else len(best))

    def _decision(self, roll: Roll) -> Decision:
        return decision(self._conditions.election, result_of(self._conditions.election, roll))

    def _to_fail(self) -> Iterator[Moves]:
        """For each condition the fewest whose ballots take it away."""
        for condition in self._conditions.of_passing(self._winner):
            least = [
                min(((condition.adds(each), choice) for choice, each in self._turns(place)), key=_first)
                for place in range(len(self._casts))
            ]
            total = sum(map(condition.adds, self._casts))
            if not condition.holds(total):
                raise _Unknown
            off = [condition.adds(cast) - there for cast, (there, _) in zip(self._casts, least, strict=True)]
            order = sorted(range(len(off)), key=off.__getitem__, reverse=True)
            for taken, less in enumerate(accumulate(off[place] for place in order), 1):
                if not condition.holds(total - less):
                    yield [(place, least[place][1]) for place in order[:taken]]
                    break

    @property
    def _winner(self) -> int | None:
        return self._conditions.winners[0] if len(self._conditions.winners) == 1 else self._stood.winner

    def _to_pass(self) -> Iterator[Moves]:
        """For each who may win the fewest who bring that about."""
        for winner in self._conditions.winners:
            conditions = self._conditions.of_passing(winner)
            choice = self._best(conditions)
            groups = self._groups(conditions, choice)
            if (taken := self._taken(conditions, groups)) is not None:
                yield [
                    (place, choice)
                    for group, number in zip(groups, taken, strict=True)
                    for place in group.places[:number]
                ]

    def _best(self, conditions: Sequence[Condition]) -> Any:
        """The choice with which a ballot does most for each of the conditions."""
        strongest = max(self._roll.powers, default=0)
        turns = [(choice, self._cast(choice, strongest)) for choice in self._conditions.targets] + [
            (None, NOTHING)
        ]
        for choice, cast in turns:
            if all(each.adds(cast) >= each.adds(other) for each in conditions for _, other in turns):
                return choice
        raise _Unknown

    def _groups(self, conditions: Sequence[Condition], choice: Any) -> list[_Group]:
        """The voters by what they chose, with what they would add by turning to this choice: at least two groups,
        the largest last, which may be empty."""
        by_choice: dict[Hashable, list[int]] = defaultdict(list)
        for place, each in enumerate(self._roll.choices):
            by_choice[_key(each)].append(place)
        groups = []
        for places in by_choice.values():
            places.sort(key=self._roll.powers.__getitem__, reverse=True)
            gains = []
            for condition in conditions:
                turned = [self._turned(place, choice) for place in places]
                more = [
                    condition.adds(new) - condition.adds(self._casts[place])
                    for place, new in zip(places, turned, strict=True)
                ]
                gains.append([0, *accumulate(more)])
            if any(gain[-1] for gain in gains):
                groups.append(_Group(places, gains))
        groups += [_Group([], [[0] for _ in conditions])] * 2
        return sorted(groups, key=lambda group: len(group.places))

    def _taken(self, conditions: Sequence[Condition], groups: Sequence[_Group]) -> list[int] | None:
        """How many of each group, as few as it takes for all conditions; None where all are too few."""
        totals = [sum(map(condition.adds, self._casts)) for condition in conditions]
        tries = count(1)

        def enough(taken: Sequence[int]) -> bool:
            if next(tries) > _MOST_TRIED:
                raise _Unknown
            return all(
                condition.holds(
                    total + sum(each.gains[place][some] for each, some in zip(groups, taken, strict=True))
                )
                for place, (condition, total) in enumerate(zip(conditions, totals, strict=True))
            )

        *others, one, other = [len(each.places) for each in groups]
        if not enough([*others, one, other]):
            return None
        best = [*others, one, other]
        for some in product(*(range(size + 1) for size in others)):
            # Of the two largest groups: the more are taken of one, the fewer are needed of the other.
            needed = other
            for taken in range(one + 1):
                if sum(some) + taken >= sum(best):
                    break
                while needed and enough([*some, taken, needed - 1]):
                    needed -= 1
                if sum(some) + taken + needed < sum(best) and enough([*some, taken, needed]):
                    best = [*some, taken, needed]
        return best

    @cached_property
    def _casts(self) -> list[Cast]:
        """What each voter's ballot gives."""
        return [self._cast(*each) for each in zip(self._roll.choices, self._roll.powers, strict=True)]

    def _turns(self, place: int) -> Iterator[tuple[Any, Cast]]:
        """All that this voter could do instead."""
        for choice in self._conditions.targets:
            yield choice, self._cast(choice, self._roll.powers[place])
        yield None, NOTHING

    def _turned(self, place: int, choice: Any) -> Cast:
        return NOTHING if choice is None else self._cast(choice, self._roll.powers[place])

    def _cast(self, choice: Any, power: int) -> Cast:
        key = (_key(choice), power)
        if key not in self._known:
            self._known[key] = self._conditions.cast(choice, power)
        return self._known[key]

    def _moved(self, moves: Moves) -> Roll:
        """The roll after these voters have turned."""
        choices, gone = list(self._roll.choices), set()
        for place, choice in moves:
            choices[place] = choice
            if choice is None:
                gone.add(place)
        stay = [place for place in range(len(choices)) if place not in gone]
        powers = [self._roll.powers[place] for place in stay]
        return msgspec.structs.replace(
            self._roll,
            voters=[self._roll.voters[place] for place in stay],
            powers=powers,
            choices=[choices[place] for place in stay],
            cast_power=sum(powers),
            with_power=sum(power > 0 for power in powers),
        )


class _Group(msgspec.Struct, frozen=True):
    """Those who chose alike, the strongest first."""

    places: Sequence[int]
    gains: Sequence[Sequence[Number]]
    """For each condition: what the first so many of them add together by turning."""


def _key(choice: Any) -> Hashable:
    return tuple(sorted(choice.items())) if isinstance(choice, dict) else choice


def _first(pair: tuple[Number, Any]) -> Number:
    return pair[0]
