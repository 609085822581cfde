"""Who may meet the condition of a rule for roles, as far as the database tells: one statement for each kind."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
)

from bot.domain.holder_roles.delegating import Delegating
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.rule import RoleRule
from bot.domain.holder_roles.voting import Voting
from bot.storage.columns import Moment
from bot.storage.repositories.statistics.vote_queries import closed
from bot.storage.tables import ballots, closings, delegations, openings, proposals, reputation_events, wallets

Asked = tuple[Select[Any], dict[str, Any]]
"""A statement and its parameters."""
Members = Asked
"""The same with one column, `member`."""
Whose = Callable[[Column[Any]], ColumnElement[bool]]
"""Of which members a column may be."""


def members_of(rule: RoleRule, now: datetime, whose: Whose) -> Members:
    """Of these members those who may meet the rule's condition, each once."""
    return _MEMBERS[type(rule.condition)](rule, rule.condition, now, whose)


def _holding(rule: RoleRule, condition: Holding, now: datetime, whose: Whose) -> Members:
    """Whose wallets, or whose reputation, are looked at."""
    of_wallets = select(wallets.c.member).where(
        wallets.c.guild == bindparam("guild"), wallets.c.unlinked_at.is_(None), whose(wallets.c.member)
    )
    asked: dict[str, Any] = {"guild": rule.guild}
    if not any(source.of_ledger for source in condition.power.sources):
        return of_wallets.distinct(), asked
    of_ledger = select(reputation_events.c.member).where(
        reputation_events.c.space == bindparam("space"), whose(reputation_events.c.member)
    )
    return select(union(of_wallets, of_ledger).subquery().c.member), {**asked, "space": rule.space}


def _counted(rule: RoleRule, condition: Voting, now: datetime) -> tuple[Subquery, dict[str, Any]]:
    """The votes in which it is looked who voted, and the parameters."""
    votes = closed(proposals.c.id)
    asked: dict[str, Any] = {"space": rule.space}
    if condition.within is not None:
        votes = votes.where(closings.c.at > bindparam("since", type_=Moment()))
        asked["since"] = now - condition.within
    else:
        votes = votes.order_by(closings.c.at.desc(), proposals.c.id.desc()).limit(bindparam("newest"))
        asked["newest"] = condition.of
    return votes.subquery(), asked


def nameless(rule: RoleRule, condition: Voting, now: datetime) -> Asked:
    """How many of those votes nobody knows any more who voted in: their names have gone after the server's period."""
    counted, asked = _counted(rule, condition, now)
    gone = and_(openings.c.secret.is_(None), openings.c.salts == "{}")
    return (
        select(func.count())
        .select_from(counted.join(openings, openings.c.proposal == counted.c.id))
        .where(gone),
        asked,
    )


def _voting(rule: RoleRule, condition: Voting, now: datetime, whose: Whose) -> Members:
    counted, asked = _counted(rule, condition, now)
    asked["least"] = condition.votes
    later = ballots.alias("later")
    stands = ~exists().where(
        later.c.proposal == ballots.c.proposal,
        later.c.member == ballots.c.member,
        or_(
            later.c.cast_at > ballots.c.cast_at,
            and_(later.c.cast_at == ballots.c.cast_at, later.c.source > ballots.c.source),
        ),
    )
    return (
        select(ballots.c.member)
        .select_from(counted.join(ballots, ballots.c.proposal == counted.c.id))
        .where(ballots.c.choice.is_not(None), stands, whose(ballots.c.member))
        .group_by(ballots.c.member)
        .having(func.count() >= bindparam("least"))
    ), asked


def _delegating(rule: RoleRule, condition: Delegating, now: datetime, whose: Whose) -> Members:
    holds = and_(
        delegations.c.space == bindparam("space"),
        delegations.c.ended_at.is_(None),
        or_(delegations.c.until.is_(None), delegations.c.until > bindparam("now", type_=Moment())),
    )
    gives = select(delegations.c.delegator.label("member")).where(holds, whose(delegations.c.delegator))
    gets = select(delegations.c.delegate.label("member")).where(holds, whose(delegations.c.delegate))
    asked = {"space": rule.space, "now": now}
    if condition.way == "either":
        return select(union(gives, gets).subquery().c.member), asked
    return (gives if condition.way == "gives" else gets).distinct(), asked


_MEMBERS: dict[type[AnyCondition], Callable[[RoleRule, Any, datetime, Whose], Members]] = {
    Holding: _holding,
    Voting: _voting,
    Delegating: _delegating,
}
