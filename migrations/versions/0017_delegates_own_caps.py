"""How much a delegate accepts at most: what they say, and what was frozen of it for a vote."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("delegate_profiles", sa.Column("accepts", sa.Text(), nullable=True))
    op.create_table(
        "opening_delegate_caps",
        sa.Column("proposal", _IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.id"], name=op.f("fk_opening_delegate_caps_proposal_proposals")
        ),
        sa.PrimaryKeyConstraint("proposal", "member", name=op.f("pk_opening_delegate_caps")),
        sqlite_with_rowid=False,
    )
