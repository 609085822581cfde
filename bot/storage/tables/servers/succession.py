"""Which servers were handed over to another operator's Folkmoot."""

from sqlalchemy import BigInteger, Column, Table

from bot.storage.columns import Moment, Text
from bot.storage.tables.base import metadata

handovers = Table(
    "handovers",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False),
    Column("successor", BigInteger, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("exported_at", Moment),
)
"""See `Handover`. A row goes when moderators take the server back before it was exported, and when it comes back."""
