"""The tables: one for each kind of fact. Nothing is overwritten that was ever true, except where a column says so.

Discord's ids fit signed 64 bits; amounts don't and are text; times are microseconds (columns.py). Content, actions,
policies and results are JSON.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    text,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.columns import Amount, Moment, identity

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_proposal(*, only_one: bool = False) -> Column[int]:
    """The proposal that a row belongs to; `only_one` where it can have one such fact."""
    return Column("proposal", identity(), ForeignKey("proposals.id"), primary_key=only_one, nullable=False)


def _partial(name: str, *columns: Column[object], where: ColumnElement[bool], unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


# -- spaces -------------------------------------------------------------------------------------------------

spaces = Table(
    "spaces",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("announcements", BigInteger, nullable=False),
    Column("discussion", BigInteger, nullable=False),
    Column("log", BigInteger, nullable=False),
    Column("moderators", BigInteger, nullable=False),
    Column("guardians", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("bound_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

tracks = Table(
    "tracks",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
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

# -- wallets ------------------------------------------------------------------------------------------------

wallets = Table(
    "wallets",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("linked_at", Moment, nullable=False),
    Column("is_primary", Boolean, nullable=False),
    Column("unlinked_at", Moment),
)
"""Who proved to own what, and until when. A row that is unlinked stays."""

_linked = wallets.c.unlinked_at.is_(None)
_partial("uq_wallets_linked_address", wallets.c.guild, wallets.c.address, where=_linked, unique=True)
_partial(
    "uq_wallets_primary",
    wallets.c.guild,
    wallets.c.member,
    where=and_(_linked, wallets.c.is_primary),
    unique=True,
)
_partial("ix_wallets_linked_member", wallets.c.guild, wallets.c.member, where=_linked)

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
    Column("used_at", Moment),
)

# -- proposals ----------------------------------------------------------------------------------------------

proposals = Table(
    "proposals",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Index("ix_proposals_space_id", "space", "id"),
    Index("ix_proposals_track", "track"),
    sqlite_autoincrement=True,
)
"""`settled` says that the sweeps have nothing more to do here; what became of it follows from the facts. `version`
counts the facts, so that a copy in memory can be told from the truth."""

_partial("ix_proposals_unsettled", proposals.c.id, where=~proposals.c.settled)

revisions = Table(
    "revisions",
    metadata,
    _of_proposal(),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("actions", Text, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "number"),
)

submissions = Table(
    "submissions",
    metadata,
    _of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("power", Amount, nullable=False),
    Column("blocks", Text, nullable=False),
)

withdrawals = Table(
    "withdrawals", metadata, _of_proposal(only_one=True), Column("at", Moment, nullable=False)
)

openings = Table(
    "openings",
    metadata,
    _of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("total_power", Amount),
    Column("policy", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("frozen", LargeBinary, nullable=False),
)

suspensions = Table(
    "suspensions",
    metadata,
    Column("id", identity(), primary_key=True),
    _of_proposal(),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("resumed_at", Moment),
    Index("ix_suspensions_proposal_id", "proposal", "id"),
)

_partial(
    "uq_suspensions_running",
    suspensions.c.proposal,
    where=suspensions.c.resumed_at.is_(None),
    unique=True,
)

cancellations = Table(
    "cancellations",
    metadata,
    _of_proposal(only_one=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

closings = Table(
    "closings",
    metadata,
    _of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("result", Text, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("record_hash", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
)

vetoes = Table(
    "vetoes",
    metadata,
    _of_proposal(only_one=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

safe_transactions = Table(
    "safe_transactions",
    metadata,
    _of_proposal(only_one=True),
    Column("safe_tx_hash", Text, nullable=False, unique=True),
    Column("nonce", BigInteger, nullable=False),
    Column("to", Text, nullable=False),
    Column("value", Amount, nullable=False),
    Column("data", Text, nullable=False),
    Column("operation", Integer, nullable=False),
    Column("prepared_at", Moment, nullable=False),
    Column("since_block", BigInteger, nullable=False),
    Column("threshold", Integer, nullable=False),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("id", identity(), primary_key=True),
    _of_proposal(),
    Column("owner", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("proposal", "owner"),
)

executions = Table(
    "executions",
    metadata,
    _of_proposal(only_one=True),
    Column("kind", Text, nullable=False),
    Column("transaction", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

unresolved_reports = Table(
    "unresolved_reports", metadata, _of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""When a close was reported to wait for power that can't be read."""

# -- voting -------------------------------------------------------------------------------------------------

ballots = Table(
    "ballots",
    metadata,
    Column("id", identity(), primary_key=True),
    _of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("cast_at", Moment, nullable=False),
    Column("source", BigInteger, nullable=False),
    Column("way", Text, nullable=False),
    Column("choice", Text),
    Column("reason", Text),
    UniqueConstraint("proposal", "member", "cast_at", "source"),
)
"""Every ballot ever cast; rows are only added. `choice` is JSON, NULL for a ballot that was withdrawn."""

claims = Table(
    "claims",
    metadata,
    _of_proposal(),
    Column("wallet", Text, nullable=False),
    Column("member", BigInteger, nullable=False),
    PrimaryKeyConstraint("proposal", "wallet"),
    sqlite_with_rowid=False,
)

readings = Table(
    "readings",
    metadata,
    Column("source", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("wallet", Text, nullable=False),
    Column("raw", Amount, nullable=False),
    PrimaryKeyConstraint("source", "block", "wallet"),
    sqlite_with_rowid=False,
)

reactions = Table(
    "reactions",
    metadata,
    _of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("emoji", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "member", "emoji"),
    sqlite_with_rowid=False,
)
"""The reactions that stand on a card now, as far as is known: a mirror of Discord's list, rewritten freely."""

messages = Table(
    "messages",
    metadata,
    _of_proposal(),
    Column("what", Text, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("proposal", "what"),
)
"""Where things stand in Discord now."""

# -- telling ------------------------------------------------------------------------------------------------

log_entries = Table(
    "log_entries",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("proposal", identity(), ForeignKey("proposals.id")),
    Column("reason", Text),
    Column("details", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("guild", "previous_hash"),
    Index("ix_log_entries_guild_id", "guild", "id"),
    sqlite_autoincrement=True,
)
"""The public log. A chain has no forks: each hash of a guild has one entry after it."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("lane", Text, nullable=False),
    Column("notice", Text, nullable=False),
    Column("nonce", Text, nullable=False, unique=True),
    Column("added_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("first_attempt_at", Moment),
    Column("next_attempt_at", Moment, nullable=False),
    Column("delivered_at", Moment),
    Column("given_up_at", Moment),
    Column("why", Text),
    sqlite_autoincrement=True,
)
"""What must be told. `why` is what went wrong at the last attempt that failed."""

undelivered = and_(outbox.c.delivered_at.is_(None), outbox.c.given_up_at.is_(None))
_partial("ix_outbox_undelivered", outbox.c.lane, outbox.c.id, where=undelivered)
_partial("ix_outbox_given_up", outbox.c.id, where=outbox.c.given_up_at.is_not(None))
