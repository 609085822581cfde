"""What must hold for a vote to come out as it does, each as one sum over its ballots that is compared with a bar.

Only where every score is the sum of what each ballot gives alone, and every rule is linear in these: then whoever votes
otherwise changes each sum by what their own ballot adds to it, whatever the others do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec

from bot.domain.counting.exact import ratio
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.roll import Number, Roll
from bot.domain.elections.election import Election, Rules, mechanism_of
from bot.domain.rules import majority, veto
from bot.domain.rules.electorate import total_power
from bot.domain.rules.names import numbers, role
from bot.domain.rules.outcome import quorums
from bot.domain.rules.passing import asks_nothing, elects
from bot.domain.rules.quorum import Quorum, kind_of

_MOST_COMBINED = 6
"""Choices of which every combination is tried."""


class Cast(msgspec.Struct, frozen=True):
    """What one ballot alone gives."""

    power: int
    choice: Any
    scores: Sequence[Number]
    """To each choice."""


NOTHING = Cast(0, None, ())
"""What a voter gives who withdraws."""


class Condition(msgspec.Struct, frozen=True):
    """Holds where the sum of what the ballots add is more than the bar (not strict: at least)."""

    adds: Callable[[Cast], Number]
    bar: Number
    strict: bool

    def holds(self, total: Number) -> bool:
        return total > self.bar if self.strict else total >= self.bar


class Conditions:
    """The conditions of one election; nothing but `known` is asked of them where that is False."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.mechanism: Mechanism = mechanism_of(election.mechanism)
        self.rules = election.rules or Rules()
        self.size = len(election.choices)
        self._alone = self.mechanism.alone and self.mechanism.alone(election.options)
        linear = all(kind_of(quorum).linear for _, quorum in quorums(self.rules))
        self.known = (
            self.mechanism.support is not None
            and linear
            and (self.mechanism.additive or self._alone is not None)
        )
        """Whether the outcome follows from such conditions."""
        if self.rules.majority is not None and self.rules.majority.abstain == "included":
            # Then two choices speak against it: a ballot for both may add more there than one for either.
            self.known = self.known and self.mechanism.additive and self.size <= _MOST_COMBINED

    @property
    def by_cast(self) -> bool:
        """Whether a share of what is cast stops it."""
        return self.rules.veto is not None and self.rules.veto.of == "cast"

    def cast(self, choice: Any, power: int) -> Cast:
        """What a ballot for this with so much power gives."""
        one = Roll(self.size, ("voter",), (power,), (choice,), power, int(power > 0), None)
        return Cast(power, choice, self.mechanism.count(one, self.election.options).scores)

    def total(self, field: str) -> int:
        """All power that there is, for the rule that stands there."""
        return total_power(self.election.electorate, field)

    def only(self, number: int) -> Any:
        """The ballot that gives everything to this choice."""
        if self.mechanism.corners is not None:
            return list(self.mechanism.corners([number]))[-1]
        assert self._alone is not None, "asked only where the conditions are known"
        return self._alone(number)

    @cached_property
    def targets(self) -> list[Any]:
        """Ballots among which are those that add the most, and the least, to each condition."""
        choices = range(1, self.size + 1)
        if self.mechanism.corners is None:
            assert self._alone is not None, "asked only where the conditions are known"
            return list(map(self._alone, choices))
        if self.size > _MOST_COMBINED:
            each = [corner for number in choices for corner in self.mechanism.corners([number])]
        else:
            each = list(self.mechanism.corners(choices))
        return [choice for place, choice in enumerate(each) if choice not in each[:place]]

    def of_passing(self, winner: int | None) -> list[Condition]:
        """What must all hold for it to pass; where it elects, for this choice to win."""
        found = [*self._quorums(), *self._majority(), *self._veto()]
        if self.rules.min_voters:
            found.append(Condition(_heads, self.rules.min_voters, False))
        if winner is not None:
            found += self._wins(winner)
        return found

    @property
    def winners(self) -> list[int | None]:
        """Who may win it; None where passing needs no winner."""
        choices = self.election.choices
        if elects(self.rules, choices):
            return list(range(1, self.size + 1))
        return [role("for", self.rules.roles, choices)] if asks_nothing(self.rules) else [None]

    def _wins(self, winner: int) -> Iterator[Condition]:
        def ahead(of: int) -> Callable[[Cast], Number]:
            return lambda cast: _score(cast, winner) - _score(cast, of)

        for other in range(1, self.size + 1):
            if other != winner:
                yield Condition(ahead(other), 0, True)
        yield Condition(lambda cast: _score(cast, winner), 0, True)

    def _quorums(self) -> Iterator[Condition]:
        for field, quorum in quorums(self.rules):
            kind = kind_of(quorum)
            total = total_power(self.election.electorate, field) if kind.of_total else 0
            needed = kind.needed(quorum, field, total, 0)
            per_unit_off = needed - kind.needed(quorum, field, total, 1) if kind.off else 0
            yield Condition(
                self._toward(quorum, kind.of_voters, kind.off, per_unit_off), needed, quorum.strict
            )

    def _toward(
        self, quorum: Quorum, of_voters: bool, off: str | None, per_unit_off: Number
    ) -> Callable[[Cast], Number]:
        counts = None if quorum.counts is None else self._named(quorum.counts)
        without = self._named((getattr(quorum, off) or []) if off else [])

        def adds(cast: Cast) -> Number:
            behind = self._behind(cast, counts) if counts is not None else Fraction(cast.power > 0)
            held = int(bool(behind)) if of_voters else behind * cast.power
            return held + per_unit_off * cast.power * self._behind(cast, without)

        return adds

    def _majority(self) -> Iterator[Condition]:
        rule = self.rules.majority
        if rule is None:
            return
        share = ratio(rule.value, f"{majority.FIELD}.value")
        choices, roles = self.election.choices, self.rules.roles
        places = {name: role(name, roles, choices) for name in ("for", "against", "abstain")}
        base: Number = 0
        against = set[int]()
        if rule.of == "total":
            if self.mechanism.counts_voters:
                base = self.election.electorate.eligible or 0
            else:
                base = total_power(self.election.electorate, majority.FIELD)
        else:
            against = {places["against"] or 0}
            against |= {places["abstain"] or 0} if rule.abstain == "included" else set()
        favour = places["for"] or 0
        own = 1 if rule.of == "total" else 1 - share

        def adds(cast: Cast) -> Number:
            return own * _score(cast, favour) - share * sum(_score(cast, place) for place in against)

        yield Condition(adds, share * base, rule.strict)
        if not rule.strict:
            yield Condition(lambda cast: _score(cast, favour), 0, True)

    def _veto(self) -> Iterator[Condition]:
        rule = self.rules.veto
        if rule is None:
            return
        share, among = ratio(rule.value, f"{veto.FIELD}.value"), self._named(rule.choices)
        base = total_power(self.election.electorate, veto.FIELD) if rule.of == "total" else 0
        of_cast = share if rule.of == "cast" else 0
        # With a share of nothing any power at all stops it.
        yield Condition(
            lambda cast: cast.power * (of_cast - self._behind(cast, among)),
            -share * base,
            bool(share) and (rule.of == "cast" or bool(base)),
        )

    def _named(self, names: Sequence[str]) -> frozenset[int]:
        return numbers(names, self.election.choices, "rules")

    def _behind(self, cast: Cast, among: frozenset[int]) -> Number:
        """The part of a ballot's power that stands behind these choices."""
        if not among or not cast.power:
            return 0
        assert self.mechanism.support is not None, "asked only where the conditions are known"
        return self.mechanism.support(cast.choice, among)


def _heads(cast: Cast) -> int:
    return int(cast.power > 0)


def _score(cast: Cast, number: int) -> Number:
    return cast.scores[number - 1] if number and cast.scores else 0
