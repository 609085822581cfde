"""What members asked to be told in private, and when servers have their digest."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata

notice_settings = Table(
    "notice_settings",
    metadata,
    Column("guild", BigInteger, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    Column("quiet_begins", Text),
    Column("quiet_ends", Text),
    Column("zone", Text),
    Column("locale", Text, nullable=False),
    Column("unreachable_since", Moment),
    sqlite_with_rowid=False,
)
"""See `NoticeSettings`. The hours are times of day, such as `22:00`; all three are NULL where there are none."""

notice_topics = Table(
    "notice_topics",
    metadata,
    Column("guild", BigInteger, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("member", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""Who asked for what. Its key is the index through which those are found in pages whom a fact is told."""

erasures = Table(
    "erasures",
    metadata,
    Column("member", BigInteger, primary_key=True, autoincrement=False),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("look_at", Moment, nullable=False),
    Index("ix_erasures_space_look_at", "space", "look_at"),
)
"""See `Erasure`. A row goes with the rest of what names its member."""

digests = Table(
    "digests",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("next_at", Moment, nullable=False),
)
"""See `DigestTime`. A space without a row has no digest."""
