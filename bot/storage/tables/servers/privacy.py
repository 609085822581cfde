"""What servers ask before they store anything about members, who agreed, and for how long what is kept."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

consent_terms = Table(
    "consent_terms",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""See `ConsentTerms`. A server without a row asks for nothing."""

consents = Table(
    "consents",
    metadata,
    Column("guild", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("version", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""See `Consent`. A row goes when the member withdraws it."""

retention_periods = Table(
    "retention_periods",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("look_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""See `RetentionKind`; `space` is a server's root. `look_at` is when it is looked next whether anything goes."""
