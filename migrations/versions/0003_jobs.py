"""What is due is found by an index on its time; that a proposal's last act is done is a fact."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("run_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_jobs_proposal")),
        sa.PrimaryKeyConstraint("proposal", "kind", name=op.f("pk_jobs")),
    )
    op.create_index(
        "ix_jobs_run_at",
        "jobs",
        ["run_at"],
        unique=False,
        sqlite_where=sa.text("run_at IS NOT NULL"),
        postgresql_where=sa.text("run_at IS NOT NULL"),
    )
    op.create_table(
        "job_kinds",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_job_kinds")),
    )
    op.create_table(
        "conclusions",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_conclusions_proposal")),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_conclusions")),
    )
    op.add_column("proposals", sa.Column("executor", sa.Text(), nullable=True))
    op.drop_index("ix_proposals_unsettled", "proposals")
    for name, columns in (
        ("ix_proposals_unsettled", ["id"]),
        ("ix_proposals_unsettled_space", ["space", "id"]),
        ("ix_proposals_unsettled_track", ["track", "id"]),
        ("ix_proposals_unsettled_executor", ["executor", "id"]),
    ):
        op.create_index(
            name,
            "proposals",
            columns,
            unique=False,
            sqlite_where=sa.text("settled = 0"),
            postgresql_where=sa.text("NOT settled"),
        )
