"""Juries that are drawn by lot."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, UniqueConstraint

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, partial

jury_draws = Table(
    "jury_draws",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("terms", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("after", Moment, nullable=False),
    Column("called_by", BigInteger, nullable=False),
    Column("called_at", Moment, nullable=False),
    Column("block_number", BigInteger),
    Column("block_hash", Text),
    Column("block_timestamp", BigInteger),
    Column("jury", Text),
    Column("late_at", Moment),
    UniqueConstraint("guild", "number"),
    sqlite_autoincrement=True,
)
"""`terms` is the canonical document whose hash, `commitment`, was announced. The block is NULL until it is final, and
never changed afterwards. The jury (JSON) follows from it, and is kept: members who are erased later have a stand-in in
both, and the terms another hash."""

partial(
    "ix_jury_draws_waiting",
    jury_draws.c.space,
    jury_draws.c.after,
    where=jury_draws.c.block_number.is_(None),
)
"""Those that wait for their block."""
