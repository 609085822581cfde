"""Roles that members have by rules."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "role_rules",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("role", sa.BigInteger(), nullable=False),
        sa.Column("role_name", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("of_votes", sa.Boolean(), nullable=False),
        sa.Column("grace", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=False),
        sa.Column("halt", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_role_rules_space")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_rules")),
        sa.UniqueConstraint("guild", "number", name=op.f("uq_role_rules_guild_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_role_rules_space_read_at", "role_rules", ["space", "read_at"])
    op.create_table(
        "held_roles",
        sa.Column("rule", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=True),
        sa.Column("takes_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["rule"], ["role_rules.id"], name=op.f("fk_held_roles_rule")),
        sa.PrimaryKeyConstraint("rule", "member", name=op.f("pk_held_roles")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_held_roles_member", "held_roles", ["member"])
    op.create_table(
        "role_looks",
        sa.Column("space", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_role_looks_space")),
        sa.PrimaryKeyConstraint("space", "member", "at", name=op.f("pk_role_looks")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_role_looks_space_at", "role_looks", ["space", "at"])
