"""The public log and the outbox."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    and_,
    text,
)

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, partial

log_entries = Table(
    "log_entries",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("proposal", identity(), ForeignKey("proposals.id")),
    Column("reason", Text),
    Column("details", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("guild", "previous_hash"),
    Index("ix_log_entries_guild_id", "guild", "id"),
    sqlite_autoincrement=True,
)
"""The public log. A chain has no forks: each hash of a guild has one entry after it."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("lane", Text, nullable=False),
    Column("notification", Text, nullable=False),
    Column("nonce", Text, nullable=False, unique=True),
    Column("added_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_attempt_at", Moment),
    Column("next_attempt_at", Moment, nullable=False),
    Column("delivered_at", Moment),
    Column("given_up_at", Moment),
    Column("why", Text),
    sqlite_autoincrement=True,
)
"""What must be told. `why` is what went wrong at the last attempt that failed."""

undelivered = and_(outbox.c.delivered_at.is_(None), outbox.c.given_up_at.is_(None))
partial("ix_outbox_undelivered", outbox.c.lane, outbox.c.id, where=undelivered)
partial("ix_outbox_given_up", outbox.c.id, where=outbox.c.given_up_at.is_not(None))
