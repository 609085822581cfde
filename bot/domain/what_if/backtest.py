"""A proposed policy replayed over votes that are over: what would have come out otherwise.

Ballots stay as they were cast: who would have voted, when and how under the other policy, nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.domain.counting.errors import ElectionError, RequiredBy
from bot.domain.elections.election import Election, mechanism_of
from bot.domain.errors.what_if import (
    BallotsOfAnotherKind,
    NotCountable,
    OtherChoices,
    OtherDelegation,
    OtherPower,
    TotalNotRead,
)
from bot.domain.fault import Fault
from bot.domain.imported.imported_vote import DECIMALS, ImportedVote
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.what_if.comparing import Counted, counted, own_count
from bot.domain.what_if.counting_rule import CountingRule, readable
from bot.domain.what_if.past_vote import PastVote
from bot.domain.what_if.repowering import repowered

UNEXAMINED = (
    "periods",
    "extension",
    "objection",
    "early_end",
    "proposal_threshold",
    "sponsoring",
    "trust",
    "named_records",
    "unlinked_wallets",
)
"""Fields of a policy that decide who proposes and which ballots come, and nothing of how those are counted."""


class Replayed(msgspec.Struct, frozen=True):
    """One vote, as it was and as it would have been."""

    number: int | None
    """Of its proposal in its server; None for a vote that was held elsewhere."""
    title: str
    before: Counted
    after: Counted | Fault
    """Or why it can't be replayed."""

    @property
    def changes(self) -> bool:
        """Whether something else would have come out."""
        return isinstance(self.after, Counted) and self.after.decision != self.before.decision


class Backtest(msgspec.Struct, frozen=True):
    policy: Policy
    votes: tuple[Replayed, ...]
    """The newest first."""
    unexamined: tuple[str, ...] = ()
    """Which of UNEXAMINED the policy has otherwise than one of the votes had."""
    unreadable: int = 0
    """So many records could not be read."""
    left_out: int = 0
    """So many older votes were not looked at, or more than that."""
    imported: bool = False
    """Whether these votes were held elsewhere, on Snapshot or in another server."""

    @property
    def changed(self) -> list[Replayed]:
        return [vote for vote in self.votes if vote.changes]

    @property
    def not_replayed(self) -> list[tuple[Replayed, Fault]]:
        return [(vote, vote.after) for vote in self.votes if isinstance(vote.after, Fault)]


def replayed(past: PastVote, policy: Policy) -> Replayed:
    """Raises ElectionError for a vote that can't be counted by its own rules."""
    try:
        after: Counted | Fault = _replayed(past, policy)
    except _NotReplayable as why:
        after = why.fault
    return Replayed(past.number, past.title, own_count(past.election), after)


def replayed_import(vote: ImportedVote, policy: Policy) -> Replayed:
    """The same of a vote that was held elsewhere, with the powers that were published."""
    try:
        after: Counted | Fault = _counted(_in_decimals(vote.election, policy.power.decimals), policy)
    except _NotReplayable as why:
        after = why.fault
    return Replayed(None, vote.title, own_count(vote.election), after)


def _in_decimals(election: Election, decimals: int) -> Election:
    """The imported election with its powers in base units of so many decimals, cut."""
    fields = {name: getattr(election, name) for name in election.__struct_fields__}
    fields["ballots"] = [
        msgspec.structs.replace(each, power=str(int(each.power) * 10**decimals // 10**DECIMALS))
        for each in election.ballots
    ]
    return Election(**fields)


def unexamined(past: Sequence[Policy], policy: Policy) -> tuple[str, ...]:
    """Which of UNEXAMINED the policy has otherwise than one of those by which was voted."""
    return tuple(
        name for name in UNEXAMINED if any(getattr(each, name) != getattr(policy, name) for each in past)
    )


class _NotReplayable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _replayed(past: PastVote, policy: Policy) -> Counted:
    """Raises _NotReplayable."""
    if past.policy.open_ended:
        raise _NotReplayable(BallotsOfAnotherKind())
    if policy.delegation is not None and policy.delegation != past.policy.delegation:
        raise _NotReplayable(OtherDelegation())
    if past.election.parts and not policy.power.sums_wallets:
        raise _NotReplayable(BallotsOfAnotherKind())
    election = repowered(past, policy.power)
    if election is None:
        raise _NotReplayable(OtherPower())
    if policy.delegation is None and election.delegations:
        fields = {name: getattr(election, name) for name in election.__struct_fields__}
        election = Election(**{**fields, "delegations": []})
    return _counted(election, policy)


def _counted(election: Election, policy: Policy) -> Counted:
    """Raises _NotReplayable."""
    if policy.open_ended:
        raise _NotReplayable(BallotsOfAnotherKind())
    if policy.choices_from == "policy" and list(policy.choices) != election.choices:
        raise _NotReplayable(OtherChoices())
    mechanism = mechanism_of(policy.mechanism)
    rule = CountingRule(policy.mechanism, msgspec.convert(policy.options, mechanism.options))
    if not readable(election, rule):
        raise _NotReplayable(BallotsOfAnotherKind())
    try:
        return counted(election, rule, rules_of(policy))
    except ElectionError as error:
        if isinstance(error.fault, RequiredBy) and error.field == "electorate.total_power":
            raise _NotReplayable(TotalNotRead()) from None
        raise _NotReplayable(NotCountable(error.field, error.fault)) from None
