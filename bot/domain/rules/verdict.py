"""Why a vote passes, or doesn't, as data: for all who say it to people.

Choices are given by their numbers, from 1; None stands for a role that no choice has.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from bot.domain.counting.exact import ratio
from bot.domain.counting.roll import Number
from bot.domain.elections.tally import Result
from bot.domain.rules.majority import FIELD
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import passes


class NobodyVoted(msgspec.Struct, frozen=True):
    """There is no ballot that counts."""


class NobodyChosen(msgspec.Struct, frozen=True):
    """There are ballots with power, and none gives any to a choice."""


class VotersWithoutPower(msgspec.Struct, frozen=True):
    """There are ballots, and none has any power."""


class Stopped(msgspec.Struct, frozen=True):
    """The share that stops it was reached."""


class QuorumMissed(msgspec.Struct, frozen=True):
    """A quorum is not reached."""


class TooFewVoters(msgspec.Struct, frozen=True):
    needed: int
    voted: int


class AllAbstained(msgspec.Struct, frozen=True):
    """Nobody is for it or against it."""


class EvenlySplit(msgspec.Struct, frozen=True):
    """As many are for it as against it."""

    favour: int | None
    against: int | None


class MoreAgainst(msgspec.Struct, frozen=True):
    favour: int | None
    against: int | None


class MajorityMissed(msgspec.Struct, frozen=True):
    """More are for it than against it, and not as many as it needs."""

    favour: int | None
    share: Fraction
    """What it needs of all power (`of` total) or of what was cast."""
    strict: bool
    """Whether it needs more than the share, and not just as much."""
    of: Literal["cast", "total"]


class FirstPlaceShared(msgspec.Struct, frozen=True):
    """No rule is missed, and several choices are first."""

    choices: tuple[int, ...]


class AnotherWon(msgspec.Struct, frozen=True):
    """No rule is missed, and another choice than For is first."""

    choices: tuple[int, ...]


Obstacle = (
    NobodyVoted
    | NobodyChosen
    | VotersWithoutPower
    | Stopped
    | QuorumMissed
    | TooFewVoters
    | AllAbstained
    | EvenlySplit
    | MoreAgainst
    | MajorityMissed
    | FirstPlaceShared
    | AnotherWon
)
"""What keeps a vote from passing."""


class MoreInFavour(msgspec.Struct, frozen=True):
    """More are for it than against it."""


class EnoughInFavour(msgspec.Struct, frozen=True):
    """No more are for it than against it, and as many as it needs."""


class NotStopped(msgspec.Struct, frozen=True):
    """The share that stops it was not reached."""


class Won(msgspec.Struct, frozen=True):
    """These choices are first."""

    choices: tuple[int, ...]


class Unopposed(msgspec.Struct, frozen=True):
    """There is no rule that could have been missed, and nothing won."""


class QuorumReached(msgspec.Struct, frozen=True):
    """There is a quorum, and it was reached."""


Ground = MoreInFavour | EnoughInFavour | NotStopped | Won | Unopposed | QuorumReached
"""What a vote passes by."""


def leaders(result: Result) -> tuple[int, ...]:
    """The choices that are first, several where they are tied; none where nobody scored."""
    return result.tied or (() if result.winner is None else (result.winner,))


def quorum_reached(result: Result) -> bool:
    """Whether every quorum holds; also where there is none."""
    return result.outcome is None or result.outcome.quorum_reached


def enough_voters(result: Result) -> bool:
    """Whether as many voted as the rules ask for; also where they ask for nothing."""
    return result.outcome is None or result.outcome.enough_voters is not False


def obstacles(result: Result, rules: Rules, choices: Sequence[str]) -> list[Obstacle]:
    """All that keeps a vote from passing; nothing for one that passes."""
    if passes(result, rules, choices):
        return []
    stopped = result.outcome is not None and bool(result.outcome.vetoed)
    if not any(result.score_values) and not stopped:
        return [without_votes(result)]
    found: list[Obstacle] = []
    if stopped:
        found.append(Stopped())
    if not quorum_reached(result):
        found.append(QuorumMissed())
    if result.outcome is not None and not result.outcome.majority_reached:
        found.append(_majority_missed(result, rules, choices))
    if not enough_voters(result):
        found.append(TooFewVoters(rules.min_voters, result.voters))
    if found:
        return found
    return [FirstPlaceShared(result.tied) if result.tied else AnotherWon(leaders(result))]


def grounds(result: Result, rules: Rules, choices: Sequence[str]) -> list[Ground]:
    """By what a vote passes that does."""
    found: list[Ground] = []
    quorums = result.outcome.quorums if result.outcome else ()
    if rules.majority:
        (_, favour), (_, against) = _sides(result, rules, choices)
        found.append(MoreInFavour() if favour > against else EnoughInFavour())
    elif rules.veto:
        found.append(NotStopped())
    elif not quorums:
        found.append(Won(leaders(result)) if leaders(result) else Unopposed())
    if quorums:
        found.append(QuorumReached())
    return found


def without_votes(result: Result) -> NobodyVoted | NobodyChosen | VotersWithoutPower:
    """Why no choice got anything, where none did."""
    if not result.voters:
        return NobodyVoted()
    return NobodyChosen() if result.cast_power else VotersWithoutPower()


def _majority_missed(result: Result, rules: Rules, choices: Sequence[str]) -> Obstacle:
    (favour, for_it), (against, against_it) = _sides(result, rules, choices)
    if not for_it and not against_it:
        return AllAbstained()
    if for_it == against_it:
        return EvenlySplit(favour, against)
    if for_it < against_it:
        return MoreAgainst(favour, against)
    assert rules.majority is not None, "without a majority rule none is missed"
    share = Fraction(ratio(rules.majority.value, f"{FIELD}.value"))
    return MajorityMissed(favour, share, rules.majority.strict, rules.majority.of)


def _sides(result: Result, rules: Rules, choices: Sequence[str]) -> list[tuple[int | None, Number]]:
    """For and Against: each with its number and its score."""
    places = [role(name, rules.roles, choices) for name in ("for", "against")]
    return [(place, 0 if place is None else result.score_values[place - 1]) for place in places]
