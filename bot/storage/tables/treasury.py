"""What spaces say of their treasuries."""

from sqlalchemy import Column, ForeignKey, Table

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

treasury_settings = Table(
    "treasury_settings",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("settings", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""`settings` is JSON, of today: the public log has what was changed."""
