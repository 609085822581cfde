"""Who delegates their power to whom, and what delegates say of themselves."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    text,
)

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, of_proposal

delegations = Table(
    "delegations",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("track", identity(), ForeignKey("tracks.id")),
    Column("delegator", BigInteger, nullable=False),
    Column("delegate", BigInteger, nullable=False),
    Column("until", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("parts", Integer, nullable=False, server_default=text("1")),
    Index("ix_delegations_space_delegator", "space", "delegator"),
    Index("ix_delegations_space_delegate", "space", "delegate"),
)
"""`track` NULL: for all of them. A row that is ended stays; a member has one that isn't, or several among whom their
power is split into `parts`, for each track and for all of them."""

opening_delegations = Table(
    "opening_delegations",
    metadata,
    of_proposal(),
    Column("delegator", BigInteger, nullable=False),
    Column("delegate", BigInteger, nullable=False),
    Column("parts", Integer, nullable=False, server_default=text("1")),
    PrimaryKeyConstraint("proposal", "delegator", "delegate"),
    sqlite_with_rowid=False,
)
"""The delegations that count in a vote, frozen at its opening."""

opening_delegate_caps = Table(
    "opening_delegate_caps",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("cap", Text, nullable=False),
    PrimaryKeyConstraint("proposal", "member"),
    sqlite_with_rowid=False,
)
"""What delegates accept at most in a vote, in base units, frozen at its opening."""

opening_wallet_delegations = Table(
    "opening_wallet_delegations",
    metadata,
    of_proposal(),
    Column("wallet", Text, nullable=False),
    Column("delegate", Text, nullable=False),
    Column("contract", Boolean, nullable=False),
    PrimaryKeyConstraint("proposal", "wallet"),
    sqlite_with_rowid=False,
)
"""To which linked wallets others had delegated in the registry of a vote at its snapshot. `contract`: the wallet is one
on some chain of the vote."""

registry_scans = Table(
    "registry_scans",
    metadata,
    Column("registry", Text, nullable=False),
    Column("wallet", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("block", Text, nullable=False),
    Column("begun", BigInteger, nullable=False),
    Column("more", Boolean, nullable=False),
    PrimaryKeyConstraint("registry", "wallet"),
    Index("ix_registry_scans_begun", "chain", "begun"),
    sqlite_with_rowid=False,
)
"""How far the events of a registry (its chain, contract, space and first block) were looked through for a wallet. It
can be read anew from the chain. `begun`: seconds since 1970 UTC."""

registry_delegators = Table(
    "registry_delegators",
    metadata,
    Column("registry", Text, nullable=False),
    Column("wallet", Text, nullable=False),
    Column("delegator", Text, nullable=False),
    Column("block", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),
    PrimaryKeyConstraint("registry", "wallet", "delegator"),
    sqlite_with_rowid=False,
)
"""Who delegated to the wallet, by those events; the first time of each."""

delegate_profiles = Table(
    "delegate_profiles",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("statement", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("conflicts", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("accepts", Text),
    Index("ix_delegate_profiles_space_member", "space", "member"),
)
"""All that a delegate ever said of themselves; the newest counts. `accepts`: how many votes others may delegate to them
at most, NULL: any."""
