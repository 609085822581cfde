"""With whose ballots delegated power counts, by who has voted.

A member may split their own power among several delegates. What others delegated to them is theirs to pass on where the
policy says so, and goes whole to the delegate to whom they give most
(docs/decisions/0139-split-and-capped-delegation.md).
"""

from collections.abc import Iterable, Set
from typing import Literal

from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.shares import Split
from bot.domain.ids import MemberId

Depth = Literal["one_hop", "transitive"]
"""`one_hop`: what was delegated is not passed on. `transitive`: it is, until somebody on the way votes."""


class DelegationGraph:
    """Who delegates to whom in one vote, asked from both sides. The order in which they are listed is kept: by it equal
    parts are put in order, in the record as here."""

    def __init__(self, delegations: Iterable[FrozenDelegation], depth: Depth) -> None:
        self.depth: Depth = depth
        made: dict[MemberId, list[FrozenDelegation]] = {}
        for each in delegations:
            made.setdefault(each.delegator, []).append(each)
        self._made = {
            delegator: tuple(sorted(shares, key=lambda each: -each.parts))
            for delegator, shares in made.items()
        }
        self._directly: dict[MemberId, list[MemberId]] = {}
        for delegator, shares in self._made.items():
            for each in shares:
                self._directly.setdefault(each.delegate, []).append(delegator)

    @property
    def delegators(self) -> Set[MemberId]:
        return self._made.keys()

    @property
    def delegates(self) -> Set[MemberId]:
        return self._directly.keys()

    def made_by(self, member: MemberId) -> tuple[FrozenDelegation, ...]:
        """To whom a member delegates, the one with the most parts first."""
        return self._made.get(member, ())

    def resolved(self, voters: Set[MemberId]) -> dict[MemberId, Split]:
        """To whom each delegator's power goes in the count.

        `voters` are those who have cast a ballot: their own power stays with them. One hop: to the delegate.
        Transitive: to the first along the path who has voted, or, where nobody has, to the last, with whom it doesn't
        count. What runs in a circle of members who don't vote goes to nobody. Linear in time.
        """
        ends = self._ends(voters) if self.depth == "transitive" else {}
        return {
            delegator: Split(
                tuple(ends.get(each.delegate, each.delegate) for each in shares),
                tuple(each.parts for each in shares),
            )
            for delegator, shares in self._made.items()
            if delegator not in voters
        }

    def _ends(self, voters: Set[MemberId]) -> dict[MemberId, MemberId | None]:
        """Of each delegator where what reaches them goes: to themself, if they vote."""
        ends: dict[MemberId, MemberId | None] = {}
        for delegator in self._made:
            path: dict[MemberId, None] = {}
            member = delegator
            while member not in voters and member in self._made and member not in ends and member not in path:
                path[member] = None
                member = self._passes_on_to(member)
            end = None if member in path else ends.get(member, member)
            ends.update(dict.fromkeys(path, end))
        return ends

    def effective(self, voters: Set[MemberId]) -> dict[Delegator, Split]:
        """The same of what counts: each end has voted, and who has nothing that counts is left out."""
        found: dict[Delegator, Split] = {}
        for delegator, split in self.resolved(voters).items():
            ends = tuple(end if end in voters else None for end in split.ends)
            if any(end is not None for end in ends):
                found[delegator] = Split(ends, split.parts)
        return found

    def has_delegators(self, member: MemberId) -> bool:
        """Whether anybody delegates to the member, whoever has voted."""
        return member in self._directly

    def of(self, member: MemberId, voters: Set[MemberId]) -> dict[Delegator, Split]:
        """What counts with the member's ballot, if they cast one: by delegator, nearest first, and without what goes
        elsewhere.

        `voters` are those who have cast a ballot. In time linear to the answer, and those who were asked.
        """
        found: dict[MemberId, None] = {}
        passing_on = [member]
        for each in passing_on:  # It grows while it is gone through: what was delegated to them is passed on.
            for delegator in self._directly.get(each, ()):
                if delegator == member or delegator in voters:
                    continue
                found[delegator] = None
                if self.depth == "transitive" and self._passes_on_to(delegator) == each:
                    passing_on.append(delegator)
        ends = set(passing_on)
        return {
            delegator: Split(
                tuple(member if each.delegate in ends else None for each in self._made[delegator]),
                tuple(each.parts for each in self._made[delegator]),
            )
            for delegator in found
        }

    def _passes_on_to(self, member: MemberId) -> MemberId:
        return self._made[member][0].delegate
