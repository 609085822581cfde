"""The words of proposals, templates of tracks, co-authors, reports of progress.

Words stand in a virtual table of FTS5 on SQLite, in a tsvector with a GIN index on PostgreSQL: SQLAlchemy has words for
neither.
"""

import json

import sqlalchemy as sa
from alembic import op

from bot.domain.proposals.words import words_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE proposal_words USING fts5(words, detail=none, columnsize=0, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE proposal_words (rowid BIGINT PRIMARY KEY REFERENCES proposals (id),"
        " words TSVECTOR NOT NULL)",
        # Without a list of what isn't in the index yet: it would be read through by everybody who looks for a word.
        "CREATE INDEX ix_proposal_words ON proposal_words USING gin (words) WITH (fastupdate = off)",
    ),
}
_ADD = {
    "sqlite": (
        "INSERT INTO proposal_words (rowid, words) SELECT :proposal,"
        " coalesce((SELECT group_concat(value, ' ') FROM json_each(:words)), '')"
    ),
    "postgresql": (
        "INSERT INTO proposal_words (rowid, words) SELECT :proposal,"
        " array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(CAST(:words AS JSONB))))"
    ),
}
_WRITTEN = """
SELECT proposals.id, spaces.guild, revisions.title, revisions.body
FROM proposals
JOIN spaces ON spaces.id = proposals.space
JOIN revisions ON revisions.proposal = proposals.id
WHERE proposals.id > :after AND revisions.number = (
    SELECT max(latest.number) FROM revisions AS latest WHERE latest.proposal = proposals.id
)
ORDER BY proposals.id
LIMIT 500
"""


def upgrade() -> None:
    op.create_table(
        "track_templates",
        sa.Column("track", IDENTITY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track"], ["tracks.id"], name=op.f("fk_track_templates_track")),
        sa.PrimaryKeyConstraint("track", name=op.f("pk_track_templates")),
    )
    op.create_table(
        "coauthors",
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_coauthors_proposal")),
        sa.PrimaryKeyConstraint("proposal", "member", name=op.f("pk_coauthors")),
    )
    op.create_table(
        "progress_reports",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("proposal", IDENTITY, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_progress_reports_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
    )
    op.create_index("ix_progress_reports_proposal_id", "progress_reports", ["proposal", "id"], unique=False)
    index_words()


def index_words() -> None:
    """Make the index, and have all proposals found that were written before there was one."""
    connection = op.get_bind()
    kind = connection.dialect.name
    for statement in _CREATE[kind]:
        op.execute(statement)
    after = 0
    while written := connection.execute(sa.text(_WRITTEN), {"after": after}).all():
        for proposal, guild, title, body in written:
            # SQLite holds what it is given: a damaged row keeps no other from being found, nor the bot from starting.
            texts = [text for text in (title, body) if isinstance(text, str)]
            words = json.dumps([f"{guild}x{word}" for word in words_of(*texts)])
            connection.execute(sa.text(_ADD[kind]), {"proposal": proposal, "words": words})
        after = written[-1][0]
