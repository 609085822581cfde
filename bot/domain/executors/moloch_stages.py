"""What Moloch DAOs of the second version and of the third (Baal) have in common: how far a proposal has come, and what
who leaves before it is carried out takes along."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from bot.domain.ids import Address
from bot.domain.leaving import Treasury
from bot.domain.policy.bounds import Amount

MolochStep = Literal["submit", "sponsor", "process"]
MolochStageName = Literal[
    "unproposed",
    "submitted",
    "waiting",
    "voting",
    "grace",
    "ready",
    "processed",
    "defeated",
    "refused",
    "canceled",
]


@dataclass(frozen=True)
class MolochStage:
    """How far a proposal has come in a Moloch DAO, of the second version or the third (Baal)."""

    first: ClassVar[MolochStageName] = "unproposed"
    quiet: ClassVar[bool] = False
    held_until: ClassVar[None] = None
    made_in: ClassVar[tuple[()]] = ()

    name: MolochStageName
    """`submitted`: nobody has sponsored it. `waiting`: its vote begins soon. `refused`: it had the votes, and was not
    carried out when it was processed: too many had left, or the bank had too little."""
    id: str | None = None
    """In digits; None before it is there."""
    yes: Amount = 0
    no: Amount = 0
    starts: datetime | None = None
    ends: datetime | None = None
    """From when to when votes are taken; None before it is sponsored."""
    grace_ends: datetime | None = None
    """Until when who disagrees can leave before it is carried out."""
    behind: str | None = None
    """The id of the proposal that must be processed before; None where nothing is in its way."""

    @property
    def is_over(self) -> bool:
        """Whether it can't be carried out any more."""
        return self.name in ("defeated", "refused", "canceled")

    def told(self) -> dict[str, str]:
        """What is said of it in the thread, as data of an event."""
        moments = {"starts": self.starts, "ends": self.ends, "grace_ends": self.grace_ends}
        return {
            "stage": self.name,
            "id": self.id or "",
            "yes": str(self.yes),
            "no": str(self.no),
            **{name: "" if at is None else str(int(at.timestamp())) for name, at in moments.items()},
        }


@dataclass(frozen=True)
class NamedAsset:
    """What is in a treasury, in words: untrusted, cut and cleaned."""

    contract: Address | None
    """None: the chain's coin."""
    symbol: str
    decimals: int


@dataclass(frozen=True)
class PaidOnLeaving:
    """What one share or loot pays of one asset, in base units; None where its balance is too great to divide."""

    asset: NamedAsset
    now: Amount | None
    after: Amount | None


@dataclass(frozen=True)
class LeavingPays:
    """What leaving pays for one share or loot, before and after a proposal."""

    paid: tuple[PaidOnLeaving, ...]
    left_out: int
    """So many other assets there are."""
    after: Literal["told", "unknown", "nobody"]
    """`unknown`: nobody can tell what it pays after the proposal. `nobody`: nobody has a part then."""


class Leaving(msgspec.Struct, frozen=True):
    """What leaving pays, before and after a proposal."""

    assets: tuple[NamedAsset, ...]
    """What is shown of it, the first ones."""
    more: int
    """How many others there are."""
    unread: int
    """How many could not be read."""
    unit: Amount
    """One share or loot, in base units."""
    now: Treasury
    after: Treasury | None
    """After the proposal, and those before it that pass as their votes stand; None where nobody can tell."""

    def pays(self) -> LeavingPays:
        """What one share or loot pays of the assets that are shown."""
        now = self.now.pays(min(self.unit, self.now.total))
        after = self.after.pays(min(self.unit, self.after.total)) if self.after and self.after.total else {}
        return LeavingPays(
            tuple(PaidOnLeaving(each, now[each.contract], after.get(each.contract)) for each in self.assets),
            self.more + self.unread,
            "unknown" if self.after is None else "told" if self.after.total else "nobody",
        )
