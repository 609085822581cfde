"""Which executors belong to which space, and how that was proved."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, and_

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, partial

executor_proofs = Table(
    "executor_proofs",
    metadata,
    Column("nonce", Text, primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("demand", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("signature", Text),
    Column("proved_at", Moment),
    Column("ended_at", Moment),
)
"""Messages to sign and, from `proved_at` on, the signatures. `ended_at`: the executor was let go, and what was signed
for it counts no more."""

counted_proof = and_(executor_proofs.c.proved_at.is_not(None), executor_proofs.c.ended_at.is_(None))
"""While this holds, the signature counts."""
partial(
    "ix_executor_proofs_counted",
    executor_proofs.c.space,
    executor_proofs.c.chain,
    executor_proofs.c.account,
    where=counted_proof,
)

executor_bindings = Table(
    "executor_bindings",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("demand", Text, nullable=False),
    Column("bound_at", Moment, nullable=False),
    Column("claim_told_at", Moment),
    Column("released_at", Moment),
    sqlite_autoincrement=True,
)
"""Executors that were proved to belong to a space. `claim_told_at`: when it was told last that another one asked for
it."""

held = executor_bindings.c.released_at.is_(None)
"""While this holds, no other space can have the executor."""
partial(
    "uq_executor_bindings_held",
    executor_bindings.c.kind,
    executor_bindings.c.chain,
    executor_bindings.c.account,
    where=held,
    unique=True,
)
