"""Spaces with their tracks and address books, and the wallets of their members."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    and_,
    false,
    text,
)

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, partial

spaces = Table(
    "spaces",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False, index=True),
    Column("parent", identity(), ForeignKey("spaces.id")),
    Column("name", Text, nullable=False),
    Column("announcements", BigInteger, nullable=False),
    Column("discussion", BigInteger, nullable=False),
    Column("log", BigInteger, nullable=False),
    Column("moderators", BigInteger, nullable=False),
    Column("guardians", BigInteger, nullable=False),
    Column("voters", BigInteger),
    Column("pages", Text, nullable=False, server_default=text("'members'")),
    Column("logs_links", Boolean, nullable=False, server_default=false()),
    Column("events", Boolean, nullable=False, server_default=false()),
    Column("created_at", Moment, nullable=False),
    Column("bound_at", Moment, nullable=False),
    Column("archived_at", Moment),
    Column("limits", Text),
    Column("least_timelock", Integer, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
"""Those of a server are a tree: the root has no `parent`. From `archived_at` on nothing new is proposed in it. `limits`
(JSON) are those that the parent set; NULL where there are none. So is `least_timelock`, in seconds."""

partial("uq_spaces_root", spaces.c.guild, where=spaces.c.parent.is_(None), unique=True)
partial(
    "uq_spaces_child_name", spaces.c.guild, spaces.c.name, where=spaces.c.parent.is_not(None), unique=True
)

start_panels = Table(
    "start_panels",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("channel", BigInteger),
    Column("since", Moment),
    Column("shown_in", BigInteger),
    Column("message", BigInteger),
)
"""See `StartPanel`. `since` is when its channel was chosen, NULL where it is to stand nowhere."""

tracks = Table(
    "tracks",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("retired_at", Moment),
    UniqueConstraint("space", "name"),
    sqlite_autoincrement=True,
)

track_policies = Table(
    "track_policies",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False, index=True),
    Column("policy", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""All policies that a track ever had; the one with the highest id holds today."""

track_templates = Table(
    "track_templates",
    metadata,
    Column("track", identity(), ForeignKey("tracks.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What the form of a proposal begins with: overwritten."""

book_entries = Table(
    "book_entries",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("chain", BigInteger, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("added_by", BigInteger, nullable=False),
    Column("added_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
"""How a space calls accounts. `key` is the name however it is spelt."""

auditors = Table(
    "auditors",
    metadata,
    Column("space", identity(), ForeignKey("spaces.id"), primary_key=True),
    Column("auditor", BigInteger, primary_key=True),
    Column("is_role", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Who sees what Discord signed for the ballots of a space: members, and roles."""

wallets = Table(
    "wallets",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("linked_at", Moment, nullable=False),
    Column("is_primary", Boolean, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("until", Moment),
    Column("up_to", Text, nullable=False, server_default=text("'signed'")),
    Column("unlinked_at", Moment),
    Index("ix_wallets_guild_address_linked_at", "guild", "address", "linked_at"),
    Index("ix_wallets_guild_member_linked_at", "guild", "member", "linked_at"),
)
"""Who proved to own what, and until when. A row that is unlinked stays. `chain`: of a contract the one on which it was
proved (it has a row for each), 0 for a key. `until` and `up_to`: the mandate that was signed last, NULL where it has
no end."""

_linked = wallets.c.unlinked_at.is_(None)
partial(
    "uq_wallets_linked_address",
    wallets.c.guild,
    wallets.c.address,
    wallets.c.chain,
    where=_linked,
    unique=True,
)
partial(
    "uq_wallets_primary",
    wallets.c.guild,
    wallets.c.member,
    where=and_(_linked, wallets.c.is_primary),
    unique=True,
)
partial(
    "ix_wallets_unlinked",
    wallets.c.guild,
    wallets.c.unlinked_at,
    where=wallets.c.unlinked_at.is_not(None),
)
partial("ix_wallets_linked_member", wallets.c.guild, wallets.c.member, where=_linked)

link_requests = Table(
    "link_requests",
    metadata,
    Column("nonce", Text, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("message", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("until", Moment),
    Column("up_to", Text, nullable=False, server_default=text("'signed'")),
    Column("used_at", Moment),
)
partial(
    "ix_link_requests_waiting",
    link_requests.c.guild,
    link_requests.c.member,
    where=link_requests.c.used_at.is_(None),
)
