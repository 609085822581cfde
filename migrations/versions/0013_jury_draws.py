"""Juries that are drawn by lot."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("block_number IS NULL")


def upgrade() -> None:
    op.create_table(
        "jury_draws",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("space", _IDENTITY, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("called_by", sa.BigInteger(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=True),
        sa.Column("block_hash", sa.Text(), nullable=True),
        sa.Column("block_timestamp", sa.BigInteger(), nullable=True),
        sa.Column("jury", sa.Text(), nullable=True),
        sa.Column("late_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_jury_draws_space_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_draws")),
        sa.UniqueConstraint("guild", "number", name=op.f("uq_jury_draws_guild_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_jury_draws_waiting",
        "jury_draws",
        ["space", "after"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
