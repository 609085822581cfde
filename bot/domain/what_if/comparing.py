"""A vote counted by its own rules and by all others that its ballots allow."""

from __future__ import annotations

import msgspec

from bot.domain.elections.election import Election, Rules
from bot.domain.elections.tally import Result, counted_roll, tally
from bot.domain.what_if.counting_rule import CountingRule, allowed, own_rule, recast
from bot.domain.what_if.decision import Decision, decision
from bot.domain.what_if.flipping import Flip, fewest


class Counted(msgspec.Struct, frozen=True):
    """What comes out by one rule of counting, and these rules of passing."""

    rule: CountingRule
    rules: Rules
    election: Election
    """The election file as that rule would have had it: `tally` of it is `result`."""
    result: Result
    decision: Decision


class Comparison(msgspec.Struct, frozen=True):
    counts: tuple[Counted, ...]
    """By its own rule, then by the others."""
    flip: Flip | None
    """How few voters could have changed what came out by its own; None where that isn't known."""

    @property
    def own(self) -> Counted:
        return self.counts[0]

    @property
    def holds(self) -> int:
        """By how many of the rules the same comes out."""
        return sum(each.decision == self.own.decision for each in self.counts)


def counted(election: Election, rule: CountingRule, rules: Rules | None) -> Counted:
    """Raises ElectionError for rules that can't be applied, and ValueError for a mechanism that can't read its
    ballots."""
    changed = recast(election, rule, rules)
    result = tally(changed)
    return Counted(rule, rules or Rules(), changed, result, decision(changed, result))


def compared(election: Election, unit: int = 1) -> Comparison:
    """`unit`: how many base units are one token. Raises ElectionError for an election that can't be counted."""
    counts = tuple(counted(election, rule, election.rules) for rule in allowed(election, unit))
    return Comparison(counts, fewest_changes(election))


def fewest_changes(election: Election) -> Flip | None:
    """How few voters could have changed what came out; None where that isn't known."""
    return fewest(election, counted_roll(election)[0])


def own_count(election: Election) -> Counted:
    """By its own rules."""
    return counted(election, own_rule(election), election.rules)
