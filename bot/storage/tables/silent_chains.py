"""Chains of which no node answers."""

from sqlalchemy import BigInteger, Column, Table

from bot.storage.columns import Moment
from bot.storage.tables.base import metadata

silent_chains = Table(
    "silent_chains",
    metadata,
    Column("chain", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
)
"""See `SilentChain`."""
