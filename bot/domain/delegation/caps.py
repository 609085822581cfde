"""How much may be delegated to one member in a vote: by its policy, and by what the member accepts."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import msgspec

from bot.domain.ids import MemberId, Power

OWN_CAPS = "delegate_caps"
"""In records."""


class Caps(msgspec.Struct, frozen=True):
    """The most that others delegate to one member in a vote, in base units."""

    of_all: Power | None = None
    """By the policy, for each member; None: it has none."""
    own: Mapping[MemberId, Power] = msgspec.field(default_factory=dict)
    """What members accept at most, who said so before the vote opened."""

    def __bool__(self) -> bool:
        return self.of_all is not None or bool(self.own)

    def of(self, member: MemberId) -> Power | None:
        """The lesser of the two; None where there is none."""
        own = self.own.get(member)
        if own is None or self.of_all is None:
            return self.of_all if own is None else own
        return min(own, self.of_all)

    def cut(self, member: MemberId, delegated: Power) -> Power:
        """What counts of so much that is delegated to the member."""
        cap = self.of(member)
        return delegated if cap is None else min(delegated, cap)


NO_CAPS = Caps()


def own_cap(accepts: str, decimals: int) -> Power:
    """What a delegate accepts at most, in base units of a vote's power, cut."""
    return int(Fraction(accepts) * 10**decimals)


def own_caps_part(own: Mapping[MemberId, Power]) -> dict[str, Any]:
    """What delegates accept at most, as a part of a record; nothing where none said so."""
    listed = [{"member": str(member), "cap": str(own[member])} for member in sorted(own)]
    return {OWN_CAPS: listed} if listed else {}
