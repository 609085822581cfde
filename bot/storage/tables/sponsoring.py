"""Drafts that look for sponsors, and who stands behind them. Both are overwritten: what counted stays in
`submissions`."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, PrimaryKeyConstraint, Table, false

from bot.storage.columns import Amount, Moment, Text
from bot.storage.tables.base import metadata, of_proposal

sponsor_calls = Table(
    "sponsor_calls",
    metadata,
    of_proposal(only_one=True),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("roles", Text, nullable=False),
    Column("ended", Boolean, nullable=False, server_default=false()),
)
"""The last time that the author asked."""

sponsorships = Table(
    "sponsorships",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("roles", Text, nullable=False),
    Column("power", Amount, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "member"),
)
"""Who stands behind it now. A row goes when its member takes it back, and when the draft is edited."""
