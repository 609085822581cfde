"""What members put before the bot of discussions, what machines made of texts, and what that cost."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint

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

arguments = Table(
    "arguments",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("proposal", identity(), ForeignKey("proposals.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("stance", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("added_by", BigInteger),
    Column("answers", identity()),
    Column("channel", BigInteger),
    Column("message", BigInteger),
    UniqueConstraint("message"),
    Index("ix_arguments_proposal", "proposal", "id"),
    Index("ix_arguments_member", "member", "proposal"),
)
"""See `Argument`. What is taken out is deleted."""

digest_looks = Table(
    "digest_looks",
    metadata,
    Column("member", BigInteger, primary_key=True),
    Column("proposal", identity(), ForeignKey("proposals.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""When a member last looked at a proposal's digest."""

principles = Table(
    "principles",
    metadata,
    Column("guild", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What a member wrote down for themself, a line each. Nobody else sees it."""
