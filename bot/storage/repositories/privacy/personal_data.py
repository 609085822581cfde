"""What is stored about a member, over all tables: found, counted, and erased, by the registry beside it."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    LargeBinary,
    Row,
    Select,
    Table,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import FIRST_STAND_IN, MemberId, ProposalId, ProposalNumber, SpaceId
from bot.services.ports.repositories.privacy.personal_data import DataKind, Erasure, StoredRow
from bot.storage.repositories.privacy.registry import NAMED, Named, columns
from bot.storage.repositories.privacy.wiped import WIPED
from bot.storage.repositories.proposals.pseudonym_rows import pseudonym_columns, pseudonyms_of
from bot.storage.tables import (
    ballots,
    cancellations,
    claims,
    closings,
    conflicts,
    erasures,
    given_roles,
    handovers,
    jury_draws,
    metadata,
    opening_delegate_caps,
    opening_delegations,
    openings,
    proposals,
    registry_omissions,
    reputation_snapshots,
    revisions,
    spaces,
    stake_claims,
    stakes,
    submissions,
    suspensions,
    wallets,
)

_LEFT = select(handovers.c.guild).where(handovers.c.exported_at.is_not(None))
"""The servers that another bot runs now."""
_DIGITS = re.compile(r"[0-9]+")
_CONTENT = ("grants", "acts", "candidates")
"""Columns of a revision that name members to whom something is to happen."""


class StoredPersonalData:
    """`ports.PersonalData`."""

    def __init__(self, connection: AsyncConnection, changed: set[ProposalId], bound: set[SpaceId]) -> None:
        """`changed` and `bound` gather whose jobs depend on what is stored here."""
        self._connection = connection
        self._changed = changed
        self._bound = bound

    async def counts(self, member: MemberId) -> dict[DataKind, int]:
        accounts = await self._accounts(member)
        found: dict[DataKind, int] = {}
        for name, named in NAMED.items():
            table = metadata.tables[name]
            counting = select(func.count()).select_from(table).where(_about(table, named, member, accounts))
            if number := (await self._connection.execute(counting)).scalar_one():
                found[named.kind] = found.get(named.kind, 0) + number
        return found

    async def rows(self, member: MemberId, limit: int) -> list[StoredRow]:
        accounts, found = await self._accounts(member), list[StoredRow]()
        for name, named in NAMED.items():
            table = metadata.tables[name]
            # What others wrote of them is not theirs to read: it may be a draft, or a ballot that is hidden.
            theirs = select(table).where(_about(table, named, member, accounts)).limit(limit - len(found))
            rows = await self._connection.execute(theirs)
            found += [StoredRow(name, named.kind, _plain(table, row)) for row in rows]
        return found

    async def holding(self, member: MemberId) -> list[tuple[ProposalId, ProposalNumber]]:
        running = and_(
            exists().where(openings.c.proposal == proposals.c.id),
            ~exists().where(closings.c.proposal == proposals.c.id),
            ~exists().where(cancellations.c.proposal == proposals.c.id),
        )
        within = or_(
            proposals.c.author == member,
            *(
                exists().where(table.c.proposal == proposals.c.id, column == member)
                for table, column in (
                    (ballots, ballots.c.member),
                    (conflicts, conflicts.c.member),
                    (opening_delegations, opening_delegations.c.delegator),
                    (opening_delegations, opening_delegations.c.delegate),
                    (opening_delegate_caps, opening_delegate_caps.c.member),
                    (reputation_snapshots, reputation_snapshots.c.member),
                    (stakes, stakes.c.member),
                    (suspensions, suspensions.c.by),
                    (registry_omissions, registry_omissions.c.by),
                )
            ),
            submissions.c.sponsors.like(f"%{member}%"),
        )
        pattern = f"%{member}%"
        named = or_(
            exists().where(
                revisions.c.proposal == proposals.c.id,
                or_(*(revisions.c[name].like(pattern) for name in (*_CONTENT, "milestones"))),
            ),
            exists().where(
                closings.c.proposal == proposals.c.id,
                or_(closings.c.winners.like(pattern), closings.c.result.like(pattern)),
            ),
        )
        office = exists().where(
            given_roles.c.proposal == proposals.c.id,
            given_roles.c.member == member,
            given_roles.c.look_at.is_not(None),
        )
        waits = or_(and_(running, within), and_(~proposals.c.settled, named), office)
        found = await self._connection.execute(
            select(proposals.c.id, func.coalesce(submissions.c.number, 0))
            .outerjoin(submissions, submissions.c.proposal == proposals.c.id)
            .join(spaces, spaces.c.id == proposals.c.space)
            # What goes on elsewhere ends there.
            .where(waits, spaces.c.guild.not_in(_LEFT))
            .order_by(proposals.c.id)
        )
        return [(ProposalId(proposal), ProposalNumber(number)) for proposal, number in found]

    async def awaited_lots(self, member: MemberId) -> list[int]:
        waiting = (
            select(jury_draws.c.number, jury_draws.c.terms)
            .join(spaces, spaces.c.id == jury_draws.c.space)
            .where(
                jury_draws.c.block_number.is_(None),
                jury_draws.c.terms.like(f"%{member}%"),
                spaces.c.guild.not_in(_LEFT),
            )
            .order_by(jury_draws.c.guild, jury_draws.c.number)
        )
        found = await self._connection.execute(waiting)
        return [number for number, terms in found if _holds(terms, str(member))]

    async def erase(self, member: MemberId, stand_in: MemberId) -> list[ProposalId]:
        accounts, touched = await self._accounts(member), set[int]()
        drafts = await self._drafts(member)
        found = {
            name: await self._found(metadata.tables[name], named, member, accounts)
            for name, named in NAMED.items()
        }
        for rows in found.values():
            touched |= {row._mapping["proposal"] for row in rows if row._mapping.get("proposal")}
        touched |= {row.id for row in found["proposals"]}
        await self._forget_salts(member, touched)
        for table in reversed(metadata.sorted_tables):
            if table.name in found:
                await self._erase_rows(
                    table, NAMED[table.name], found[table.name], member, stand_in, accounts
                )
        if drafts:
            await self._connection.execute(
                update(revisions).where(revisions.c.proposal.in_(drafts)).values(**WIPED)
            )
        for proposal in sorted(touched):
            await self._connection.execute(
                update(proposals).where(proposals.c.id == proposal).values(version=proposals.c.version + 1)
            )
        changed = [ProposalId(proposal) for proposal in sorted(touched)]
        self._changed.update(changed)
        return changed

    async def ask(self, erasure: Erasure) -> None:
        await self._connection.execute(delete(erasures).where(erasures.c.member == erasure.member))
        await self._connection.execute(
            insert(erasures).values(
                space=erasure.space,
                member=erasure.member,
                asked_at=erasure.asked_at,
                look_at=erasure.look_at,
            )
        )
        self._bound.add(erasure.space)

    async def erasure_of(self, member: MemberId) -> Erasure | None:
        found = await self._connection.execute(select(erasures).where(erasures.c.member == member))
        row = found.one_or_none()
        return None if row is None else _erasure(row)

    async def due(self, space: SpaceId, now: datetime) -> list[Erasure]:
        found = await self._connection.execute(
            select(erasures).where(erasures.c.space == space, erasures.c.look_at <= now)
        )
        return [_erasure(row) for row in found]

    async def look_again(self, erasure: Erasure, at: datetime) -> None:
        await self._connection.execute(
            update(erasures).where(erasures.c.member == erasure.member).values(look_at=at)
        )
        self._bound.add(erasure.space)

    async def _accounts(self, member: MemberId) -> list[str]:
        """The wallets that the member has linked, or had, but for those that somebody else has linked or voted with."""
        found = set(await self._connection.scalars(_addresses(wallets.c.address, wallets.c.member == member)))
        for table, column in ((wallets, "address"), (claims, "wallet"), (stake_claims, "wallet")):
            of_others = _addresses(table.c[column], table.c.member != member, table.c[column].in_(found))
            found -= set(await self._connection.scalars(of_others))
        return sorted(found)

    async def _drafts(self, member: MemberId) -> list[int]:
        submitted = exists().where(submissions.c.proposal == proposals.c.id)
        found = await self._connection.scalars(
            select(proposals.c.id).where(proposals.c.author == member, ~submitted)
        )
        return list(found)

    async def _found(
        self, table: Table, named: Named, member: MemberId, accounts: Collection[str]
    ) -> list[Row[Any]]:
        """The rows of a table in which the member stands, or one of the accounts by which a row goes."""
        words = [str(member), *(accounts if _names_accounts(table) else ())]
        mentions = [table.c[name].like(f"%{word}%") for name in columns(named.texts) for word in words]
        is_one = or_(_about(table, named, member, accounts), *mentions)
        rows = await self._connection.execute(select(table).where(is_one))
        # LIKE finds the digits within longer numbers, too.
        return [row for row in rows if _stands(row, named, member, words, accounts)]

    async def _erase_rows(
        self,
        table: Table,
        named: Named,
        rows: Iterable[Row[Any]],
        member: MemberId,
        stand_in: MemberId,
        accounts: Collection[str],
    ) -> None:
        members, texts = columns(named.members), columns(named.texts)
        words = [str(member), *(accounts if _names_accounts(table) else ())]
        for row in rows:
            values = row._mapping
            key = and_(*(column == values[column.name] for column in table.primary_key.columns))
            if named.goes and (
                named.with_texts or _is_of(row, named, named.goes_by or named.members, member, accounts)
            ):
                await self._connection.execute(delete(table).where(key))
                continue
            new: dict[str, Any] = {name: stand_in for name in members if values[name] == member}
            new |= {name: _replaced(values[name], words, stand_in) for name in texts if values[name]}
            if any(name in new for name in members):  # Not what another has said of them.
                new |= dict.fromkeys(columns(named.wiped))
            if "salt" in table.c:
                new["salt"] = None
            await self._connection.execute(update(table).where(key).values(**new))

    async def _forget_salts(self, member: MemberId, touched: Iterable[int]) -> None:
        """Nothing leads from the member to their numbers any more, in all votes in which they stand. A vote that runs
        needs its secret for those who come: whoever has a number there is not erased before it is over (`holding`)."""
        over = or_(
            exists().where(closings.c.proposal == openings.c.proposal),
            exists().where(cancellations.c.proposal == openings.c.proposal),
        )
        for proposal in sorted(touched):
            found = await self._connection.execute(
                select(openings.c.secret, openings.c.salts).where(openings.c.proposal == proposal, over)
            )
            row = found.one_or_none()
            if row is None:
                continue
            known = pseudonyms_of(row.secret, row.salts)
            left = known.without(member, await self.standing_in(ProposalId(proposal), known))
            await self._connection.execute(
                update(openings).where(openings.c.proposal == proposal).values(**pseudonym_columns(left))
            )

    async def standing_in(self, proposal: ProposalId, known: Pseudonyms) -> set[MemberId]:
        if known.secret is None:
            return set(known.salts)
        found: set[int] = set()
        for column in (
            ballots.c.member,
            conflicts.c.member,
            opening_delegations.c.delegator,
            opening_delegations.c.delegate,
            opening_delegate_caps.c.member,
            reputation_snapshots.c.member,
            stakes.c.member,
            suspensions.c.by,
            registry_omissions.c.by,
        ):
            of_this = column.table.c.proposal == proposal
            found |= set(await self._connection.scalars(select(column).where(of_this).distinct()))
        found |= set(
            await self._connection.scalars(select(proposals.c.author).where(proposals.c.id == proposal))
        )
        texts = await self._connection.execute(
            select(*(revisions.c[name] for name in _CONTENT)).where(revisions.c.proposal == proposal)
        )
        listed = [text for row in texts for text in row]
        listed += await self._connection.scalars(
            select(submissions.c.sponsors).where(submissions.c.proposal == proposal)
        )
        # A number that is no member's has a salt too many.
        numbers = (int(digits) for text in listed for digits in _DIGITS.findall(text) if len(digits) <= 19)
        found |= {number for number in numbers if number < FIRST_STAND_IN}
        return {MemberId(each) for each in found if each is not None}


def _names_accounts(table: Table) -> bool:
    """The public log says whose a wallet is, where the server wants that."""
    return table.name in ("log_entries", "outbox")


def _about(table: Table, named: Named, member: MemberId, accounts: Collection[str]) -> ColumnElement[bool]:
    """Whether a row is about the member, and doesn't only mention them."""
    is_one: list[ColumnElement[bool]] = [table.c[name] == member for name in columns(named.members)]
    # The record and the log of a server name accounts of many: only where the member's stand alone, a row goes.
    is_one += [table.c[name].in_(accounts) for name in columns(named.wallets) if accounts]
    return or_(false(), *is_one)


def _stands(
    row: Row[Any], named: Named, member: MemberId, words: Collection[str], accounts: Collection[str]
) -> bool:
    values = row._mapping
    return _is_of(row, named, named.members, member, accounts) or any(
        _holds(str(values[name] or ""), word) for name in columns(named.texts) for word in words
    )


def _is_of(row: Row[Any], named: Named, members: str, member: MemberId, accounts: Collection[str]) -> bool:
    """Whether the member stands in one of these columns, or an account by which a row goes is theirs."""
    values = row._mapping
    return any(values[name] == member for name in columns(members)) or any(
        values[name] in accounts for name in columns(named.wallets)
    )


def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9a-zA-Z]){re.escape(word)}(?![0-9a-zA-Z])")


def _holds(text: str, word: str) -> bool:
    return _word(word).search(text) is not None


def _replaced(text: str, words: Iterable[str], stand_in: MemberId) -> str:
    for word in words:
        text = _word(word).sub(str(stand_in), text)
    return text


def _addresses(column: Column[Any], *which: ColumnElement[bool]) -> Select[Any]:
    return select(column).where(*which).distinct()


def _plain(table: Table, row: Row[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in table.columns:
        value = row._mapping[column.name]
        if isinstance(column.type, LargeBinary) and value is not None:
            value = value.hex()
        found[column.name] = value.isoformat() if isinstance(value, datetime) else value
    return found


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(SpaceId(row.space), MemberId(row.member), row.asked_at, row.look_at)
