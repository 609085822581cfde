"""What is due, and when: an index on the facts of proposals, which is rebuilt from them at any time."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, text

from bot.storage.columns import Moment, Text
from bot.storage.tables.base import metadata, of_proposal, partial

jobs = Table(
    "jobs",
    metadata,
    of_proposal(),
    Column("kind", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("run_at", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("version", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("proposal", "kind"),
)
"""See `ports.ScheduledJob`. The rest of a row than `due_at` says how far the work is."""

partial("ix_jobs_run_at", jobs.c.run_at, where=jobs.c.run_at.is_not(None))

job_kinds = Table("job_kinds", metadata, Column("kind", Text, primary_key=True))
"""The kinds for which the rows of `jobs` were made: a program that has others makes them anew."""
