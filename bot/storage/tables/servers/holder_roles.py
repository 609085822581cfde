"""Roles that members have by rules."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.storage.columns import Moment, Span, Text, identity
from bot.storage.tables.base import metadata

role_rules = Table(
    "role_rules",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("role", BigInteger, nullable=False),
    Column("role_name", Text, nullable=False),
    Column("condition", Text, nullable=False),
    Column("of_votes", Boolean, nullable=False),
    Column("grace", Span, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("halt", Text),
    UniqueConstraint("guild", "number"),
    Index("ix_role_rules_space_read_at", "space", "read_at"),
    sqlite_autoincrement=True,
)
"""`condition` is JSON (see `AnyCondition`), `of_votes` a trait of it; `halt` why it gives and takes nothing now."""

held_roles = Table(
    "held_roles",
    metadata,
    Column("rule", identity(), ForeignKey("role_rules.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("given_at", Moment),
    Column("takes_at", Moment),
    PrimaryKeyConstraint("rule", "member"),
    Index("ix_held_roles_member", "member"),
    sqlite_with_rowid=False,
)
"""Who has the role by a rule: see `HeldRole`."""

role_looks = Table(
    "role_looks",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("space", "member", "at"),
    Index("ix_role_looks_space_at", "space", "at"),
    sqlite_with_rowid=False,
)
"""When which members are looked at, since something happened that may change what they have by the space's rules, or
since a time of grace ends then."""
