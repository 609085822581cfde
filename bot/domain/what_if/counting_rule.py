"""Rules of counting that the ballots of a vote allow, and its election file as each of them would have had it.

Which mechanism can count what was cast under another is a trait of it (`Mechanism.reads`). Nothing is made up: what a
voter wasn't asked is not derived from what they said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.domain.counting.errors import ElectionError
from bot.domain.counting.mechanism import Mechanism
from bot.domain.counting.registry import MECHANISMS
from bot.domain.elections.election import Election, Rules, check, mechanism_of


class CountingRule(msgspec.Struct, frozen=True):
    """A mechanism with its options."""

    mechanism: str
    options: Any

    @property
    def traits(self) -> Mechanism:
        return mechanism_of(self.mechanism)


def own_rule(election: Election) -> CountingRule:
    """The one under which the ballots were cast."""
    return CountingRule(election.mechanism, election.options)


def allowed(election: Election, unit: int = 1) -> list[CountingRule]:
    """The rules under which these ballots can be counted: their own first, the others as the registry has them.

    `unit`: how many base units are one token, where the election itself doesn't say it. Left out is what can't be
    counted with the rules of the election, and what would compare scores with power that they aren't.
    """
    own = own_rule(election)
    return [own, *(each for each in _others(own, unit) if _fits(election, each))]


def readable(election: Election, rule: CountingRule) -> bool:
    """Whether its ballots say what this rule of counting asks."""
    own = own_rule(election)
    if rule == own:
        return True
    if election.parts and not rule.traits.sums_parts:
        return False  # A voter whose wallets say different things says nothing where they are pooled.
    paid = any(_paid(each.traits, each.options) for each in (own, rule))
    return not paid and rule.traits.reading(own.traits.ballot) is not None


def comparable(election: Election, rule: CountingRule, rules: Rules | None) -> bool:
    """Whether these rules of passing mean the same of its scores: a share of all power can't be asked of scores that
    are none."""
    of_total = rules is not None and rules.majority is not None and rules.majority.of == "total"
    own = own_rule(election)
    return not of_total or rule.traits.unit(rule.options) is own.traits.unit(own.options)


def recast(election: Election, rule: CountingRule, rules: Rules | None) -> Election:
    """The election file by another rule of counting and these rules of passing, its valid ballots written for that.

    Ballots that were not valid stay out: they are as if never cast. Raises ValueError for a rule whose mechanism can't
    read them.
    """
    fields = {name: getattr(election, name) for name in election.__struct_fields__}
    if rule.mechanism != election.mechanism:
        own = mechanism_of(election.mechanism)
        read = rule.traits.reading(own.ballot)
        if read is None:
            raise ValueError("these ballots don't say what the mechanism asks")
        size = len(election.choices)
        fields["ballots"] = [
            msgspec.structs.replace(ballot, choice=read(ballot.choice))
            for ballot in election.ballots
            if own.fault(ballot.choice, size, election.options) is None
        ]
        fields["parts"] = [msgspec.structs.replace(part, choice=read(part.choice)) for part in election.parts]
    return Election(**{**fields, "mechanism": rule.mechanism, "options": rule.options, "rules": rules})


def _others(own: CountingRule, unit: int) -> Iterator[CountingRule]:
    for mechanism in MECHANISMS.values():
        if mechanism.reading(own.traits.ballot) is None:
            continue
        unchanged = msgspec.to_builtins(own.options) if mechanism is own.traits else {}
        if mechanism.per_token and mechanism is not own.traits:
            unchanged = {"unit": own.options.unit if own.traits.per_token else str(unit)}
        for variant in mechanism.variants:
            rule = CountingRule(mechanism.name, msgspec.convert({**unchanged, **variant}, mechanism.options))
            if rule != own:
                yield rule


def _paid(mechanism: Mechanism, options: Any) -> bool:
    """Whether a ballot names what it pays for: that is no split of all its power, and no other ballot names it."""
    return mechanism.price is not None and mechanism.price(options) is not None


def _fits(election: Election, rule: CountingRule) -> bool:
    """Whether it can be counted so with the rules of the election."""
    if not readable(election, rule) or not comparable(election, rule, election.rules):
        return False
    head = {name: getattr(election, name) for name in election.__struct_fields__} | {
        "ballots": [],
        "parts": [],
    }
    try:
        check(recast(Election(**head), rule, election.rules))
    except ElectionError:
        return False
    return True
