"""Conflicts of interest that members declare in a proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "conflicts",
        sa.Column("proposal", _IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_conflicts_proposal_proposals")),
        sa.PrimaryKeyConstraint("proposal", "member", name=op.f("pk_conflicts")),
        sqlite_with_rowid=False,
    )
