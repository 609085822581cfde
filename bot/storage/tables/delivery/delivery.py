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

from bot.storage.columns import Moment, Span, Text, identity
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
    Column("salt", Text),
    Column("sealed", Text, nullable=False, server_default=text("''")),
    Column("hash", Text, nullable=False),
    UniqueConstraint("guild", "previous_hash"),
    Index("ix_log_entries_guild_id", "guild", "id"),
    sqlite_autoincrement=True,
)
"""The public log. A chain has no forks: each hash of a guild has one entry after it. `sealed` is the hash of who did it
and why, with a `salt`, which is NULL once somebody in it was erased: then it can't be opened any more, and holds."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("queue", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("behind", Text),
    Column("alike", Text),
    Column("notification", Text, nullable=False),
    Column("nonce", Text, nullable=False, unique=True),
    Column("added_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_attempt_at", Moment),
    Column("last_attempt_at", Moment),
    Column("tried", Span, nullable=False, server_default=text("0")),
    Column("next_attempt_at", Moment),
    Column("delivered_at", Moment),
    Column("given_up_at", Moment),
    Column("why", Text),
    sqlite_autoincrement=True,
)
"""What must be told. `next_attempt_at` is null where it is another's turn, or all is over; `tried` is the time that was
spent on trying; `why` is what went wrong at the last attempt that failed."""

undelivered = and_(outbox.c.delivered_at.is_(None), outbox.c.given_up_at.is_(None))
partial(
    "ix_outbox_due",
    outbox.c.queue,
    outbox.c.next_attempt_at,
    outbox.c.id,
    where=outbox.c.next_attempt_at.is_not(None),
)
partial("ix_outbox_undelivered", outbox.c.lane, outbox.c.id, where=undelivered)
partial(
    "ix_outbox_behind", outbox.c.behind, outbox.c.id, where=and_(undelivered, outbox.c.behind.is_not(None))
)
partial("ix_outbox_alike", outbox.c.alike, outbox.c.id, where=and_(undelivered, outbox.c.alike.is_not(None)))
partial(
    "ix_outbox_delivered",
    outbox.c.lane,
    outbox.c.delivered_at,
    where=outbox.c.delivered_at.is_not(None),
)
partial("ix_outbox_stuck", outbox.c.guild, outbox.c.id, where=and_(undelivered, outbox.c.tried > text("0")))
partial("ix_outbox_delivered_at", outbox.c.delivered_at, where=outbox.c.delivered_at.is_not(None))
partial("ix_outbox_given_up_at", outbox.c.given_up_at, where=outbox.c.given_up_at.is_not(None))
partial("ix_outbox_given_up", outbox.c.guild, outbox.c.id, where=outbox.c.given_up_at.is_not(None))
