"""What is due, and when: an index on the facts of proposals and spaces, which is rebuilt from them at any time."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, text

from bot.storage.columns import Moment, Text, identity
from bot.storage.tables.base import metadata, partial

jobs = Table(
    "jobs",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("proposal", identity(), ForeignKey("proposals.id")),
    Column("kind", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("run_at", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Index("ix_jobs_kind_due_at", "kind", "due_at"),
    sqlite_autoincrement=True,
)
"""See `ports.ScheduledJob`. The rest of a row than `due_at` says how far the work is."""

partial(
    "uq_jobs_proposal_kind", jobs.c.proposal, jobs.c.kind, where=jobs.c.proposal.is_not(None), unique=True
)
partial("uq_jobs_space_kind", jobs.c.space, jobs.c.kind, where=jobs.c.proposal.is_(None), unique=True)
partial("ix_jobs_run_at", jobs.c.run_at, where=jobs.c.run_at.is_not(None))
partial("ix_jobs_kind_run_at", jobs.c.kind, jobs.c.run_at, where=jobs.c.run_at.is_not(None))

job_kinds = Table("job_kinds", metadata, Column("kind", Text, primary_key=True))
"""The kinds for which the rows of `jobs` were made: a program that has others makes them anew."""
