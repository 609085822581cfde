"""A record that is being checked, with what its frozen part makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.delegation.caps import NO_CAPS, Caps
from bot.domain.delegation.delegation import Delegator
from bot.domain.ids import Address, BlockHash, ChainId, MemberId
from bot.domain.policy.model import Policy
from bot.domain.verification.files.record_form import Block, Evidence, Frozen, Record


class Entry(msgspec.Struct, frozen=True):
    """A place in the record where a power is said to follow from evidence."""

    field: str
    whose: Delegator
    power: str
    evidence: Sequence[Evidence]
    roles: Sequence[str] = ()
    receipt: str | None = None


class Vote(msgspec.Struct, frozen=True, dict=True):
    record: Record
    frozen: Frozen
    policy: Policy

    @cached_property
    def moments(self) -> tuple[tuple[Block, ...], ...]:
        """The blocks of each moment at which power is read: the snapshot, then the earlier ones, the oldest first."""
        chains = len(self.frozen.snapshot) or 1
        earlier = self.frozen.earlier
        return (
            tuple(self.frozen.snapshot),
            *(tuple(earlier[first : first + chains]) for first in range(0, len(earlier), chains)),
        )

    @cached_property
    def voters(self) -> set[MemberId]:
        """Those whose ballot stands, also where its power could not be read."""
        cast = {MemberId(int(each.voter)) for each in self.record.ballots}
        return cast | {MemberId(int(each.voter)) for each in self.record.undetermined}

    @cached_property
    def entries(self) -> list[Entry]:
        """Every ballot, and the power of each who delegated once."""
        ballots = [
            Entry(
                f"ballots[{place}]",
                MemberId(int(each.voter)),
                each.power,
                each.evidence,
                each.roles,
                each.receipt,
            )
            for place, each in enumerate(self.record.ballots)
        ]
        delegated: dict[str, Entry] = {}
        for place, each in enumerate(self.record.delegated_power):
            # The evidence is of the whole, and stands with the first of its shares.
            entry = Entry(f"delegated_power[{place}]", delegator(each.from_), each.held, each.evidence)
            delegated.setdefault(each.from_, entry)
        return [*ballots, *delegated.values()]

    @cached_property
    def caps(self) -> Caps:
        """The most that was delegated to one member."""
        rule, total = self.policy.delegation, self.frozen.total_power
        if rule is None:
            return NO_CAPS
        own = {MemberId(int(each.member)): int(each.cap) for each in self.record.delegate_caps}
        return Caps(rule.cap_of(None if total is None else int(total)), own)


def delegator(text: str) -> Delegator:
    """A wallet, or a member by their id."""
    return Address(text) if text.startswith("0x") else MemberId(int(text))


def block_of(block: Block) -> BlockRef:
    """As chains are asked about it."""
    return BlockRef(ChainId(block.chain), block.number, BlockHash(block.hash), block.timestamp)
