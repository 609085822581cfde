"""Delegation: members delegate their power to others (governance.md §6).

What was delegated never changes who may vote: a delegator's own ballot always goes before, and takes their power back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

import msgspec

from bot.domain.errors import BadParts, DelegationCycle, DelegationOver, DelegationToOneself
from bot.domain.ids import Address, MemberId, TrackId

MOST_DELEGATES = 5
"""Among whom a member may split their power on one topic."""
MOST_PARTS = 1_000
"""That one of them may get."""


Delegator = MemberId | Address
"""Whose power counts with somebody else's ballot: a member's who delegated in the server, or a wallet's that did so on
chain."""


class Delegation(msgspec.Struct, frozen=True):
    """What one member decided about one topic: there is one, or several among whom the power is split.

    Those of one topic are made together, and replaced together.
    """

    delegator: MemberId
    delegate: MemberId
    track: TrackId | None
    """The topic; None: every track of the space that has no delegation of its own."""
    until: datetime | None
    """From then on it doesn't count; None: until it is revoked."""
    made_at: datetime
    parts: int = 1
    """So many of all the parts that the delegator gives on this topic are the delegate's."""

    def over(self, at: datetime) -> bool:
        """Whether its end has come by then."""
        return self.until is not None and self.until <= at


class FrozenDelegation(msgspec.Struct, frozen=True):
    """What counts of a delegation in one vote, from its opening on."""

    delegator: MemberId
    delegate: MemberId
    parts: int = 1
    """Of all that the delegator gives."""


class Profile(msgspec.Struct, frozen=True):
    """What a delegate says of themself, and since when. Empty where they left a field out."""

    member: MemberId
    statement: str
    topics: str
    conflicts: str
    at: datetime
    accepts: str | None = None
    """The most votes that others may delegate to them together, in plain digits with a point; None: any. Zero: nobody
    may delegate to them."""

    @property
    def refuses(self) -> bool:
        """Whether nobody may delegate to them."""
        return self.accepts is not None and not Fraction(self.accepts)


def in_force(
    delegations: Iterable[Delegation], track: TrackId, at: datetime
) -> dict[MemberId, tuple[Delegation, ...]]:
    """Of each delegator those that count in a vote on this track that opens at this time, by delegator; of one
    delegator the one with the most parts first.

    The track's own delegations go before those for the whole space; one that is over doesn't count, as if it had never
    been made. Of those for one topic the ones that were made last count.
    """
    found: dict[MemberId, dict[MemberId, Delegation]] = {}
    ranks: dict[MemberId, tuple[bool, datetime]] = {}
    for each in delegations:
        if each.track not in (None, track) or each.over(at) or each.delegate == each.delegator:
            continue
        rank = (each.track is not None, each.made_at)
        known = ranks.get(each.delegator)
        if known is None or known < rank:
            ranks[each.delegator], found[each.delegator] = rank, {}
        if known is None or known <= rank:
            to = found[each.delegator].setdefault(each.delegate, each)
            if to.parts < each.parts:  # It only makes it one answer for any data.
                found[each.delegator][each.delegate] = each
    return {
        delegator: tuple(sorted(found[delegator].values(), key=lambda each: (-each.parts, each.delegate)))
        for delegator in sorted(found)
    }


def frozen(delegations: Iterable[Delegation], track: TrackId, at: datetime) -> list[FrozenDelegation]:
    """Who delegates to whom in a vote on this track that opens at this time, ordered as `in_force`."""
    return [
        FrozenDelegation(each.delegator, each.delegate, each.parts)
        for made in in_force(delegations, track, at).values()
        for each in made
    ]


def check_new(
    new: Sequence[Delegation],
    delegations: Iterable[Delegation],
    transitive: Collection[TrackId],
    at: datetime,
) -> None:
    """Whether one member may make these delegations of one topic, all at once, beside those that the space has.

    `transitive`: the tracks on which power is passed on; only there a circle would leave power with nobody. Raises
    DelegationToOneself, DelegationOver, BadParts, DelegationCycle.
    """
    first = new[0]
    if any(each.delegator == each.delegate for each in new):
        raise DelegationToOneself
    if first.until is not None and first.over(at):
        raise DelegationOver(first.until)
    if len(new) > MOST_DELEGATES or len({each.delegate for each in new}) < len(new):
        raise BadParts(MOST_DELEGATES, MOST_PARTS)
    if any(not 1 <= each.parts <= MOST_PARTS for each in new):
        raise BadParts(MOST_DELEGATES, MOST_PARTS)
    kept = [each for each in delegations if (each.delegator, each.track) != (first.delegator, first.track)]
    for track in sorted(transitive):
        passing_on = {member: made[0].delegate for member, made in in_force([*kept, *new], track, at).items()}
        circle = _circle(first.delegator, passing_on)
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
