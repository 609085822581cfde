"""Statements on proposals, and the answers to them."""

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Table

from bot.storage.columns import Moment, Text
from bot.storage.tables.base import metadata, of_proposal

statements = Table(
    "statements",
    metadata,
    of_proposal(),
    Column("number", Integer, nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("removed_by", BigInteger),
    PrimaryKeyConstraint("proposal", "number"),
)
"""`removed_by` is overwritten, once: who took it away."""

statement_answers = Table(
    "statement_answers",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("statement", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    PrimaryKeyConstraint("proposal", "member", "statement"),
    sqlite_with_rowid=False,
)
"""What each member answers now: another answer takes its place."""
