"""The reputation ledger, and what it said when a vote opened."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.storage.columns import Amount, Moment, Text, identity
from bot.storage.tables.base import metadata, of_proposal

reputation_events = Table(
    "reputation_events",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("amount", Amount, nullable=False),
    Column("kind", Text, nullable=False),
    of_proposal(),
    Column("at", Moment, nullable=False),
    UniqueConstraint("proposal", "member", "kind"),
    Index("ix_reputation_events_space_member", "space", "member"),
)
"""Rows are only added. `kind` is ballot, accepted, grant or slash; `proposal` the one that decided it."""

reputation_snapshots = Table(
    "reputation_snapshots",
    metadata,
    of_proposal(),
    Column("source", Text, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("amount", Amount, nullable=False),
    PrimaryKeyConstraint("proposal", "source", "member"),
    sqlite_with_rowid=False,
)
"""The balances at the opening of a vote, by the key of the power source that asks for them."""
