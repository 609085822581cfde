"""Who voted in the closed votes of a space, how soon, and who is there."""

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    type_coerce,
)

from bot.domain.statistics.timing import EDGES
from bot.storage.columns import Moment
from bot.storage.dialect import among, many
from bot.storage.repositories.statistics.vote_queries import closed, within
from bot.storage.tables import (
    ballots,
    closings,
    log_entries,
    openings,
    payouts,
    proposals,
    submissions,
    wallets,
)

_ITSELF = 0
"""The program, which does nothing for itself (`actors.ITSELF`)."""

_votes = closed(proposals.c.id, type_coerce(openings.c.at, BigInteger).label("opened_at"))
_votes_within = _votes.where(within(closings.c.at)).subquery()
_first = (
    select(
        (func.min(type_coerce(ballots.c.cast_at, BigInteger)) - func.min(_votes_within.c.opened_at)).label(
            "delay"
        )
    )
    .select_from(_votes_within.join(ballots, ballots.c.proposal == _votes_within.c.id))
    .group_by(ballots.c.proposal, ballots.c.member)
    .subquery()
)
_spans = case(
    *(
        (_first.c.delay < literal_column(str(int(edge.total_seconds()) * 1_000_000)), place)
        for place, edge in enumerate(EDGES)
    ),
    else_=len(EDGES),
).label("span")
_each_delay = select(_spans).subquery()
DELAYS = select(_each_delay.c.span, func.count().label("number")).group_by(_each_delay.c.span)

_number = func.count(ballots.c.proposal.distinct()).label("number")
MOST_ACTIVE = (
    select(ballots.c.member, _number)
    .select_from(_votes_within.join(ballots, ballots.c.proposal == _votes_within.c.id))
    .group_by(ballots.c.member)
    .order_by(_number.desc(), ballots.c.member)
    .limit(bindparam("limit"))
)

CHOICES = many(
    select(ballots.c.proposal, ballots.c.member, ballots.c.choice)
    .where(among(ballots.c.proposal, "proposals"), among(ballots.c.member, "members"))
    .order_by(ballots.c.cast_at, ballots.c.source)
)

_until_now = (
    closed(proposals.c.id, closings.c.at).where(closings.c.at < bindparam("edge3", type_=Moment())).subquery()
)
_EDGES = [bindparam(f"edge{place}", type_=Moment()) for place in range(4)]


def _voted(window: int) -> ColumnElement[int]:
    """Whether a member voted between two of the edges, as a number."""
    inside = and_(_until_now.c.at >= _EDGES[window], _until_now.c.at < _EDGES[window + 1])
    return func.max(case((inside, 1), else_=0))


_member = (
    select(
        _voted(0).label("first"),
        _voted(1).label("before"),
        _voted(2).label("now"),
        func.min(_until_now.c.at).label("began"),
    )
    .select_from(_until_now.join(ballots, ballots.c.proposal == _until_now.c.id))
    .group_by(ballots.c.member)
    .subquery()
)


def _counted(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*which), 1), else_=0)), 0)


_now, _before, _earliest = (_member.c[name] == 1 for name in ("now", "before", "first"))
VOTERS = select(
    _counted(_now),
    _counted(_now, _member.c.began >= _EDGES[2]),
    _counted(_now, _before),
    _counted(_before),
    _counted(_before, _member.c.began >= _EDGES[1]),
    _counted(_before, _earliest),
    _counted(_earliest),
)
AUTHORS = (
    select(func.count(proposals.c.author.distinct()))
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(
        proposals.c.space == bindparam("space"),
        within(submissions.c.at),
        ~exists().where(payouts.c.proposal == proposals.c.id),
    )
)

_each_member = (
    select(
        func.min(wallets.c.linked_at).label("began"),
        # While one of the wallets is linked, the member is there.
        case(
            (func.count() == func.count(wallets.c.unlinked_at), func.max(wallets.c.unlinked_at)), else_=None
        ).label("ended"),
    )
    .where(wallets.c.guild == bindparam("guild"))
    .group_by(wallets.c.member)
    .subquery()
)
LINKED = many(select(_each_member.c.began, _each_member.c.ended))

_acts = func.count().label("number")
ACTS = (
    select(log_entries.c.act, log_entries.c.actor, _acts)
    .where(
        log_entries.c.guild == bindparam("guild"), log_entries.c.actor != _ITSELF, within(log_entries.c.at)
    )
    .group_by(log_entries.c.act, log_entries.c.actor)
    .order_by(_acts.desc(), log_entries.c.act, log_entries.c.actor)
)
