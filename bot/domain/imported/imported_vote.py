"""One vote of a space's past that was held elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.elections.election import Election
from bot.domain.ids import GuildId, Power, ProposalNumber

Source = Literal["snapshot", "folkmoot"]
"""Where votes are imported from: Snapshot, or a space in another server, which has records of them."""
Fate = Literal["vetoed", "cancelled", "executed", "not_executed"]
"""What became of a decision after its vote."""

DECIMALS = 18
"""Of powers on Snapshot: whoever publishes them there writes amounts with a point."""
LONGEST_TITLE = 256
"""Longer ones are cut."""


class Origin(msgspec.Struct, frozen=True):
    """Where a vote was held that has a record, as the file says from which it came. The record itself names no
    server."""

    server: GuildId
    space: str
    """The name that the space had there."""
    number: ProposalNumber
    """Of the proposal in that server."""
    fate: Fate | None
    """None where there was nothing to be done about it."""


class ImportedFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of it, without its ballots. Nobody here checked who voted, or with what power: it is what was
    published."""

    source: Source
    key: str
    """By which its source names it: Snapshot's id, or the record's hash."""
    title: str
    author: str
    """Their wallet on Snapshot. Empty where the vote has a record, which tells it."""
    opened_at: datetime
    ended_at: datetime
    voters: int
    """Whose ballots count."""
    cast_power: Power
    """Of these ballots, in base units of the vote's own decimals."""
    total_power: Power | None = None
    """All power there was, in the same units; None where that isn't known."""
    passed: bool
    """Whether it passed; of a vote that asks for a winner, whether there was one."""
    agrees: bool
    """Whether what was published of its outcome is what its ballots come to."""
    origin: Origin | None = None
    """None of a vote on Snapshot."""


class ImportedVote(ImportedFacts, frozen=True, kw_only=True):
    election: Election
    """Its ballots by the wallets, or the members' numbers, that cast them, powers in base units."""
