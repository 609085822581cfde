"""The closed votes of a space, and what became of all that was proposed there."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, cast, exists, func, or_, select

from bot.domain.ids import ProposalId, ProposalNumber, TrackId
from bot.domain.statistics.closed_vote import ClosedVote
from bot.storage.columns import Moment, document, moment
from bot.storage.dialect import many
from bot.storage.tables import (
    cancellations,
    closings,
    openings,
    payouts,
    proposals,
    submissions,
    vetoes,
    withdrawals,
)

_SINCE, _UNTIL = bindparam("since", type_=Moment()), bindparam("until", type_=Moment())


def closed(*columns: ColumnElement[Any] | Any) -> Select[Any]:
    """Of the closed votes of the space `space`, but for what pays voters and was never voted on."""
    source = proposals.join(openings, openings.c.proposal == proposals.c.id)
    source = source.join(closings, closings.c.proposal == proposals.c.id)
    paid = exists().where(payouts.c.proposal == proposals.c.id)
    return (
        select(*columns)
        .select_from(source)
        .where(proposals.c.space == bindparam("space"), ~paid.correlate(proposals))
    )


def within(column: Any) -> ColumnElement[bool]:
    return and_(column >= _SINCE, column < _UNTIL)


_figures = closed(
    proposals.c.id,
    submissions.c.number,
    proposals.c.track,
    openings.c.at,
    closings.c.at.label("closed_at"),
    cast(closings.c.passed, Integer).label("passed"),
    openings.c.total_power,
    openings.c.policy,
    closings.c.result,
).join(submissions, submissions.c.proposal == proposals.c.id)
CLOSED_VOTES = many(
    _figures.where(within(closings.c.at))
    .order_by(closings.c.at.desc(), proposals.c.id.desc())
    .limit(bindparam("limit"))
)
CLOSED_VOTE = many(_figures.where(proposals.c.id == bindparam("proposal")))

_ended = or_(
    *(exists().where(table.c.proposal == proposals.c.id) for table in (withdrawals, cancellations, vetoes))
)
_end = case((_ended, 2), (closings.c.proposal.is_(None), 3), (closings.c.passed, 0), else_=1).label("end")
_each_outcome = (
    select(proposals.c.track, _end)
    .select_from(
        proposals.join(submissions, submissions.c.proposal == proposals.c.id).outerjoin(
            closings, closings.c.proposal == proposals.c.id
        )
    )
    .where(
        proposals.c.space == bindparam("space"),
        within(submissions.c.at),
        ~exists().where(payouts.c.proposal == proposals.c.id),
    )
    .subquery()
)
OUTCOMES = (
    select(_each_outcome.c.track, _each_outcome.c.end, func.count())
    .group_by(_each_outcome.c.track, _each_outcome.c.end)
    .order_by(_each_outcome.c.track)
)


class _PowerRule(msgspec.Struct):
    """What of a policy's `PowerRule` says how its numbers are read."""

    curve: str = "linear"
    combine: str = "sum"
    symbol: str = "votes"
    decimals: int = 18

    @property
    def adds_up(self) -> bool:
        return self.curve == "linear" and self.combine == "sum"


class _Policy(msgspec.Struct):
    power: _PowerRule


def closed_vote_of(row: list[Any]) -> ClosedVote:
    """Of a row of `CLOSED_VOTES`."""
    proposal, number, track, opened_at, closed_at, passed, total, policy, text = row
    result, rule = document(text), msgspec.json.decode(policy, type=_Policy).power
    return ClosedVote(
        proposal=ProposalId(proposal),
        number=ProposalNumber(number),
        track=TrackId(track),
        mechanism=result["mechanism"],
        opened_at=moment(opened_at),
        closed_at=moment(closed_at),
        passed=bool(passed),
        voters=int(result["voters"]),
        cast_power=int(result["cast_power"]),
        # Else the powers of members add up to something else than what there is in all.
        total_power=int(total) if total is not None and rule.adds_up else None,
        decimals=rule.decimals,
        symbol=rule.symbol,
    )
