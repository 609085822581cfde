"""A space's past from elsewhere. Nothing of its own votes is here, and nothing here is in their tables."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

imported_votes = Table(
    "imported_votes",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("voters", Integer, nullable=False),
    Column("cast_power", Text, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("total_power", Text),
    Column("origin_server", BigInteger),
    Column("origin_space", Text),
    Column("origin_number", Integer),
    Column("fate", Text),
    # The last one: SQLite reads through all of it to what stands behind, and lists are made of the others.
    Column("document", LargeBinary, nullable=False),
    PrimaryKeyConstraint("space", "source", "key"),
    Index("ix_imported_votes_ended_at", "space", "ended_at"),
)
"""Importing one again takes its place. `document` is the record, where `origin_server` says that there is one, and else
the election file; voters, power and outcome follow from it."""
