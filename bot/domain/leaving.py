"""What members of a Moloch DAO take along when they leave (`ragequit`): their part of each token, rounded down."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from bot.domain.ids import Address

Asset = Address | None
"""A token's contract; None: the chain's own coin."""
Overflow = Literal["rounds", "reverts"]
"""What the contract does where balance × burned has no room in 256 bits: `rounds` before it multiplies (Moloch v2), or
`reverts`, so that nobody can leave with a part of that token (Baal)."""
_WORDS = 1 << 256


def part(balance: int, burned: int, total: int, overflow: Overflow = "rounds") -> int | None:
    """⌊balance × burned / total⌋ in base units: what burning so many of all shares and loot pays of one token.

    None where the contract would revert. Raises ValueError where more would be burned than there is.
    """
    if not 0 <= burned <= total or total == 0:
        raise ValueError(f"{burned} of {total} shares can't be burned")
    if balance * burned < _WORDS:
        return balance * burned // total
    return balance // total * burned if overflow == "rounds" else None


class Treasury(msgspec.Struct, frozen=True):
    """What all members together have, and what it is divided by."""

    balances: Mapping[Asset, int]
    """In base units."""
    total: int
    """All shares and all loot."""
    overflow: Overflow = "rounds"

    def pays(self, burned: int) -> dict[Asset, int | None]:
        """What leaving with so many shares and loot pays of each asset now. Raises ValueError where there are less."""
        return {
            asset: part(balance, burned, self.total, self.overflow)
            for asset, balance in self.balances.items()
        }

    def after(self, changes: "Changes") -> "Treasury":
        """As it would be after them; as it is where it has too little for them, since then all of them fail."""
        moved = {asset: self.balances.get(asset, 0) + amount for asset, amount in changes.moved.items()}
        total = self.total + changes.issued
        if total < 0 or any(balance < 0 for balance in moved.values()):
            return self
        return replace(self, balances={**self.balances, **moved}, total=total)


class Changes(msgspec.Struct, frozen=True):
    """What a proposal does to a treasury when it is carried out."""

    moved: Mapping[Asset, int] = msgspec.field(default_factory=dict)
    """By asset, in base units: what comes in is above zero, what goes out below."""
    issued: int = 0
    """New shares and loot; below zero where some are burned."""
    whole: bool = True
    """Whether that is all that can be told of it. Otherwise it calls others too, which may do anything."""


class OpenProposal(msgspec.Struct, frozen=True):
    """An open proposal, as leaving after it is concerned."""

    id: str
    passes: bool
    """Whether it passes as its votes stand."""
    changes: Changes


def forecast(
    treasury: Treasury, open_proposals: Sequence[OpenProposal]
) -> Iterator[tuple[OpenProposal, Treasury]]:
    """The treasury after each of the open proposals, in the order in which they are carried out; one that doesn't pass
    changes nothing."""
    for each in open_proposals:
        if each.passes:
            treasury = treasury.after(each.changes)
        yield each, treasury
