"""What executors were asked to do for passed proposals, and what became of it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint, and_

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, of_proposal, partial

execution_requests = Table(
    "execution_requests",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("kind", Text, nullable=False),
    Column("chain", BigInteger),
    Column("account", Text),
    Column("nonce", BigInteger),
    Column("payload", Text, nullable=False),
    Column("prepared_at", Moment, nullable=False),
    Column("expired_at", Moment),
    Column("replaced_at", Moment),
    Column("asked_again_at", Moment),
    Column("visibility", Text),
    Column("threshold", BigInteger),
    Column("stage", Text),
    Column("crossing", Text),
    Index("ix_execution_requests_proposal", "proposal"),
    Index("ix_execution_requests_nonce", "chain", "account", "nonce"),
    sqlite_autoincrement=True,
)
"""The executor is named by `kind`, `chain` and `account`; the `payload` is canonical JSON in the form of its kind.
`nonce` is the payload's, where the kind has one. `expired_at` says that the proposal's time ran out, `replaced_at` that
another transaction took its place, `asked_again_at` that it failed and somebody had it asked once more. `visibility`,
`stage` (JSON) and `threshold` are as they were seen last; so is `crossing` (JSON), what its execution sent to other
chains."""

standing = and_(execution_requests.c.replaced_at.is_(None), execution_requests.c.asked_again_at.is_(None))
"""While this holds, the proposal can't ask the same executor again."""
partial(
    "uq_execution_requests_executor",
    execution_requests.c.proposal,
    execution_requests.c.kind,
    execution_requests.c.chain,
    execution_requests.c.account,
    where=standing,
    unique=True,
)

nonce_taken = execution_requests.c.expired_at.is_(None)
"""While this holds, no other request to the same account can have the nonce."""
partial(
    "uq_execution_requests_nonce",
    execution_requests.c.chain,
    execution_requests.c.account,
    execution_requests.c.nonce,
    where=nonce_taken,
    unique=True,
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("request", identity(), ForeignKey("execution_requests.id"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("request", "owner"),
)
"""Those that count: a row is taken away when its owner is none any more."""

signatures = Table(
    "signatures",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("request", identity(), ForeignKey("execution_requests.id"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("request", "owner", "signature"),
)
"""What was handed in to us, and checked then. No row is ever changed or taken away: whether it counts is looked at
again and again."""

executions = Table(
    "executions",
    metadata,
    Column("request", identity(), ForeignKey("execution_requests.id"), primary_key=True, nullable=False),
    Column("status", Text, nullable=False),
    Column("transaction", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("instead", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

execution_stops = Table(
    "execution_stops",
    metadata,
    of_proposal(only_one=True),
    Column("cause", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What passed and must not be carried out, because the world has changed since the vote opened."""

outlays = Table(
    "outlays",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("request", identity(), ForeignKey("execution_requests.id"), nullable=False),
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    Column("asset", Text),
    Column("amount", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("counted_at", Moment),
    Index("ix_outlays_request", "request"),
    Index("ix_outlays_track", "track", "counted_at"),
)
"""What requests move, for the limits of their tracks. `asset` is a token's contract, NULL the chain's coin.
`counted_at` is when it was executed or expired, and NULL while it may be executed any time. What failed, or what
another transaction took the place of, has no rows any more."""
