"""What goes after a period: a function for each kind, which takes so much of it away at a time.

None takes anything of what runs: a vote is over, and `settled` (nothing will ever be due there) before its evidence or
its names go, and a wallet stays as long as a vote may ask when it was unlinked. Records are never touched.
"""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Select, and_, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.ids import FIRST_STAND_IN, GuildId, ProposalId
from bot.domain.retention import RetentionKind
from bot.storage.dialect import insert
from bot.storage.repositories.privacy.wiped import WIPED
from bot.storage.tables import (
    ballot_evidence,
    ballots,
    cancellations,
    claims,
    closings,
    coauthors,
    conflicts,
    digest_looks,
    given_roles,
    opening_delegate_caps,
    opening_delegations,
    openings,
    proposals,
    reactions,
    readers,
    reputation_snapshots,
    revisions,
    spaces,
    sponsor_calls,
    submissions,
    wallets,
    withdrawals,
)

Expired = tuple[int, set[ProposalId]]
"""How much went, and the proposals that this changed."""


def _in_guild(guild: GuildId) -> ColumnElement[bool]:
    return proposals.c.space.in_(select(spaces.c.id).where(spaces.c.guild == guild))


def _over(guild: GuildId, before: datetime) -> Select[int]:
    """Votes of which nothing more is due, and whose result, or cancellation, is older."""
    return (
        select(proposals.c.id)
        .outerjoin(closings, closings.c.proposal == proposals.c.id)
        .outerjoin(cancellations, cancellations.c.proposal == proposals.c.id)
        .where(
            _in_guild(guild),
            proposals.c.settled,
            or_(closings.c.at < before, and_(closings.c.at.is_(None), cancellations.c.at < before)),
        )
    )


async def _drafts(connection: AsyncConnection, guild: GuildId, before: datetime, most: int) -> Expired:
    """Emptied, and nobody's: what is left of one is that it was there. One that looks for sponsors is no draft that
    was left, nor one that did lately."""
    called = exists().where(sponsor_calls.c.proposal == proposals.c.id, sponsor_calls.c.until >= before)
    written = exists().where(revisions.c.proposal == proposals.c.id, revisions.c.at >= before)
    old = select(proposals.c.id).where(
        _in_guild(guild),
        proposals.c.created_at < before,
        proposals.c.author < FIRST_STAND_IN,
        ~exists().where(submissions.c.proposal == proposals.c.id),
        ~written,
        ~called,
    )
    found = [ProposalId(each) for each in await connection.scalars(old.order_by(proposals.c.id).limit(most))]
    for draft in found:
        nobody = FIRST_STAND_IN + secrets.randbits(61)
        for table in (coauthors, readers):
            await connection.execute(delete(table).where(table.c.proposal == draft))
        await connection.execute(
            update(revisions).where(revisions.c.proposal == draft).values(by=nobody, **WIPED)
        )
        await connection.execute(
            update(proposals)
            .where(proposals.c.id == draft)
            .values(author=nobody, version=proposals.c.version + 1)
        )
        ended = insert(withdrawals).values(proposal=draft, at=before).on_conflict_do_nothing()
        await connection.execute(ended)
    return len(found), set(found)


async def _looks(connection: AsyncConnection, guild: GuildId, before: datetime, most: int) -> Expired:
    looked = digest_looks.c
    old = (
        select(looked.member, looked.proposal)
        .join(proposals, proposals.c.id == looked.proposal)
        .where(_in_guild(guild), looked.at < before)
        .limit(most)
    )
    found = list(await connection.execute(old))
    for member, proposal in found:
        await connection.execute(
            delete(digest_looks).where(looked.member == member, looked.proposal == proposal)
        )
    return len(found), set()


async def _unlinked(connection: AsyncConnection, guild: GuildId, before: datetime, most: int) -> Expired:
    ended = or_(*(exists().where(table.c.proposal == proposals.c.id) for table in (closings, cancellations)))
    runs = select(proposals.c.id).where(_in_guild(guild), or_(~proposals.c.settled, ~ended))
    asked = exists().where(openings.c.proposal.in_(runs), openings.c.at <= wallets.c.unlinked_at)
    old = select(wallets.c.id).where(wallets.c.guild == guild, wallets.c.unlinked_at < before, ~asked)
    found = list(await connection.scalars(old.limit(most)))
    await connection.execute(delete(wallets).where(wallets.c.id.in_(found)))
    return len(found), set()


async def _evidence(connection: AsyncConnection, guild: GuildId, before: datetime, most: int) -> Expired:
    """Of requests that Discord signed: what wallets signed stands in the record, and nothing more is kept of it."""
    old = select(ballot_evidence.c.id).where(
        ballot_evidence.c.proposal.in_(_over(guild, before)), ballot_evidence.c.kept != b""
    )
    found = list(await connection.scalars(old.order_by(ballot_evidence.c.id).limit(most)))
    await connection.execute(delete(ballot_evidence).where(ballot_evidence.c.id.in_(found)))
    return len(found), set()


async def _names(connection: AsyncConnection, guild: GuildId, before: datetime, most: int) -> Expired:
    """Of one vote at a time. Nobody can lead a number in its record back to a member afterwards, neither by salts nor
    by the ballots that are kept beside it. A record that names members itself is none of these. While a role that the
    vote gave has an end to come, the names stay: before it is taken, it is checked against what was voted on."""
    known = or_(
        and_(openings.c.secret.is_not(None), openings.c.secret != ""),
        and_(openings.c.secret.is_(None), openings.c.salts != "{}"),
    )
    in_office = exists().where(given_roles.c.proposal == proposals.c.id, given_roles.c.look_at.is_not(None))
    over = _over(guild, before).join(openings, openings.c.proposal == proposals.c.id).where(known, ~in_office)
    vote = (await connection.scalars(over.order_by(proposals.c.id).limit(1))).one_or_none()
    if vote is None:
        return 0, set()
    named = union(
        *(
            select(table.c.member).where(table.c.proposal == vote, table.c.member < FIRST_STAND_IN)
            for table in (ballots, conflicts)
        )
    )
    members = list(await connection.scalars(named.limit(most)))
    for member in members:
        for table in (ballot_evidence, claims, reactions):
            await connection.execute(delete(table).where(table.c.proposal == vote, table.c.member == member))
        nobody = FIRST_STAND_IN + secrets.randbits(61)
        for table, wiped in ((ballots, {"apart": None}), (conflicts, {})):
            new = {"member": nobody, **wiped}
            await connection.execute(
                update(table).where(table.c.proposal == vote, table.c.member == member).values(**new)
            )
    if len(members) < most:
        for table in (
            claims,
            reactions,
            opening_delegations,
            opening_delegate_caps,
            reputation_snapshots,
        ):
            await connection.execute(delete(table).where(table.c.proposal == vote))
        await connection.execute(
            update(openings).where(openings.c.proposal == vote).values(secret=None, salts="{}")
        )
    await connection.execute(
        update(proposals).where(proposals.c.id == vote).values(version=proposals.c.version + 1)
    )
    # There may be another vote as old.
    return most, {ProposalId(vote)}


Expire = Callable[[AsyncConnection, GuildId, datetime, int], Awaitable[Expired]]
EXPIRE: dict[RetentionKind, Expire] = {
    RetentionKind.DRAFTS: _drafts,
    RetentionKind.LOOKS: _looks,
    RetentionKind.UNLINKED: _unlinked,
    RetentionKind.EVIDENCE: _evidence,
    RetentionKind.NAMES: _names,
}
