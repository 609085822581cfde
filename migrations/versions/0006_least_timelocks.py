"""How short timelocks may be in a part of a DAO, in seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "spaces", sa.Column("least_timelock", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
