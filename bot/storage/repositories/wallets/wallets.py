"""Linked wallets, and the messages that wait for a signature."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.accounts.claims import Claim
from bot.domain.accounts.mandate import Mandate
from bot.domain.accounts.unlinked import Unlinked
from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.errors import WalletTaken, WalletUnknown
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.domain.policy.trust import TrustLevel
from bot.storage.columns import Moment, chain_number, chain_of, moment
from bot.storage.dialect import among, insert, listed, many, rows_of
from bot.storage.repositories.spaces.role_looks import RoleLooks
from bot.storage.tables import ballots, claims, link_requests, proposals, spaces, wallets
from bot.storage.unreadable import FAULTS, UnreadableRows

_WAITING = select(
    link_requests.c.nonce,
    link_requests.c.guild,
    link_requests.c.member,
    link_requests.c.address,
    link_requests.c.chain,
    link_requests.c.message,
    link_requests.c.issued_at,
    link_requests.c.expires_at,
    link_requests.c.until,
    link_requests.c.up_to,
).where(link_requests.c.used_at.is_(None))
_REQUEST = _WAITING.where(link_requests.c.nonce == bindparam("nonce"))
_REQUESTS = _WAITING.where(
    link_requests.c.guild == bindparam("guild"),
    link_requests.c.member == bindparam("member"),
    link_requests.c.expires_at > bindparam("now", type_=Moment()),
).order_by(link_requests.c.issued_at, link_requests.c.nonce)

_LINKED = select(
    wallets.c.guild,
    wallets.c.member,
    wallets.c.address,
    wallets.c.linked_at,
    wallets.c.is_primary,
    wallets.c.chain,
    wallets.c.until,
    wallets.c.up_to,
).where(wallets.c.guild == bindparam("guild"), wallets.c.unlinked_at.is_(None))
_OF_GUILD = many(_LINKED)
_OF_MEMBERS = many(_LINKED.where(among(wallets.c.member, "members")))

_OF_ADDRESSES = many(_LINKED.where(among(wallets.c.address, "addresses")))
_LINKED_AT = many(
    select(wallets.c.address, wallets.c.chain).where(
        wallets.c.guild == bindparam("guild"),
        among(wallets.c.address, "addresses"),
        wallets.c.linked_at <= bindparam("at"),
        or_(wallets.c.unlinked_at.is_(None), wallets.c.unlinked_at > bindparam("at")),
    )
)
_LATER = wallets.alias("later")
_UNLINKED = many(
    select(
        wallets.c.address,
        wallets.c.chain,
        wallets.c.member,
        wallets.c.unlinked_at,
        select(func.min(_LATER.c.linked_at))
        .where(
            _LATER.c.guild == wallets.c.guild,
            _LATER.c.address == wallets.c.address,
            _LATER.c.chain == wallets.c.chain,
            _LATER.c.member == wallets.c.member,
            _LATER.c.linked_at >= wallets.c.unlinked_at,
        )
        .scalar_subquery()
        .label("again_at"),
    ).where(wallets.c.guild == bindparam("guild"), wallets.c.unlinked_at > bindparam("since", type_=Moment()))
)
_LINKS = (
    select(wallets.c.linked_at)
    .where(wallets.c.guild == bindparam("guild"), wallets.c.linked_at > bindparam("since", type_=Moment()))
    .order_by(wallets.c.linked_at)
)
_LINKS_OF = _LINKS.where(wallets.c.address == bindparam("address"), wallets.c.chain == bindparam("chain"))
_LINKS_BY = _LINKS.where(wallets.c.member == bindparam("member"))
_LAST_COUNTED = (
    select(func.max(ballots.c.cast_at))
    .join(claims, (claims.c.proposal == ballots.c.proposal) & (claims.c.member == ballots.c.member))
    .join(proposals, proposals.c.id == claims.c.proposal)
    .join(spaces, spaces.c.id == proposals.c.space)
    .where(
        spaces.c.guild == bindparam("guild"),
        proposals.c.settled.is_(False),
        claims.c.wallet == bindparam("address"),
        claims.c.member == bindparam("member"),
    )
)
"""When the newest ballot was cast with which a wallet counts for a member in a vote that is not decided."""
_LAST_UNLINKED = select(func.max(wallets.c.unlinked_at)).where(
    wallets.c.guild == bindparam("guild"),
    wallets.c.address == bindparam("address"),
    wallets.c.member == bindparam("member"),
)


class StoredWallets:
    """`ports.Wallets`. A member who has any wallet has one that is primary: the first until they choose another,
    and the oldest of the rest when it is unlinked."""

    def __init__(
        self, connection: AsyncConnection, unreadable: UnreadableRows, role_looks: RoleLooks
    ) -> None:
        self._connection = connection
        self._unreadable = unreadable
        self._role_looks = role_looks

    async def add_request(self, request: LinkRequest) -> None:
        await self._connection.execute(
            insert(link_requests).values(
                nonce=request.nonce,
                guild=request.guild,
                member=request.member,
                address=request.address,
                chain=request.chain,
                message=request.message,
                issued_at=request.issued_at,
                expires_at=request.expires_at,
                until=request.mandate.until,
                up_to=request.mandate.up_to.value,
            )
        )

    async def request(self, nonce: str) -> LinkRequest | None:
        row = (await self._connection.execute(_REQUEST, {"nonce": nonce})).one_or_none()
        return None if row is None else _request(tuple(row))

    async def requests_of(self, guild: GuildId, member: MemberId, now: datetime) -> list[LinkRequest]:
        asked = {"guild": guild, "member": member, "now": now}
        return [_request(tuple(row)) for row in await self._connection.execute(_REQUESTS, asked)]

    async def open_requests(self, guild: GuildId, member: MemberId) -> int:
        waiting = select(func.count()).where(
            link_requests.c.guild == guild,
            link_requests.c.member == member,
            link_requests.c.used_at.is_(None),
        )
        return (await self._connection.execute(waiting)).scalar_one()

    async def drop_expired(self, now: datetime) -> None:
        await self._connection.execute(
            delete(link_requests).where(link_requests.c.used_at.is_(None), link_requests.c.expires_at <= now)
        )

    async def use_request(self, nonce: str, at: datetime) -> bool:
        statement = (
            update(link_requests)
            .where(link_requests.c.nonce == nonce, link_requests.c.used_at.is_(None))
            .values(used_at=at)
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def link(self, wallet: Wallet) -> None:
        there = await self.of_addresses(wallet.guild, [wallet.address])
        for each in there:
            if each.member != wallet.member and each.overlaps(wallet):
                raise WalletTaken(wallet.address)
        before = [each for each in there if each.member == wallet.member]
        first = not await self.of_members(wallet.guild, [wallet.member])
        primary = not before and (wallet.primary or first)
        if primary and not first:
            await self._demote(wallet.guild, wallet.member)
        mandate = {"until": wallet.mandate.until, "up_to": wallet.mandate.up_to.value}
        theirs = update(wallets).where(*_of(wallet.guild, wallet.member), wallets.c.address == wallet.address)
        if wallet.chains is None:
            await self._connection.execute(theirs.values(mandate))
        elif all(each.chains is not None for each in before):
            # What was signed for it on another chain stays as it was signed there.
            again = theirs.where(wallets.c.chain.in_(map(chain_number, wallet.chains)))
            await self._connection.execute(again.values(mandate))
        # Not before it was unlinked: that may stand for a moment that is still to come, see `unlink`.
        unlinked_at = await self._newest(_LAST_UNLINKED, wallet.guild, wallet.member, wallet.address)
        rows = [
            {
                "guild": wallet.guild,
                "member": wallet.member,
                "address": wallet.address,
                "linked_at": wallet.linked_at if unlinked_at is None else max(wallet.linked_at, unlinked_at),
                "is_primary": primary and place == 0,
                "chain": chain_number(chain),
                **mandate,
            }
            for place, chain in enumerate(_new_chains(wallet, before))
        ]
        if rows:
            await self._connection.execute(insert(wallets), rows)
        await self._role_looks.in_guild(wallet.guild, wallet.member, wallet.linked_at)

    async def unlink(
        self,
        guild: GuildId,
        member: MemberId,
        wallet: Address,
        at: datetime,
        chains: Iterable[ChainId | None] | None = None,
    ) -> None:
        # Of reactions of one moment the later ones are cast some milliseconds after it. What is stored with the wallet
        # came before it is taken off, whatever the clocks say.
        cast_at = await self._newest(_LAST_COUNTED, guild, member, wallet)
        at = at if cast_at is None else max(at, cast_at)
        linked = update(wallets).where(*_of(guild, member), wallets.c.address == wallet)
        if chains is not None:
            linked = linked.where(wallets.c.chain.in_([chain_number(chain) for chain in chains]))
        if (await self._connection.execute(linked.values(unlinked_at=at))).rowcount == 0:
            raise WalletUnknown(wallet)
        await self._role_looks.in_guild(guild, member, at)
        left = (await self.of_members(guild, [member])).get(member, [])
        if left and not left[0].primary:
            still = any(each.address == wallet for each in left)
            await self._promote(guild, member, wallet if still else left[0].address)

    async def set_primary(self, guild: GuildId, member: MemberId, wallet: Address) -> None:
        theirs = (await self.of_members(guild, [member])).get(member, [])
        if wallet not in {each.address for each in theirs}:
            raise WalletUnknown(wallet)
        await self._demote(guild, member)
        await self._promote(guild, member, wallet)

    async def of_members(self, guild: GuildId, members: Iterable[MemberId]) -> dict[MemberId, list[Wallet]]:
        rows = await rows_of(self._connection, _OF_MEMBERS, {"guild": guild, "members": listed(members)})
        found: dict[MemberId, list[Wallet]] = {}
        for wallet in self._in_order(rows):
            found.setdefault(wallet.member, []).append(wallet)
        return found

    async def of_guild(self, guild: GuildId) -> list[Wallet]:
        return self._in_order(await rows_of(self._connection, _OF_GUILD, {"guild": guild}))

    async def of_addresses(self, guild: GuildId, wallets: Iterable[Address]) -> list[Wallet]:
        asked = {"guild": guild, "addresses": listed(wallets)}
        return self._in_order(await rows_of(self._connection, _OF_ADDRESSES, asked))

    async def owners(
        self, guild: GuildId, wallets: Iterable[Address], chain: ChainId
    ) -> dict[Address, MemberId]:
        linked = await self.of_addresses(guild, wallets)
        return {each.address: each.member for each in linked if each.counts_on(chain)}

    async def linked_at(
        self, guild: GuildId, wallets: Iterable[Address], at: datetime
    ) -> set[tuple[Address, ChainId | None]]:
        asked = {"guild": guild, "addresses": listed(wallets), "at": at}
        rows = await rows_of(self._connection, _LINKED_AT, asked)
        return {(address, chain_of(chain)) for address, chain in rows}

    async def unlinked(self, guild: GuildId, since: datetime) -> dict[Claim, list[Unlinked]]:
        rows = await rows_of(self._connection, _UNLINKED, {"guild": guild, "since": since})
        found: dict[Claim, list[Unlinked]] = {}
        for address, chain, member, unlinked_at, again_at in sorted(rows, key=lambda row: row[3]):
            until = None if again_at is None else moment(again_at)
            claim = Claim(address, chain_of(chain), member)
            found.setdefault(claim, []).append(Unlinked(moment(unlinked_at), until))
        return found

    async def links_of(
        self, guild: GuildId, wallet: Address, chain: ChainId | None, since: datetime
    ) -> list[datetime]:
        asked = {"guild": guild, "address": wallet, "chain": chain_number(chain), "since": since}
        return list((await self._connection.execute(_LINKS_OF, asked)).scalars())

    async def links_by(self, guild: GuildId, member: MemberId, since: datetime) -> list[datetime]:
        asked = {"guild": guild, "member": member, "since": since}
        return list((await self._connection.execute(_LINKS_BY, asked)).scalars())

    async def _newest(
        self, statement: Select[datetime | None], guild: GuildId, member: MemberId, wallet: Address
    ) -> datetime | None:
        asked = {"guild": guild, "member": member, "address": wallet}
        return (await self._connection.execute(statement, asked)).scalar_one()

    def _in_order(self, rows: Iterable[list[Any]]) -> list[Wallet]:
        """By member, the primary wallet first, then the oldest. One that can't be read is left out."""
        found: dict[tuple[MemberId, Address, Mandate], Wallet] = {}
        for guild, member, address, linked_at, primary, chain, until, up_to in rows:
            try:
                at, proved = moment(linked_at), chain_of(chain)
                mandate = Mandate(None if until is None else moment(until), TrustLevel(up_to))
            except FAULTS as error:
                self._unreadable.report(f"wallets {guild} {address}", error)
                continue
            chains = None if proved is None else frozenset([proved])
            wallet = Wallet(guild, member, address, at, bool(primary), chains, mandate)
            before = found.get((member, address, mandate))
            found[member, address, mandate] = wallet if before is None else before.also(wallet)
        return sorted(found.values(), key=lambda w: (w.member, not w.primary, w.linked_at, w.address))

    async def _demote(self, guild: GuildId, member: MemberId) -> None:
        await self._connection.execute(update(wallets).where(*_of(guild, member)).values(is_primary=False))

    async def _promote(self, guild: GuildId, member: MemberId, wallet: Address) -> None:
        """One row of it says that it is the primary one."""
        oldest = select(func.min(wallets.c.id)).where(*_of(guild, member), wallets.c.address == wallet)
        promoted = update(wallets).where(wallets.c.id == oldest.scalar_subquery())
        await self._connection.execute(promoted.values(is_primary=True))


def _of(guild: GuildId, member: MemberId) -> tuple[ColumnElement[bool], ...]:
    return wallets.c.guild == guild, wallets.c.member == member, wallets.c.unlinked_at.is_(None)


def _new_chains(wallet: Wallet, before: Sequence[Wallet]) -> Sequence[ChainId | None]:
    """On which chains it is linked now and wasn't before; a key is linked on none in particular."""
    if any(each.chains is None for each in before):
        return []
    if wallet.chains is None:
        return [None]
    return sorted(wallet.chains.difference(*(each.chains or () for each in before)))


def _request(row: Sequence[Any]) -> LinkRequest:
    nonce, guild, member, address, chain, message, issued_at, expires_at, until, up_to = row
    mandate = Mandate(until, TrustLevel(up_to))
    return LinkRequest(nonce, guild, member, address, chain, message, issued_at, expires_at, mandate)
