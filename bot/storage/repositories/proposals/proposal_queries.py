"""How proposals are read: each answer, with all facts, in one statement and one row of JSON (see dialect.py)."""

from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.storage.dialect import among, many, selected
from bot.storage.json_sql import JsonArray, JsonArrayOf, JsonText, JsonValue
from bot.storage.repositories.execution.execution_rows import (
    ConfirmationRow,
    ExecutionRow,
    RequestRow,
    StopRow,
)
from bot.storage.repositories.proposals import fact_rows as rows
from bot.storage.repositories.proposals.content_rows import RevisionRow
from bot.storage.repositories.proposals.sponsor_rows import SponsorCallRow
from bot.storage.repositories.spaces.space_queries import latest_policy
from bot.storage.tables import (
    act_outcomes,
    brought_up,
    cancellations,
    card_standings,
    closings,
    coauthors,
    conclusions,
    confirmations,
    early_ends,
    execution_requests,
    execution_stops,
    executions,
    extensions,
    guardian_losses,
    holds,
    jobs,
    openings,
    origins,
    payouts,
    proposals,
    readers,
    registry_omissions,
    releases,
    revisions,
    reward_settlements,
    seatings,
    signatures,
    spaces,
    sponsor_calls,
    submissions,
    suspensions,
    thread_standings,
    track_policies,
    tracks,
    unread_registries,
    unresolved_reports,
    vetoes,
    vote_reminders,
    withdrawals,
)

_ONE_OF_EACH: list[tuple[Table, type[msgspec.Struct]]] = [
    (origins, rows.OriginRow),
    (payouts, rows.PayoutRow),
    (releases, rows.ReleaseRow),
    (brought_up, rows.BroughtUpRow),
    (reward_settlements, rows.TimeRow),
    (submissions, rows.SubmissionRow),
    (withdrawals, rows.TimeRow),
    (openings, rows.OpeningRow),
    (early_ends, rows.TimeRow),
    (cancellations, rows.CancellationRow),
    (closings, rows.ClosingRow),
    (seatings, rows.SeatingRow),
    (vetoes, rows.VetoRow),
    (execution_stops, StopRow),
    (vote_reminders, rows.TimeRow),
    (unresolved_reports, rows.TimeRow),
    (unread_registries, rows.TimeRow),
    (registry_omissions, rows.RegistryOmissionRow),
    (guardian_losses, rows.TimeRow),
    (conclusions, rows.TimeRow),
    (thread_standings, rows.StandingRow),
    (card_standings, rows.StandingRow),
    (sponsor_calls, SponsorCallRow),
]
"""The facts that a proposal has once or not at all, in the order of `ProposalRow`."""


def _array(table: Table, row: type[msgspec.Struct]) -> ColumnElement[Any]:
    return JsonArray(*(table.c[name] for name in row.__struct_fields__))


def _arrays(table: Table, row: type[msgspec.Struct]) -> ColumnElement[Any]:
    """All facts of the kind that a proposal has, in any order."""
    facts = select(JsonArrayOf(_array(table, row))).where(table.c.proposal == proposals.c.id)
    return JsonValue(facts.correlate(proposals).scalar_subquery())


def _arrays_of_requests(table: Table, row: type[msgspec.Struct]) -> ColumnElement[Any]:
    """All facts of the kind that the execution requests of a proposal have, in any order."""
    facts = (
        select(JsonArrayOf(_array(table, row)))
        .select_from(table.join(execution_requests, execution_requests.c.id == table.c.request))
        .where(execution_requests.c.proposal == proposals.c.id)
    )
    return JsonValue(facts.correlate(proposals).scalar_subquery())


def _whole() -> Select[str]:
    """All facts of proposals, in one statement: an array of `ProposalRow`."""
    latest_revision = (
        select(_array(revisions, RevisionRow))
        .where(revisions.c.proposal == proposals.c.id)
        .order_by(revisions.c.number.desc())
        .limit(literal_column("1"))
        .correlate(proposals)
        .scalar_subquery()
    )
    # Outer joins, though each proposal has a track with a policy: SQLite then begins with the proposals that are asked
    # for, and not with all tracks there are.
    source = (
        proposals.outerjoin(tracks, tracks.c.id == proposals.c.track)
        .outerjoin(submissions, submissions.c.proposal == proposals.c.id)
        .outerjoin(track_policies, track_policies.c.id == func.coalesce(submissions.c.policy, latest_policy))
    )
    for table, _ in _ONE_OF_EACH:
        if table is not submissions:
            source = source.outerjoin(table, table.c.proposal == proposals.c.id)
    facts = [
        JsonValue(case((table.c.proposal.is_not(None), _array(table, row)), else_=null()))
        for table, row in _ONE_OF_EACH
    ]
    whole = JsonArray(
        proposals.c.id,
        proposals.c.space,
        proposals.c.track,
        proposals.c.author,
        proposals.c.created_at,
        proposals.c.version,
        track_policies.c.policy,
        JsonValue(latest_revision),
        _arrays(suspensions, rows.SuspensionRow),
        _arrays(extensions, rows.ExtensionRow),
        _arrays(execution_requests, RequestRow),
        _arrays_of_requests(confirmations, ConfirmationRow),
        _arrays_of_requests(signatures, ConfirmationRow),
        _arrays_of_requests(executions, ExecutionRow),
        _arrays(act_outcomes, rows.ActOutcomeRow),
        _arrays(holds, rows.HoldRow),
        _arrays(coauthors, rows.MemberRow),
        _arrays(readers, rows.MemberRow),
        *facts,
    )
    return select(JsonText(JsonArrayOf(whole))).select_from(source)


def _has(table: Table, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a proposal has a fact of this kind."""
    return exists().where(table.c.proposal == proposals.c.id, *which).correlate(proposals)


class Proposals:
    """How some proposals are read: `whole`, with all of their facts, or `ids` alone."""

    def __init__(self, *which: ColumnElement[bool]) -> None:
        self.whole = _whole().where(*which)
        self.ids = (
            select(proposals.c.id)
            .outerjoin(submissions, submissions.c.proposal == proposals.c.id)
            .where(*which)
            .order_by(proposals.c.id)
        )


_BY_ID = proposals.c.id == bindparam("proposal")
BY_ID = Proposals(_BY_ID)
BY_ID_IN_GUILD = Proposals(
    _BY_ID, proposals.c.space.in_(select(spaces.c.id).where(spaces.c.guild == bindparam("guild")))
)
BY_IDS = Proposals(among(proposals.c.id, "proposals"))
VERSIONS = many(select(proposals.c.id, proposals.c.version).where(among(proposals.c.id, "proposals")))
_LIVE = (~proposals.c.settled, submissions.c.proposal.is_not(None))
LIVE_IN_SPACE = Proposals(*_LIVE, proposals.c.space == bindparam("space"))
LIVE_ON_TRACK = Proposals(*_LIVE, proposals.c.track == bindparam("track"))
LIVE_WITH_EXECUTOR = Proposals(*_LIVE, proposals.c.executor == bindparam("executor"))
AFTER = (
    select(proposals.c.id)
    .where(proposals.c.id > bindparam("last"))
    .order_by(proposals.c.id)
    .limit(bindparam("limit"))
)
AFTER_IN_SPACE = AFTER.where(proposals.c.space == bindparam("space"))
REQUESTED = (
    select(revisions.c.requested)
    .where(revisions.c.proposal == bindparam("proposal"))
    .order_by(revisions.c.number.desc())
    .limit(literal_column("1"))
)
SETTLE = (
    update(proposals).where(among(proposals.c.id, "proposals"), ~proposals.c.settled).values(settled=True)
)
UNSETTLE = update(proposals).where(proposals.c.settled, _has(jobs)).values(settled=False)
DRAFTS = (
    select(func.count())
    .select_from(proposals)
    .where(
        proposals.c.space == bindparam("space"),
        proposals.c.author == bindparam("author"),
        ~_has(submissions),
        ~_has(withdrawals),
    )
)
_DRAFTS_OF = (
    select(proposals.c.id)
    .join(spaces, spaces.c.id == proposals.c.space)
    .where(
        spaces.c.guild == bindparam("guild"),
        proposals.c.author == bindparam("author"),
        ~_has(submissions),
        ~_has(withdrawals),
        ~_has(cancellations),
    )
    .correlate(None)
)
DRAFTS_OF = Proposals(selected(proposals.c.id, _DRAFTS_OF))
UNDECIDED = (
    select(func.count())
    .select_from(proposals)
    .where(
        proposals.c.space == bindparam("space"),
        ~proposals.c.settled,
        _has(submissions),
        ~_has(withdrawals),
        ~_has(cancellations),
        ~_has(closings),
    )
)
_NEWEST = (
    select(proposals.c.id)
    .join(spaces, spaces.c.id == proposals.c.space)
    .where(spaces.c.guild == bindparam("guild"))
    .order_by(proposals.c.id.desc())
    .limit(bindparam("limit"))
    .correlate(None)
)
OF_GUILD = Proposals(selected(proposals.c.id, _NEWEST))
OF_GUILD_SEEN_BY = Proposals(
    selected(
        proposals.c.id,
        _NEWEST.where(
            or_(
                proposals.c.author == bindparam("viewer"),
                _has(submissions),
                _has(coauthors, coauthors.c.member == bindparam("viewer")),
                _has(readers, readers.c.member == bindparam("viewer")),
            )
        ),
    )
)
_SETTLED = (
    select(proposals.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(proposals.c.settled, proposals.c.id < bindparam("before"))
    .order_by(proposals.c.id.desc())
    .limit(bindparam("limit"))
    .correlate(None)
)
SETTLED_IN_SPACE = Proposals(
    selected(proposals.c.id, _SETTLED.where(proposals.c.space == bindparam("space")))
)
SETTLED_ON_TRACK = Proposals(
    selected(proposals.c.id, _SETTLED.where(proposals.c.track == bindparam("track")))
)
COUNT_UP = update(proposals).where(proposals.c.id == bindparam("of")).values(version=proposals.c.version + 1)
REVISIONS = select(JsonText(JsonArrayOf(_array(revisions, RevisionRow)))).where(
    revisions.c.proposal == bindparam("proposal")
)
LAST_NUMBER = select(func.max(submissions.c.number)).where(
    submissions.c.guild == select(spaces.c.guild).where(spaces.c.id == bindparam("space")).scalar_subquery()
)
NUMBERED = select(submissions.c.proposal).where(
    submissions.c.guild == bindparam("guild"), submissions.c.number == bindparam("number")
)
NUMBERS = many(
    select(submissions.c.proposal, submissions.c.number).where(among(submissions.c.proposal, "proposals"))
)
RECORD_HASHES = many(
    select(submissions.c.number, closings.c.record_hash)
    .join(closings, closings.c.proposal == submissions.c.proposal)
    .where(submissions.c.guild == bindparam("guild"), among(submissions.c.number, "numbers"))
)
HELD_BY = select(holds.c.proposal).where(holds.c.by == bindparam("by"), holds.c.ended_at.is_(None))
FOLLOWING = select(origins.c.proposal).where(origins.c.origin == bindparam("origin"))
PAYOUT = select(payouts.c.proposal).where(payouts.c.vote == bindparam("vote"))
_RELEASES = select(releases.c.proposal).where(releases.c.promise == bindparam("promise")).correlate(None)
RELEASES = Proposals(selected(proposals.c.id, _RELEASES))
FROZEN = select(openings.c.frozen).where(openings.c.proposal == bindparam("proposal"))
RECORD = select(closings.c.record).where(closings.c.proposal == bindparam("proposal"))
