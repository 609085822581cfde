"""Linked wallets, and the messages that wait for a signature."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts.mandate import Mandate
from bot.domain.accounts.unlinked import Unlinked
from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.errors import WalletTaken, WalletUnknown
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.domain.policy.trust import TrustLevel
from bot.storage.columns import Moment, chains_of, chains_text, moment
from bot.storage.dialect import among, insert, listed, many, rows_of
from bot.storage.tables import link_requests, wallets
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
    wallets.c.chains,
    wallets.c.until,
    wallets.c.up_to,
).where(wallets.c.guild == bindparam("guild"), wallets.c.unlinked_at.is_(None))
_OF_GUILD = many(_LINKED)
_OF_MEMBERS = many(_LINKED.where(among(wallets.c.member, "members")))

_OWNERS = many(
    select(wallets.c.address, wallets.c.member).where(
        wallets.c.guild == bindparam("guild"),
        wallets.c.unlinked_at.is_(None),
        among(wallets.c.address, "addresses"),
    )
)
_LINKED_AT = many(
    select(wallets.c.address).where(
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
        wallets.c.member,
        wallets.c.unlinked_at,
        select(func.min(_LATER.c.linked_at))
        .where(
            _LATER.c.guild == wallets.c.guild,
            _LATER.c.address == wallets.c.address,
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
_LINKS_OF = _LINKS.where(wallets.c.address == bindparam("address"))
_LINKS_BY = _LINKS.where(wallets.c.member == bindparam("member"))
_OWNER = select(wallets.c.member).where(
    wallets.c.guild == bindparam("guild"),
    wallets.c.address == bindparam("address"),
    wallets.c.unlinked_at.is_(None),
)


class StoredWallets:
    """`ports.Wallets`. A member who has any wallet has one that is primary: the first until they choose another,
    and the oldest of the rest when it is unlinked."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

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
        owner = await self.owner(wallet.guild, wallet.address)
        if owner is not None:
            if owner != wallet.member:
                raise WalletTaken(wallet.address)
            await self._prove(wallet)
            return
        first = not await self.of_members(wallet.guild, [wallet.member])
        if wallet.primary and not first:
            await self._demote(wallet.guild, wallet.member)
        await self._connection.execute(
            insert(wallets).values(
                guild=wallet.guild,
                member=wallet.member,
                address=wallet.address,
                linked_at=wallet.linked_at,
                is_primary=wallet.primary or first,
                chains=_chains_text(wallet.chains),
                until=wallet.mandate.until,
                up_to=wallet.mandate.up_to.value,
            )
        )

    async def _prove(self, wallet: Wallet) -> None:
        """A wallet that the member has linked before was proved once more, with its key or on another chain: the
        mandate that was signed last is the one that holds."""
        (before,) = [
            each
            for each in (await self.of_members(wallet.guild, [wallet.member]))[wallet.member]
            if each.address == wallet.address
        ]
        both = before.chains is not None and wallet.chains is not None
        chains = (before.chains or frozenset()) | (wallet.chains or frozenset()) if both else None
        await self._change(
            wallet.guild,
            wallet.member,
            wallet.address,
            chains=_chains_text(chains),
            until=wallet.mandate.until,
            up_to=wallet.mandate.up_to.value,
        )

    async def unlink(self, guild: GuildId, member: MemberId, wallet: Address, at: datetime) -> None:
        await self._change(guild, member, wallet, unlinked_at=at)
        left = (await self.of_members(guild, [member])).get(member, [])
        if left and not left[0].primary:
            await self._change(guild, member, left[0].address, is_primary=True)

    async def set_primary(self, guild: GuildId, member: MemberId, wallet: Address) -> None:
        if await self.owner(guild, wallet) != member:
            raise WalletUnknown(wallet)
        await self._demote(guild, member)
        await self._change(guild, member, wallet, is_primary=True)

    async def of_members(self, guild: GuildId, members: Iterable[MemberId]) -> dict[MemberId, list[Wallet]]:
        rows = await rows_of(self._connection, _OF_MEMBERS, {"guild": guild, "members": listed(members)})
        found: dict[MemberId, list[Wallet]] = {}
        for wallet in self._in_order(rows):
            found.setdefault(wallet.member, []).append(wallet)
        return found

    async def of_guild(self, guild: GuildId) -> list[Wallet]:
        return self._in_order(await rows_of(self._connection, _OF_GUILD, {"guild": guild}))

    async def owners(self, guild: GuildId, wallets: Iterable[Address]) -> dict[Address, MemberId]:
        asked = {"guild": guild, "addresses": listed(wallets)}
        return dict(await rows_of(self._connection, _OWNERS, asked))

    async def linked_at(self, guild: GuildId, wallets: Iterable[Address], at: datetime) -> set[Address]:
        asked = {"guild": guild, "addresses": listed(wallets), "at": at}
        return {address for (address,) in await rows_of(self._connection, _LINKED_AT, asked)}

    async def unlinked(
        self, guild: GuildId, since: datetime
    ) -> dict[tuple[Address, MemberId], list[Unlinked]]:
        rows = await rows_of(self._connection, _UNLINKED, {"guild": guild, "since": since})
        found: dict[tuple[Address, MemberId], list[Unlinked]] = {}
        for address, member, unlinked_at, again_at in sorted(rows, key=lambda row: row[2]):
            until = None if again_at is None else moment(again_at)
            found.setdefault((address, member), []).append(Unlinked(moment(unlinked_at), until))
        return found

    async def links_of(self, guild: GuildId, wallet: Address, since: datetime) -> list[datetime]:
        asked = {"guild": guild, "address": wallet, "since": since}
        return list((await self._connection.execute(_LINKS_OF, asked)).scalars())

    async def links_by(self, guild: GuildId, member: MemberId, since: datetime) -> list[datetime]:
        asked = {"guild": guild, "member": member, "since": since}
        return list((await self._connection.execute(_LINKS_BY, asked)).scalars())

    async def owner(self, guild: GuildId, wallet: Address) -> MemberId | None:
        answer = await self._connection.execute(_OWNER, {"guild": guild, "address": wallet})
        return answer.scalar_one_or_none()

    def _in_order(self, rows: Iterable[list[Any]]) -> list[Wallet]:
        """By member, the primary wallet first, then the oldest. One that can't be read is left out."""
        found: list[Wallet] = []
        for guild, member, address, linked_at, primary, chains, until, up_to in rows:
            try:
                proved = self._chains(guild, address, chains)
                mandate = Mandate(None if until is None else moment(until), TrustLevel(up_to))
                found.append(
                    Wallet(guild, member, address, moment(linked_at), bool(primary), proved, mandate)
                )
            except FAULTS as error:
                self._unreadable.report(f"wallets {guild} {address}", error)
        return sorted(found, key=lambda w: (w.member, not w.primary, w.linked_at, w.address))

    def _chains(self, guild: GuildId, address: Address, text: str | None) -> frozenset[ChainId] | None:
        """Of a contract the chains on which it was proved. Where that can't be read, it has to be proved again."""
        try:
            return chains_of(text)
        except FAULTS as error:
            self._unreadable.report(f"wallets {guild} {address}", error)
            return frozenset()

    async def _demote(self, guild: GuildId, member: MemberId) -> None:
        await self._connection.execute(
            update(wallets)
            .where(wallets.c.guild == guild, wallets.c.member == member, wallets.c.unlinked_at.is_(None))
            .values(is_primary=False)
        )

    async def _change(self, guild: GuildId, member: MemberId, wallet: Address, **values: Any) -> None:
        statement = (
            update(wallets)
            .where(
                wallets.c.guild == guild,
                wallets.c.member == member,
                wallets.c.address == wallet,
                wallets.c.unlinked_at.is_(None),
            )
            .values(**values)
        )
        if (await self._connection.execute(statement)).rowcount == 0:
            raise WalletUnknown(wallet)


def _chains_text(chains: frozenset[ChainId] | None) -> str | None:
    return None if chains is None else chains_text(chains)


def _request(row: Sequence[Any]) -> LinkRequest:
    nonce, guild, member, address, chain, message, issued_at, expires_at, until, up_to = row
    mandate = Mandate(until, TrustLevel(up_to))
    return LinkRequest(nonce, guild, member, address, chain, message, issued_at, expires_at, mandate)
