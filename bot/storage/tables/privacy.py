"""What servers ask before they store anything about members, and who agreed."""

from sqlalchemy import BigInteger, Column, Table

from bot.storage.columns import Moment, Text
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
