"""What machines made of texts, and what that cost."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

machine_summaries = Table(
    "machine_summaries",
    metadata,
    Column("of", Text, primary_key=True),
    Column("summary", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_machine_summaries_made_at", "made_at"),
    sqlite_with_rowid=False,
)
"""`of` is a hash of the text and of who was asked; `summary` is JSON, `null` where nothing could be shown."""

assistance_costs = Table(
    "assistance_costs",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Tokens that were asked for on a day (of UTC, `2026-09-01`)."""
