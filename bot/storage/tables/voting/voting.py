"""Ballots, and what stands around them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from bot.storage.columns import Amount, Moment, Text, identity
from bot.storage.tables.base import metadata, of_proposal

ballots = Table(
    "ballots",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("cast_at", Moment, nullable=False),
    Column("source", BigInteger, nullable=False),
    Column("cast_method", Text, nullable=False),
    Column("choice", Text),
    Column("reason", Text),
    Column("roles", Text),
    Column("apart", Text),
    UniqueConstraint("proposal", "member", "cast_at", "source"),
)
"""Every ballot ever cast; rows are only added. `choice` is JSON, NULL for a ballot that was withdrawn; `roles` those
that gave power, NULL for none; `apart` what single wallets say, JSON by wallet, NULL where all say the same."""

ballot_evidence = Table(
    "ballot_evidence",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("cast_at", Moment, nullable=False),
    Column("source", BigInteger, nullable=False),
    Column("recorded", Text, nullable=False),
    Column("kept", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["proposal", "member", "cast_at", "source"],
        ["ballots.proposal", "ballots.member", "ballots.cast_at", "ballots.source"],
        name="fk_ballot_evidence_ballot",
    ),
    UniqueConstraint("proposal", "member", "cast_at", "source"),
)
"""What a ballot brought along, in votes that ask for it; rows are only added. `recorded` is the part that stands in the
record (JSON), `kept` all of it (MessagePack, in which a body stands to the byte), empty where the record has all."""

claims = Table(
    "claims",
    metadata,
    of_proposal(),
    Column("wallet", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    PrimaryKeyConstraint("proposal", "wallet", "chain"),
    sqlite_with_rowid=False,
)
"""Which member a wallet counts for in a vote: a contract on each chain by itself, a key on all (`chain` 0)."""

unreadable_wallets = Table(
    "unreadable_wallets",
    metadata,
    of_proposal(),
    Column("wallet", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("failure", Text, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "wallet", "chain"),
    sqlite_with_rowid=False,
)
"""Wallets that count for nobody in a vote, since what they give on a chain can't be read at its snapshot, at any
time."""

power_readings = Table(
    "power_readings",
    metadata,
    Column("source", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("wallet", Text, nullable=False),
    Column("raw", Amount, nullable=False),
    PrimaryKeyConstraint("source", "block", "wallet"),
    sqlite_with_rowid=False,
)

conflicts = Table(
    "conflicts",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("text", Text),
    Column("at", Moment, nullable=False),
    Column("changes", Integer, nullable=False),
    PrimaryKeyConstraint("proposal", "member"),
    sqlite_with_rowid=False,
)
"""Conflicts of interest, each as its member declared it last: `text` is NULL where they took it back. `changes` counts
how often."""

reactions = Table(
    "reactions",
    metadata,
    of_proposal(),
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
    of_proposal(),
    Column("what", Text, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("proposal", "what"),
)
"""Where things stand in Discord now."""
