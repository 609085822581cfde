"""A space's past in another server, with its records."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE imported_votes RENAME COLUMN election TO document")
    op.add_column("imported_votes", sa.Column("total_power", sa.Text(), nullable=True))
    op.add_column("imported_votes", sa.Column("origin_server", sa.BigInteger(), nullable=True))
    op.add_column("imported_votes", sa.Column("origin_space", sa.Text(), nullable=True))
    op.add_column("imported_votes", sa.Column("origin_number", sa.Integer(), nullable=True))
    op.add_column("imported_votes", sa.Column("fate", sa.Text(), nullable=True))
