"""Delegation: members delegate their power to others (governance.md §6).

What was delegated never changes who may vote: a delegator's own ballot always goes before, and takes their power back.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.errors import DelegationCycle, DelegationOver, DelegationToOneself
from bot.domain.ids import Address, MemberId, TrackId

Depth = Literal["one_hop", "transitive"]
"""`one_hop`: what was delegated is not passed on. `transitive`: it is, until somebody on the way votes."""


Delegator = MemberId | Address
"""Whose power counts with somebody else's ballot: a member's who delegated in the server, or a wallet's that did so on
chain."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """What one member decided about one topic. There is at most one for each delegator and topic."""

    delegator: MemberId
    delegate: MemberId
    track: TrackId | None
    """The topic; None: every track of the space that has no delegation of its own."""
    until: datetime | None
    """From then on it doesn't count; None: until it is revoked."""
    made_at: datetime

    def over(self, at: datetime) -> bool:
        """Whether its end has come by then."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True)
class FrozenDelegation:
    """What counts of a delegation in one vote, from its opening on."""

    delegator: MemberId
    delegate: MemberId


@dataclass(frozen=True)
class Profile:
    """What a delegate says of themself, and since when. Empty where they left a field out."""

    member: MemberId
    statement: str
    topics: str
    conflicts: str
    at: datetime


def in_force(delegations: Iterable[Delegation], track: TrackId, at: datetime) -> dict[MemberId, Delegation]:
    """Of each delegator the one that counts in a vote on this track that opens at this time, by delegator.

    The track's own delegation goes before the one for the whole space; one that is over doesn't count, as if it had
    never been made. Of two for one topic the later one counts.
    """
    found: dict[MemberId, Delegation] = {}
    for each in delegations:
        if each.track not in (None, track) or each.over(at) or each.delegate == each.delegator:
            continue
        known = found.get(each.delegator)
        if known is None or _rank(known) < _rank(each):
            found[each.delegator] = each
    return {delegator: found[delegator] for delegator in sorted(found)}


def frozen(delegations: Iterable[Delegation], track: TrackId, at: datetime) -> dict[MemberId, MemberId]:
    """Who delegates to whom in a vote on this track that opens at this time: delegator → delegate."""
    return {member: each.delegate for member, each in in_force(delegations, track, at).items()}


def _rank(delegation: Delegation) -> tuple[bool, datetime, MemberId]:
    """What goes before comes later in this order. The member only makes it one order for any data."""
    return delegation.track is not None, delegation.made_at, delegation.delegate


def check_new(
    new: Delegation, delegations: Iterable[Delegation], transitive: Collection[TrackId], at: datetime
) -> None:
    """Whether a delegation may be made beside those that the space has.

    `transitive`: the tracks on which power is passed on; only there a circle would leave power with nobody. Raises
    DelegationToOneself, DelegationOver, DelegationCycle.
    """
    if new.delegator == new.delegate:
        raise DelegationToOneself
    if new.until is not None and new.over(at):
        raise DelegationOver(new.until)
    kept = [each for each in delegations if (each.delegator, each.track) != (new.delegator, new.track)]
    for track in sorted(transitive):
        circle = _circle(new.delegator, frozen([*kept, new], track, at))
        if circle:
            raise DelegationCycle(circle)


def _circle(start: MemberId, delegate_of: Mapping[MemberId, MemberId]) -> tuple[MemberId, ...]:
    """The way from a member back to themself, both ends named; empty where there is none."""
    path = {start: None}
    member = delegate_of.get(start)
    while member is not None and member not in path:
        path[member] = None
        member = delegate_of.get(member)
    return (*path, start) if member == start else ()


def resolve_delegations(
    delegate_of: Mapping[MemberId, MemberId], voters: Set[MemberId], depth: Depth
) -> dict[MemberId, MemberId]:
    """To whom each delegator's power goes in the count: delegator → member.

    `voters` are those who have cast a ballot: their own power stays with them. One hop: to the delegate.
    Transitive: to the first along the path who has voted, or, where nobody has, to the last, with whom it doesn't
    count. What runs in a circle of members who don't vote goes to nobody and is left out. Linear in time.
    """
    if depth == "one_hop":
        return {delegator: to for delegator, to in delegate_of.items() if delegator not in voters}
    ends: dict[MemberId, MemberId | None] = {}
    for delegator in delegate_of:
        path: dict[MemberId, None] = {}
        member = delegator
        while member not in voters and member in delegate_of and member not in ends and member not in path:
            path[member] = None
            member = delegate_of[member]
        end = None if member in path else ends.get(member, member)
        ends.update(dict.fromkeys(path, end))
    return {
        delegator: end
        for delegator in delegate_of
        if delegator not in voters and (end := ends[delegator]) is not None
    }


def effective_delegations(
    delegate_of: Mapping[MemberId, MemberId], voters: Set[MemberId], depth: Depth
) -> dict[MemberId, MemberId]:
    """Of the delegations those that count: delegator → the member who has voted with their power."""
    return {
        delegator: to
        for delegator, to in resolve_delegations(delegate_of, voters, depth).items()
        if to in voters
    }


class DelegationGraph:
    """The same question from the other side: whose power a member votes with. Answers as `resolve_delegations` does."""

    def __init__(self, delegate_of: Mapping[MemberId, MemberId], depth: Depth) -> None:
        self.delegate_of = delegate_of
        self.depth: Depth = depth
        self._directly: dict[MemberId, list[MemberId]] = {}
        for delegator, delegate in delegate_of.items():
            self._directly.setdefault(delegate, []).append(delegator)

    def has_delegators(self, member: MemberId) -> bool:
        """Whether anybody delegates to the member, whoever has voted."""
        return member in self._directly

    def of(self, member: MemberId, voters: Set[MemberId]) -> list[MemberId]:
        """Those whose power counts with the member's ballot, if they cast one; nearest first.

        `voters` are those who have cast a ballot. In time linear to the answer, and those who were asked.
        """
        found = self._delegating_to(member, member, voters)
        if self.depth == "transitive":
            for (
                delegator
            ) in found:  # It grows while it is gone through: what they were delegated is passed on.
                found.extend(self._delegating_to(delegator, member, voters))
        return found

    def _delegating_to(self, delegate: MemberId, voter: MemberId, voters: Set[MemberId]) -> list[MemberId]:
        directly = self._directly.get(delegate, ())
        return [each for each in directly if each != voter and each not in voters]
