"""Proposals: one table for each kind of fact."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.columns import Amount, Moment, Span, Text, identity
from bot.storage.tables.base import metadata, of_proposal, partial

proposals = Table(
    "proposals",
    metadata,
    Column("id", identity(), primary_key=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("track", identity(), ForeignKey("tracks.id"), nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Column("executor", Text),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Index("ix_proposals_space_id", "space", "id"),
    Index("ix_proposals_space_author", "space", "author"),
    Index("ix_proposals_track_id", "track", "id"),
    sqlite_autoincrement=True,
)
"""Two columns are an index on the facts: `settled` says that nothing will ever be due here any more, `executor` what
carries it out by the policy that its opening froze. `version` counts the facts, so that a copy in memory can be told
from the truth."""

for _name, _first in (
    ("space", proposals.c.space),
    ("track", proposals.c.track),
    ("executor", proposals.c.executor),
):
    partial(f"ix_proposals_unsettled_{_name}", _first, proposals.c.id, where=~proposals.c.settled)
partial("ix_proposals_unsettled", proposals.c.id, where=~proposals.c.settled)

revisions = Table(
    "revisions",
    metadata,
    of_proposal(),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("actions", Text, nullable=False),
    Column("choices", Text, nullable=False, server_default=text("'[]'")),
    Column("requested", Amount, nullable=False, server_default=text("'0'")),
    Column("grants", Text, nullable=False, server_default=text("'[]'")),
    Column("cast_on", Text),
    Column("acts", Text, nullable=False, server_default=text("'[]'")),
    Column("candidates", Text, nullable=False, server_default=text("'[]'")),
    Column("seats", Text),
    Column("milestones", Text, nullable=False, server_default=text("'[]'")),
    Column("by", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "number"),
)

submissions = Table(
    "submissions",
    metadata,
    of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("power", Amount, nullable=False),
    Column("blocks", Text, nullable=False),
    Column("guardians", BigInteger, nullable=False),
    Column("policy", identity(), ForeignKey("track_policies.id"), nullable=False),
    Column("guild", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sponsors", Text, nullable=False, server_default=text("'[]'")),
    UniqueConstraint("guild", "number"),
)
"""`number` counts those of the server, from 1 on. `policy` is that of the track which decides until the opening freezes
it: the newest one with the electorate of the submission."""

coauthors = Table(
    "coauthors",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "member"),
)
"""Who writes it with its author: a row goes when they no longer do."""

readers = Table(
    "readers",
    metadata,
    of_proposal(),
    Column("member", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal", "member"),
)
"""To whom the author shows the draft: a row goes when they no longer do."""

withdrawals = Table("withdrawals", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False))

openings = Table(
    "openings",
    metadata,
    of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("total_power", Amount),
    Column("policy", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("frozen", LargeBinary, nullable=False),
    Column("earlier", Text, nullable=False, server_default=text("'[]'")),
    Column("examined", Text),
    Column("cast_terms", Text),
    Column("secret", Text),
    Column("salts", Text, nullable=False, server_default=text("'{}'")),
)
"""`secret` and `salts` are those of `Pseudonyms`, in hexadecimal digits."""

suspensions = Table(
    "suspensions",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("by", BigInteger),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("resumed_at", Moment),
    Column("unseen_since", Moment),
    Index("ix_suspensions_proposal_id", "proposal", "id"),
)

partial(
    "uq_suspensions_running",
    suspensions.c.proposal,
    where=suspensions.c.resumed_at.is_(None),
    unique=True,
)


def _standings(name: str) -> Table:
    """Whether something can be seen in Discord, as far as is known now: overwritten."""
    return Table(
        name,
        metadata,
        of_proposal(only_one=True),
        Column("asked_at", Moment, nullable=False),
        Column("seen_at", Moment),
        Column("shows", Text),
        Column("unseen_since", Moment),
        Column("why", Text),
        Column("told_at", Moment),
        Column("tellings", Integer, nullable=False),
    )


thread_standings = _standings("thread_standings")
card_standings = _standings("card_standings")
"""What followed from it are facts of their own: openings, suspensions."""

origins = Table(
    "origins",
    metadata,
    of_proposal(only_one=True),
    Column("origin", identity(), ForeignKey("proposals.id"), nullable=False, unique=True),
)
"""The passed temperature check that a proposal follows."""

payouts = Table(
    "payouts",
    metadata,
    of_proposal(only_one=True),
    Column("vote", identity(), ForeignKey("proposals.id"), nullable=False, unique=True),
)
"""The vote whose voters are paid by what stands among the proposals and was never voted on."""

releases = Table(
    "releases",
    metadata,
    of_proposal(only_one=True),
    Column("promise", identity(), ForeignKey("proposals.id"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("policy", Text, nullable=False),
    UniqueConstraint("promise", "place", "attempt"),
)
"""Which milestone of an earlier proposal a proposal decides to pay, by which policy."""

brought_up = Table(
    "brought_up",
    metadata,
    of_proposal(only_one=True),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("chain", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
)
"""Which part of a space brought a proposal up to it, and by which executor of that part it is carried out."""

reward_settlements = Table(
    "reward_settlements", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""When the rewards for the voters of a vote were asked for, or it turned out that there are none."""

vote_reminders = Table(
    "vote_reminders", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""When those were reminded who could vote and hadn't."""

extensions = Table(
    "extensions",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("at", Moment, nullable=False),
    Column("by", Span, nullable=False),
    UniqueConstraint("proposal", "at"),
)
"""How the end of a vote moved, each time that its leading outcome changed late."""

early_ends = Table("early_ends", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False))
"""When nothing could change the outcome any more."""

cancellations = Table(
    "cancellations",
    metadata,
    of_proposal(only_one=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

closings = Table(
    "closings",
    metadata,
    of_proposal(only_one=True),
    Column("at", Moment, nullable=False),
    Column("result", Text, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("record_hash", Text, nullable=False),
    Column("winners", Text),
    Column("record", LargeBinary, nullable=False),
)

vetoes = Table(
    "vetoes",
    metadata,
    of_proposal(only_one=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("voted", Integer),
)
"""`voted` is the number of the proposal by which the space above vetoed it, NULL where a guardian did."""

holds = Table(
    "holds",
    metadata,
    of_proposal(),
    Column("by", identity(), ForeignKey("proposals.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("ended_at", Moment),
    PrimaryKeyConstraint("proposal", "by"),
)
"""That a proposal is held by a vote on its veto, `by` one of the space above that has the `number`. `ended_at` is NULL
while that vote isn't over."""

unresolved_reports = Table(
    "unresolved_reports", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""When a close was reported to wait for power that can't be read."""

unread_registries = Table(
    "unread_registries", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""Since when a vote can't open because it can't be read what wallets delegate on chain. A row goes when it can."""

registry_omissions = Table(
    "registry_omissions",
    metadata,
    of_proposal(only_one=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""That a moderator let a vote open without that."""

guardian_losses = Table(
    "guardian_losses", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False)
)
"""When it was found that the role that may veto isn't there any more."""

obstacles = Table(
    "obstacles",
    metadata,
    of_proposal(only_one=True),
    Column("step", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("since", Moment),
    Column("told", Text, nullable=False),
)
"""What kept a proposal last from a step of its life, and of what people were told: no facts, and overwritten. `since`
is NULL when it has gone away."""

act_outcomes = Table(
    "act_outcomes",
    metadata,
    of_proposal(),
    Column("place", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text),
    Column("made", BigInteger),
    PrimaryKeyConstraint("proposal", "place"),
)
"""What became of each act on the server, as far as is known: overwritten until it is done."""

seatings = Table(
    "seatings",
    metadata,
    of_proposal(only_one=True),
    Column("block", Text, nullable=False),
    Column("owners", Text, nullable=False),
    Column("threshold", Integer, nullable=False),
)
"""Who owned the Safe when it was asked to seat those who were elected: overwritten when it is asked anew."""

given_roles = Table(
    "given_roles",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("place", Integer, nullable=False),
    Column("space", identity(), ForeignKey("spaces.id"), nullable=False),
    Column("role", BigInteger, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("ends_at", Moment),
    Column("ended", Text),
    Column("look_at", Moment),
    UniqueConstraint("proposal", "place"),
    Index("ix_given_roles_space_look_at", "space", "look_at"),
    Index("ix_given_roles_role_member", "role", "member"),
    sqlite_autoincrement=True,
)
"""Roles that acts gave to members. `ended` is what became of one at its end (overwritten until it is over), `look_at`
when it is looked at next: NULL where it has no end, or is over."""

progress_reports = Table(
    "progress_reports",
    metadata,
    Column("id", identity(), primary_key=True),
    of_proposal(),
    Column("by", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_progress_reports_proposal_id", "proposal", "id"),
)
"""What its authors reported after it passed; rows are only added."""

conclusions = Table("conclusions", metadata, of_proposal(only_one=True), Column("at", Moment, nullable=False))
"""When the last thing that passing brought was done."""
