"""Several delegates of one member, among whom their power is split."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "delegations", sa.Column("parts", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    # A key of one delegate for each delegator becomes one of several; no dialect alters that alike.
    op.execute(
        "CREATE TABLE kept_delegations AS SELECT proposal, delegator, delegate FROM opening_delegations"
    )
    op.drop_table("opening_delegations")
    op.create_table(
        "opening_delegations",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("delegator", sa.BigInteger(), nullable=False),
        sa.Column("delegate", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_opening_delegations_proposal")),
        sa.PrimaryKeyConstraint("proposal", "delegator", "delegate", name=op.f("pk_opening_delegations")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO opening_delegations (proposal, delegator, delegate) "
        "SELECT proposal, delegator, delegate FROM kept_delegations"
    )
    op.drop_table("kept_delegations")
