"""A space's past in another server, with its records."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
        return
    op.execute("ALTER TABLE imported_votes RENAME COLUMN election TO document")
    for column in _new():
        op.add_column("imported_votes", column)


def _new() -> list[sa.Column[object]]:
    return [
        sa.Column("total_power", sa.Text(), nullable=True),
        sa.Column("origin_server", sa.BigInteger(), nullable=True),
        sa.Column("origin_space", sa.Text(), nullable=True),
        sa.Column("origin_number", sa.Integer(), nullable=True),
        sa.Column("fate", sa.Text(), nullable=True),
    ]


def _made_anew() -> None:
    """SQLite adds columns behind the document only, and reads through all of a document to what stands behind it."""
    op.execute("ALTER TABLE imported_votes RENAME TO kept_imported_votes")
    op.drop_index("ix_imported_votes_ended_at", "kept_imported_votes")
    op.create_table(
        "imported_votes",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("cast_power", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        *_new(),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_imported_votes_space")),
        sa.PrimaryKeyConstraint("space", "source", "key", name=op.f("pk_imported_votes")),
    )
    op.create_index("ix_imported_votes_ended_at", "imported_votes", ["space", "ended_at"])
    same = "space, source, key, title, author, opened_at, ended_at, voters, cast_power, passed, agrees, imported_at"
    op.execute(
        f"INSERT INTO imported_votes ({same}, document) SELECT {same}, election FROM kept_imported_votes"
    )
    op.drop_table("kept_imported_votes")
