"""What is answered of setting a server up, before it is saved."""

from sqlalchemy import BigInteger, Column, Table, UniqueConstraint

from bot.storage.columns import Moment, Text
from bot.storage.tables.base import metadata

setup_drafts = Table(
    "setup_drafts",
    metadata,
    Column("token", Text, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("answers", Text, nullable=False),
    Column("typed", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("changed_at", Moment, nullable=False, index=True),
    UniqueConstraint("guild", "member"),
)
"""`answers` and `typed` are JSON objects, `names` is a JSON list. A row goes when it is saved, given up, or left alone
for days: nothing is a fact before it is saved."""
