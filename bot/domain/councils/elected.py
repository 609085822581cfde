"""Who is elected where a vote has several seats: the same count again, without those who have a seat already."""

from __future__ import annotations

from itertools import groupby

import msgspec

from bot.domain.counting.mechanism import BallotKind
from bot.domain.counting.roll import Roll
from bot.domain.elections.election import Election, mechanism_of
from bot.domain.elections.tally import Result, counted_roll, result_of


class Elected(msgspec.Struct, frozen=True):
    choices: tuple[int, ...]
    """The numbers of the choices that have a seat, in the order in which they got it."""
    tied: tuple[int, ...] = ()
    """Those that are level for the next seat, where nobody has it because of that, nor any seat after it."""


def elected_of(election: Election, result: Result, seats: int) -> Elected:
    """Who is elected to so many seats. `result`: of this election.

    The first seat is for the winner. Where ballots are rankings, each next one is for who wins when those who have a
    seat are taken off all ballots (sequential ranked choice); else it is for the next highest score, which must be
    more than nothing. Nobody is elected by the order of names: those who are level for fewer seats than they are
    have none. Raises ElectionError for what can't be counted.
    """
    if mechanism_of(election.mechanism).ballot is BallotKind.RANKING:
        return _by_counting_again(election, result, seats)
    return _by_scores(result, seats)


def _by_scores(result: Result, seats: int) -> Elected:
    scores = result.score_values
    ordered = sorted(
        (place for place, score in enumerate(scores, 1) if score > 0), key=lambda place: -scores[place - 1]
    )
    elected: list[int] = []
    for _, level in groupby(ordered, key=lambda place: scores[place - 1]):
        group = tuple(level)
        left = seats - len(elected)
        if len(group) > left:
            return Elected(tuple(elected), group if left else ())
        elected += group
    return Elected(tuple(elected))


def _by_counting_again(election: Election, result: Result, seats: int) -> Elected:
    roll, _ = counted_roll(election)
    left, elected = list(range(1, len(election.choices) + 1)), list[int]()
    while any(roll.powers):
        if result.winner is None:
            return Elected(tuple(elected), tuple(left[place - 1] for place in result.tied))
        elected.append(left.pop(result.winner - 1))
        if len(elected) == seats:
            break
        roll = _without(roll, result.winner)
        if len(left) < 2:
            # Nobody is left to be compared with, which is all that some mechanisms count.
            elected += left if any(roll.powers) else ()
            break
        names = [election.choices[place - 1] for place in left]
        result = result_of(Election(election.mechanism, names, [], election.options), roll)
    return Elected(tuple(elected))


def _without(roll: Roll, out: int) -> Roll:
    """The same rankings without one choice. Who ranked nobody else has no ballot any more."""
    rankings = (tuple(place - (place > out) for place in ranking if place != out) for ranking in roll.choices)
    kept = [
        (voter, power, ranking)
        for voter, power, ranking in zip(roll.voters, roll.powers, rankings, strict=True)
        if ranking
    ]
    powers = [power for _, power, _ in kept]
    return Roll(
        roll.size - 1,
        [voter for voter, _, _ in kept],
        powers,
        [ranking for _, _, ranking in kept],
        sum(powers),
        len(powers) - powers.count(0),
        roll.total_power,
    )
