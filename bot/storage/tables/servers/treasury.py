"""What spaces say of their treasuries."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, false

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

treasury_settings = Table(
    "treasury_settings",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("settings", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("targets_since", Moment),
    Column("reminded_at", Moment),
    Column("told_out", Boolean, nullable=False, server_default=false()),
)
"""`settings` is JSON, of today: the public log has what was changed. `targets_since` is that of the
settings, null where they have no targets; `reminded_at` and `told_out` are what was told of drift since."""
