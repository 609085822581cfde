"""Conviction voting: the stakes of members on the proposals of a track."""

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

stakes = Table(
    "stakes",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("amount", Amount, nullable=False),
    Column("at", Moment, nullable=False),
    Column("source", BigInteger, nullable=False),
    Column("power", Amount, nullable=False),
    Column("block", Text),
    UniqueConstraint("proposal", "member", "at", "source"),
    Index("ix_stakes_track_member", "track", "member"),
)
"""A member's new stake on a proposal from a time on; rows are only added. `source` is the interaction, `power` what the
member held then, `block` the block at which they held less than they had staked, where that is why."""

stake_powers = Table(
    "stake_powers",
    metadata,
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("power", Amount, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("track", "member"),
)
"""What a member held when it was last read, and at which blocks; rewritten at each look."""

stake_claims = Table(
    "stake_claims",
    metadata,
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    Column("wallet", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    PrimaryKeyConstraint("track", "wallet", "chain"),
    sqlite_with_rowid=False,
)
"""Which member a wallet counts for on a track: a contract on each chain by itself, a key on all (`chain` 0)."""
