"""What members put before the bot of discussions, what machines made of texts, and what that cost."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "machine_summaries",
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_machine_summaries")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_machine_summaries_made_at", "machine_summaries", ["made_at"], unique=False)
    op.create_table(
        "assistance_costs",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_assistance_costs_space")),
        sa.PrimaryKeyConstraint("space", "day", name=op.f("pk_assistance_costs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "arguments",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("answers", IDENTITY, nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_arguments_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arguments")),
        sa.UniqueConstraint("message", name=op.f("uq_arguments_message")),
    )
    op.create_index("ix_arguments_proposal", "arguments", ["proposal", "id"], unique=False)
    op.create_index("ix_arguments_member", "arguments", ["member", "proposal"], unique=False)
    op.create_table(
        "digest_looks",
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_digest_looks_proposal")),
        sa.PrimaryKeyConstraint("member", "proposal", name=op.f("pk_digest_looks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "principles",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "member", name=op.f("pk_principles")),
        sqlite_with_rowid=False,
    )
