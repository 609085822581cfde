"""Ballots whose power isn't known: can they change the outcome, whatever they weigh? (governance.md §3.)

What such a ballot says is known, and between what its power lies. Every quantity that a rule compares then lies
between two numbers, found by counting all of these ballots once with the least that they may weigh and once with the
most. A rule that holds for all numbers between holds whatever they weigh. Where quantities depend on each other that
says less than could be known, and never more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import msgspec

from bot.domain.counting.casting import roll_of
from bot.domain.counting.exact import BEYOND, digits, number, ratio
from bot.domain.counting.roll import Bounds, Number, Roll
from bot.domain.elections.election import Ballot, Election, Part, check, mechanism_of
from bot.domain.elections.parts import in_parts
from bot.domain.rules import majority, quorum, veto
from bot.domain.rules.backing import backing
from bot.domain.rules.electorate import total_power
from bot.domain.rules.names import numbers, role
from bot.domain.rules.outcome import Rules, quorums
from bot.domain.rules.question import only_passing
from bot.domain.rules.quorum import QuorumResult, kind_of

Answer = tuple[bool, bool]
"""Of a rule: whether it holds whatever the ballots weigh, and whether it may hold."""

Range = tuple[Number, Number]
"""The least and the greatest that a quantity may be."""


class Undetermined(msgspec.Struct, frozen=True):
    """A ballot whose power, own and delegated together, lies between two numbers (base units), both included."""

    voter: str
    choice: Any
    least: int
    most: int
    parts: tuple[tuple[Any, int, int], ...] = ()
    """What of its power is for other choices, beside that: the choice, the least, the most."""


def settled(
    election: Election,
    undetermined: Sequence[Undetermined],
    room: int | None = None,
    *,
    winner_asked: bool = False,
) -> bool:
    """Whether the outcome of the election is the same whatever these further ballots weigh, also if nothing.

    The outcome is whether the vote passes, and who wins where that is asked: where no choice is For, or `winner_asked`
    says so. `room`: so much power, in base units, the
    ballots can have together beyond the least of each; None where nothing tells. A ballot without power counts for
    nothing. Raises ElectionError when the election can't be counted.
    """
    check(election)
    if room is not None:
        undetermined = [
            msgspec.structs.replace(
                each,
                most=min(each.most, each.least + room),
                parts=tuple((choice, least, min(most, least + room)) for choice, least, most in each.parts),
            )
            for each in undetermined
        ]
    if any(_all(each.most, each, 2) >= BEYOND for each in undetermined):
        return False
    return _Limits(election, undetermined, room).settled(winner_asked)


def _all(main: int, ballot: Undetermined, end: int) -> int:
    """What a ballot weighs with its parts. `end`: 1 for the least of each, 2 for the most."""
    return main + sum(part[end] for part in ballot.parts)


class _Limits:
    """Everything that the rules compare, at the least and at the most."""

    def __init__(self, election: Election, undetermined: Sequence[Undetermined], room: int | None) -> None:
        self._election = election
        self._rules = election.rules or Rules()
        self._mechanism = mechanism_of(election.mechanism)
        self._low = self._roll([(each, each.least) for each in undetermined], 1)
        self._high = self._roll([(each, each.most) for each in undetermined], 2)
        # A ballot that can't be paid for isn't cast: then more comes with it than it gains.
        priced = self._mechanism.price is not None and self._mechanism.price(election.options) is not None
        self._room = None if priced else room
        self._all_valid = priced or {each.voter for each in undetermined} <= set(self._high.voters)
        self._scores, self._sure_winner = self._scored()

    def settled(self, winner_asked: bool) -> bool:
        """Whether all outcomes between the two are the same."""
        if not self._all_valid:
            return False
        answers = list(self._answers())
        if not all(possible for _, possible in answers):
            return True  # It is defeated, whatever else holds.
        if not all(sure for sure, _ in answers):
            return False
        passing_is_all = only_passing(self._election.choices, self._rules) and not winner_asked
        return passing_is_all or self._winner_settled()

    def _roll(self, weighed: Sequence[tuple[Undetermined, int]], end: int) -> Roll:
        """With so much power on each, and on its parts what stands in them at `end`."""
        election = self._election
        total = election.electorate.total_power
        roll, _ = roll_of(
            [
                *election.ballots,
                *(Ballot(each.voter, digits(_all(power, each, end)), each.choice) for each, power in weighed),
            ],
            False,
            election.delegations,
            self._mechanism,
            election.options,
            len(election.choices),
            self._rules.revote,
            None if total is None else number(total),
        )
        parts = [Part(each.voter, digits(part[end]), part[0]) for each, _ in weighed for part in each.parts]
        return in_parts(roll, [*election.parts, *parts])

    def _scored(self) -> tuple[Sequence[Range] | None, int | None]:
        """The range of each score, None where nothing tells; and who wins for sure, if that is known otherwise."""
        mechanism, options = self._mechanism, self._election.options
        if mechanism.bounds is not None:
            bounds = mechanism.bounds(self._low, self._high, options)
        else:
            least, most = (mechanism.count(roll, options).scores for roll in (self._low, self._high))
            bounds = Bounds(tuple(zip(least, most, strict=True)))
        if bounds.scores is None or not mechanism.additive or mechanism.counts_voters:
            return bounds.scores, bounds.winner
        return [self._within_room(least, most) for least, most in bounds.scores], bounds.winner

    def _within_room(self, least: Number, most: Number) -> Range:
        """The range of a sum of power, to which no ballot adds more than it has."""
        return least, most if self._room is None else min(most, least + self._room)

    def _answers(self) -> Iterator[Answer]:
        for field, each in quorums(self._rules):
            yield self._quorum(each, *(self._applied(each, field, roll) for roll in (self._low, self._high)))
        if self._rules.majority is not None:
            yield self._majority(self._rules.majority)
        if self._rules.veto is not None:
            vetoed, possibly = self._veto(self._rules.veto)
            yield not possibly, not vetoed
        if self._rules.min_voters:
            yield (
                self._low.with_power >= self._rules.min_voters,
                self._high.with_power >= self._rules.min_voters,
            )

    def _applied(self, rule: quorum.Quorum, field: str, roll: Roll) -> QuorumResult:
        election = self._election
        return quorum.apply(rule, field, roll, self._mechanism, election.choices, election.electorate)

    def _quorum(self, rule: quorum.Quorum, low: QuorumResult, high: QuorumResult) -> Answer:
        """What is held grows with power; what is needed moves in one direction, with the power of some choices."""
        held, most = low.power, high.power
        if not kind_of(rule).of_voters:
            held, most = self._within_room(held, most)
        least, needed = sorted((low.needed, high.needed))
        if rule.strict:
            return held > needed, most > least
        return held >= needed, most >= least

    def _majority(self, rule: majority.Majority) -> Answer:
        """It compares sums of scores, so that the corners of their ranges tell all."""
        election = self._election
        if self._scores is None:
            return False, True
        asked = {role(name, self._rules.roles, election.choices) for name in ("for", "against", "abstain")}
        ranges = [
            pair if place in asked else (pair[0], pair[0]) for place, pair in enumerate(self._scores, 1)
        ]
        found = [
            majority.reached(
                rule,
                scores,
                election.choices,
                self._rules.roles,
                election.electorate,
                self._mechanism.counts_voters,
            )
            for scores in product(*(dict.fromkeys(pair) for pair in ranges))
        ]
        return all(found), any(found)

    def _veto(self, rule: veto.Veto) -> Answer:
        """Whether it is reached: what objects is compared with a part of itself and of the rest."""
        election = self._election
        among = numbers(rule.choices, election.choices, f"{veto.FIELD}.choices")
        (low, _), (high, _) = (backing(roll, self._mechanism, among) for roll in (self._low, self._high))
        objecting = self._within_room(low, high)
        rest = self._within_room(self._low.cast_power - low, self._high.cast_power - high)
        bar = ratio(rule.value, f"{veto.FIELD}.value")
        found = []
        for against, other in product(objecting, rest):
            base = total_power(election.electorate, veto.FIELD) if rule.of == "total" else against + other
            found.append(against > 0 and against >= bar * base)
        return all(found), any(found)

    def _winner_settled(self) -> bool:
        """Whether the same choices are first whatever the ballots weigh."""
        if self._sure_winner is not None:
            return True
        if self._scores is None:
            return False
        best = max(least for least, _ in self._scores)
        first = [(least, most) for least, most in self._scores if most >= best]
        return len(first) == 1 or all(least == most == best for least, most in first)
