"""When each server's weekly digest is due, and whether its votes have events in Discord's calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_digests_space")),
        sa.PrimaryKeyConstraint("space", name=op.f("pk_digests")),
    )
    op.add_column("spaces", sa.Column("events", sa.Boolean(), server_default=sa.false(), nullable=False))
