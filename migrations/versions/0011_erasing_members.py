"""Records and a log that name nobody, and members who asked to be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("openings", sa.Column("secret", sa.Text(), nullable=True))
    # What these votes froze names members by their ids.
    op.execute("UPDATE openings SET secret = ''")
    op.add_column("openings", sa.Column("salts", sa.Text(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("log_entries", sa.Column("salt", sa.Text(), nullable=True))
    op.add_column("log_entries", sa.Column("sealed", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "erasures",
        sa.Column("member", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("look_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_erasures_space")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_space_look_at", "erasures", ["space", "look_at"])
