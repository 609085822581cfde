"""Early end: can anything that is still to come change the outcome? Where not, a vote may close (governance.md §5).

Each rule is one comparison that is linear in the powers which the choices yet receive: a half-space. A convex set
(the powers that add up to at most what remains) lies in a half-space when its corners do. So it is enough to look at
the count with nothing added, and with everything that remains on one choice (in approval: on one set of choices).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil
from typing import Any

import msgspec

from bot.domain.counting.exact import BEYOND, digits, ratio
from bot.domain.elections.election import Ballot, Election, Quorum, Rules, mechanism_of
from bot.domain.elections.tally import tally
from bot.domain.rules import majority
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Outcome, quorums
from bot.domain.rules.passing import passes
from bot.domain.rules.question import only_passing
from bot.domain.rules.quorum import kind_of
from bot.domain.rules.quorum_kinds.headcount import HEADS

_MOST_CORNERS = 64
"""So many counts are made at most; where more would be needed, all is open until nothing remains."""

_OPEN = (True, False)
"""The answers of a rule of which nothing is known."""


def decided(election: Election, remaining: int | None, least: int = 1) -> bool | None:
    """True: it passes whatever comes. False: it is defeated whatever comes. None: that is open.

    `remaining`: the power, in base units, of those who have not voted; None where nobody knows it: then only what
    no power at all can change is decided, such as k of n by a quorum that counts For. `least`: nobody who has any
    power has less than this, so that no more voters can come than have room in what remains. Ballots must be final
    (`revote` false), else all is open. Power that is delegated may still be used by its owner, and is never taken for
    cast. A vote that asks who wins, or has no rule at all, is decided together with who wins. A dynamic quorum is
    open until nothing remains: it is no half-space. Raises ElectionError when the document can't be counted.
    """
    rules = election.rules
    mechanism = mechanism_of(election.mechanism)
    if rules is None or rules.revote or mechanism.open_ended:
        return None
    if election.delegations:
        own = _having(election, delegations=[])
        if remaining is not None:
            remaining += tally(election).cast_power - tally(own).cast_power
        election = own
    if remaining == 0:
        return passes(tally(election), rules, election.choices)
    if not mechanism.additive:
        return None
    future = _Future(election, rules, remaining, least)
    if future.power >= BEYOND or len(future.extremes) > _MOST_CORNERS:
        return None
    return future.outcome()


def remaining_power(election: Election, *, linear: bool = True) -> int | None:
    """The power of those who have not voted and delegated to nobody who has, in base units; None where nothing tells
    it. `linear`: after a root the powers of members add up to something else than what there is in all."""
    total = election.electorate.total_power
    if total is None or not linear:
        return None
    cast = sum(int(each.power) for each in [*election.ballots, *election.delegations])
    return int(total) - cast if int(total) >= cast else None


class _Future:
    """Everything that may yet come to an election of an additive mechanism whose ballots are final."""

    def __init__(self, election: Election, rules: Rules, remaining: int | None, least: int) -> None:
        # The least number of voters is one more quorum of heads: its result also tells how many there are.
        heads = Quorum(HEADS.name, rules.min_voters)
        self._quorums = [*(each for _, each in quorums(rules)), heads]
        self._asked = rules
        self._rules = msgspec.structs.replace(rules, quorum=self._quorums, min_voters=0)
        self._election = _having(election, rules=self._rules)
        self._mechanism = mechanism_of(election.mechanism)
        self._result = tally(self._election)
        self._now = _outcome(self._election)
        assert self._mechanism.corners is not None, "the mechanism is additive"
        self.extremes = list(islice(self._mechanism.corners(self._different()), _MOST_CORNERS + 1))
        """The ballots on which all that remains may come together; of very many the first."""
        self.power = self._beyond_all() if remaining is None else remaining
        """The most that may be added, in base units."""
        self._heads = self.power // least if remaining is not None else self.power
        """How many more voters may come."""
        if election.electorate.eligible is not None:
            voters = int(self._now.quorums[-1].power)
            self._heads = min(self._heads, max(0, election.electorate.eligible - voters))
        self.power = self.power if self._heads else 0

    def outcome(self) -> bool | None:
        """See `decided`."""
        if not self.power:
            return self._passes()
        corners = [self._now, *(_outcome(self._with(choice)) for choice in self.extremes)]
        answers = list(self._answers(corners))
        if not all(any(each) for each in answers):
            return False
        return self._passes() if all(all(each) for each in answers) and self._winner_stays() else None

    def _passes(self) -> bool:
        """Whether it passes with what is there."""
        return passes(self._result, self._asked, self._election.choices)

    def _answers(self, corners: Sequence[Outcome]) -> Iterator[Sequence[bool]]:
        """For each rule whether it holds, at every corner of what may come."""
        for place, quorum in enumerate(self._quorums):
            if not kind_of(quorum).linear:
                yield _OPEN
            elif kind_of(quorum).of_voters:
                yield self._heads_reached(quorum, place)
            else:
                yield [corner.quorums[place].reached for corner in corners]
        if self._rules.majority is not None:
            if self._mechanism.counts_voters:
                yield list(self._majority_of_heads(self._rules.majority))
            else:
                yield [corner.majority_reached for corner in corners]
        if self._rules.veto is not None:
            yield [not corner.vetoed for corner in corners]

    def _heads_reached(self, quorum: Quorum, place: int) -> tuple[bool, bool]:
        """Whether a quorum of heads is reached with nobody more, and with all who may come."""
        held, needed = self._now.quorums[place].power, self._now.quorums[place].needed
        most = held if quorum.counts == [] else held + self._heads
        return (held > needed, most > needed) if quorum.strict else (held >= needed, most >= needed)

    def _majority_of_heads(self, rule: majority.Majority) -> Iterator[bool]:
        scores = self._result.score_values
        for number in range(len(scores) + 1):
            added = [score + (self._heads if place == number else 0) for place, score in enumerate(scores, 1)]
            yield majority.reached(
                rule, added, self._election.choices, self._rules.roles, self._election.electorate, True
            )

    def _winner_stays(self) -> bool:
        """Whether who wins is settled, where that is part of the outcome: nobody can draw level any more."""
        if only_passing(self._election.choices, self._asked):
            return True
        scores, winner = self._result.score_values, self._result.winner
        gain = self._heads if self._mechanism.counts_voters else self.power
        return winner is not None and all(
            scores[winner - 1] > score + gain for place, score in enumerate(scores, 1) if place != winner
        )

    def _different(self) -> list[int]:
        """The numbers of choices that stand for all: of those that the rules treat alike the first."""
        lists: list[list[str]] = [
            names or [] for quorum in self._quorums for names in (quorum.counts, quorum.without)
        ]
        if self._rules.veto is not None:
            lists.append(self._rules.veto.choices)
        roles = [
            role(name, self._rules.roles, self._election.choices) for name in ("for", "against", "abstain")
        ]
        kinds: dict[tuple[bool, ...], int] = {}
        for number, name in enumerate(self._election.choices, 1):
            kind = (*(name in names for names in lists), *(number == held for held in roles))
            kinds.setdefault(kind, number)
        return list(kinds.values())

    def _with(self, choice: Any) -> Election:
        """The election with all that remains cast on one choice by one voter more."""
        voter = max((ballot.voter for ballot in self._election.ballots), default="") + "+"
        return _having(
            self._election,
            ballots=[*self._election.ballots, Ballot(voter, digits(self.power), choice)],
        )

    def _beyond_all(self) -> int:
        """So much power that what is there weighs nothing against it: no more could do anything else.

        Each rule compares sums of powers times 1, p/q or 1 + p/q, so that its slope is 0 or at least 1/q.
        """
        rules = self._rules
        shares = [
            quorum.value for quorum in self._quorums if quorum.value is not None and kind_of(quorum).of_total
        ]
        shares += [rule.value for rule in (rules.majority, rules.veto) if rule is not None]
        bars = [ratio(share, "rules") for share in shares]
        steepest = max((bar.numerator + bar.denominator for bar in bars), default=1)
        electorate = self._election.electorate
        there = self._result.cast_power + int(electorate.total_power or 0) + (electorate.eligible or 0)
        there += sum(ceil(quorum.needed) for quorum in self._now.quorums)
        return (1 + there) * steepest


def _outcome(election: Election) -> Outcome:
    found = tally(election).outcome
    assert found is not None, "an election with rules has an outcome"
    return found


def _having(election: Election, **changes: Any) -> Election:
    """The same election but for some fields."""
    fields = {name: getattr(election, name) for name in election.__struct_fields__}
    return Election(**{**fields, **changes})
