"""Records that name nobody: the secret of each vote."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("openings", sa.Column("secret", sa.Text(), nullable=True))
    op.add_column("openings", sa.Column("salts", sa.Text(), server_default=sa.text("'{}'"), nullable=False))
