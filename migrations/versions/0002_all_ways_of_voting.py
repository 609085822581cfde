"""Delegation, reputation, stakes, later and earlier ends, choices by the author, stages, retired tracks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "delegate_profiles",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_delegate_profiles_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate_profiles")),
    )
    op.create_index(
        "ix_delegate_profiles_space_member", "delegate_profiles", ["space", "member"], unique=False
    )
    op.create_table(
        "delegations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=True),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_delegations_space")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_delegations_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_space_delegate", "delegations", ["space", "delegate"], unique=False)
    op.create_index("ix_delegations_space_delegator", "delegations", ["space", "delegator"], unique=False)
    op.create_table(
        "stake_claims",
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("wallet", sa.Text(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stake_claims_track")),
        sa.PrimaryKeyConstraint("track", "wallet", name=op.f("pk_stake_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stake_powers",
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stake_powers_track")),
        sa.PrimaryKeyConstraint("track", "member", name=op.f("pk_stake_powers")),
    )
    op.create_table(
        "early_ends",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_early_ends_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_early_ends")),
    )
    op.create_table(
        "extensions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_extensions_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint("proposal", "at", name=op.f("uq_extensions_proposal_at")),
    )
    op.create_table(
        "opening_delegations",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=False),
        sa.Column("notify", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_opening_delegations_proposal")),
        sa.PrimaryKeyConstraint("proposal", "delegator", name=op.f("pk_opening_delegations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "origins",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("origin", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(["origin"], ["proposals.id"], name=op.f("fk_origins_origin")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_origins_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_origins")),
        sa.UniqueConstraint("origin", name=op.f("uq_origins_origin")),
    )
    op.create_table(
        "reputation_events",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_reputation_events_proposal")),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_reputation_events_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reputation_events")),
        sa.UniqueConstraint(
            "proposal", "member", "kind", name=op.f("uq_reputation_events_proposal_member_kind")
        ),
    )
    op.create_index(
        "ix_reputation_events_space_member", "reputation_events", ["space", "member"], unique=False
    )
    op.create_table(
        "reputation_snapshots",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.id"], name=op.f("fk_reputation_snapshots_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal", "source", "member", name=op.f("pk_reputation_snapshots")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stakes",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.BigInteger(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_stakes_proposal")),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_stakes_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakes")),
        sa.UniqueConstraint(
            "proposal", "member", "at", "source", name=op.f("uq_stakes_proposal_member_at_source")
        ),
    )
    op.create_index("ix_stakes_track_member", "stakes", ["track", "member"], unique=False)
    op.add_column("ballots", sa.Column("roles", sa.Text(), nullable=True))
    op.add_column("openings", sa.Column("earlier", sa.Text(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column(
        "revisions", sa.Column("choices", sa.Text(), server_default=sa.text("'[]'"), nullable=False)
    )
    op.add_column(
        "revisions", sa.Column("requested", sa.Text(), server_default=sa.text("'0'"), nullable=False)
    )
    op.add_column("revisions", sa.Column("grants", sa.Text(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("tracks", sa.Column("retired_at", sa.BigInteger(), nullable=True))
