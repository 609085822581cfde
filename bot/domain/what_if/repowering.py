"""The powers of a past vote by another rule, from the numbers that were read for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from bot.domain.blocks import Value
from bot.domain.delegation.shares import shares_of
from bot.domain.elections.election import Delegation, Election, Electorate, Part
from bot.domain.ids import Address, ChainId, Power
from bot.domain.power import AnySource, Contribution, MemberPower, PowerRule
from bot.domain.verification.files.record_form import Evidence
from bot.domain.verification.power.delegations import splits_of
from bot.domain.what_if.past_vote import PastVote


def repowered(past: PastVote, rule: PowerRule) -> Election | None:
    """The election file with the powers that its voters would have had; None where numbers would be needed that were
    not read: those of another source, or of other blocks, or all power there was where delegates have a share of it at
    most.

    The total power stays where it is the same by both rules; else it is unknown.
    """
    before, delegating = past.policy.power, past.policy.delegation
    if rule == before:
        return past.election
    places = _places(before, rule)
    if places is None or rule.holding != before.holding or rule.decimals != before.decimals:
        return None
    same_total = _same_total(before, rule)
    if delegating is not None and delegating.cap_share is not None and not same_total:
        return None
    record, splits = past.vote.record, splits_of(past.vote)
    power = {each.voter: _power(past, rule, places, each.evidence) for each in record.ballots}
    delegated = {
        each.whose: _power(past, rule, places, each.evidence)
        for each in past.vote.entries
        if each.whose in splits
    }
    fields = {name: getattr(past.election, name) for name in past.election.__struct_fields__}
    fields["ballots"] = [
        msgspec.structs.replace(each, power=str(power[each.voter])) for each in past.election.ballots
    ]
    fields["parts"] = [
        Part(ballot.voter, str(weight), each.choice)
        for ballot in record.ballots
        for each in ballot.apart
        if (weight := _power(past, rule, places, _of_wallet(ballot.evidence, each.wallet)))
    ]
    fields["delegations"] = [
        Delegation(str(each.delegator), str(each.to), str(each.counts))
        for each in shares_of(splits, delegated, past.vote.caps)
    ]
    if not same_total:
        fields["electorate"] = Electorate(eligible=past.election.electorate.eligible)
    return Election(**fields)


def _places(before: PowerRule, rule: PowerRule) -> dict[int, int] | None:
    """Where each source of the rule stood in the one before, its weight and cap aside; None where one didn't."""
    known = {_reads(source): place for place, source in enumerate(before.sources)}
    places = [known.get(_reads(source)) for source in rule.sources]
    found = {old: new for new, old in enumerate(places) if old is not None}
    return found if len(found) == len(rule.sources) else None


def _reads(source: AnySource) -> AnySource:
    """The source without what is made of the number that it reads."""
    return source.model_copy(update={"weight": 1, "cap": None, "required": None, "gate": False})


def _same_total(before: PowerRule, rule: PowerRule) -> bool:
    """Whether there is as much power in all: caps, minimum and curve are each member's."""
    return {(_reads(each), each.weight) for each in before.sources if not each.gate} == {
        (_reads(each), each.weight) for each in rule.sources if not each.gate
    }


def _of_wallet(evidence: Iterable[Evidence], wallet: str) -> list[Evidence]:
    return [each for each in evidence if each.wallet == wallet]


def _power(past: PastVote, rule: PowerRule, places: Mapping[int, int], evidence: Iterable[Evidence]) -> Power:
    evidence = list(evidence)
    moments = []
    for blocks in past.vote.moments:
        at = {ChainId(block.chain): block.hash for block in blocks}
        moments.append(
            tuple(
                Contribution(
                    rule.sources[places[each.place - 1]],
                    None if each.wallet is None else Address(each.wallet),
                    Value(int(each.raw)),
                    places[each.place - 1],
                )
                for each in evidence
                if each.place - 1 in places
                and (each.chain is None or at.get(ChainId(each.chain)) == each.block)
            )
        )
    steps = MemberPower(rule, tuple(moments)).steps
    assert steps is not None, "all of it is known"
    return steps.total
