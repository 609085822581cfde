"""What is decided elsewhere on a chain, and shown by spaces."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

mirrors = Table(
    "mirrors",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("rules", Text, nullable=False),
    Column("blocks", Text),
    Column("look_at", Moment),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("fault", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("space", "chain", "account"),
    sqlite_autoincrement=True,
)
"""Contracts whose proposals a space shows. `rules` (JSON in the form of the kind) and `blocks` (JSON, NULL before the
first look) are as they were read last; `fault` says why the last look failed."""

mirrored_proposals = Table(
    "mirrored_proposals",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("mirror", identity(), ForeignKey("mirrors.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("proposer", Text, nullable=False),
    Column("actions", Text, nullable=False),
    Column("left_out", BigInteger, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("block", BigInteger, nullable=False),
    Column("transaction", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("votable", Boolean, nullable=False),
    Column("looked", BigInteger, nullable=False, server_default=text("0")),
    Column("ended_by", Text),
    Column("shown", Boolean, nullable=False, server_default=false()),
    Column("channel", BigInteger),
    Column("thread", BigInteger),
    UniqueConstraint("mirror", "key"),
    Index("ix_mirrored_proposals_mirror_block", "mirror", "block"),
    Index("ix_mirrored_proposals_mirror_live_block", "mirror", "live", "block"),
    sqlite_autoincrement=True,
)
"""What mirrors show. `stage` is JSON in the form of the mirror's kind, `live` whether something may still become of
it, `votable` whether it takes votes, `looked` the block of the last look at it. `shown` says that a thread of it was
asked for, `thread` which one stands, and `channel` where its first message is."""
