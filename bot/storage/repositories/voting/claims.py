"""Which member a wallet counts for in a vote."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import Address, ChainId, GuildId, MemberId, ProposalId
from bot.storage.columns import chains_of, chains_text
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import claims, proposals, spaces
from bot.storage.unreadable import named

_ADD = add_missing(claims, "proposal", "wallet", "member", "chains")
_PROVED = many(
    select(claims.c.wallet, claims.c.chains).where(
        claims.c.proposal == bindparam("proposal"), claims.c.chains.is_not(None)
    )
)
_OF = many(select(claims.c.wallet, claims.c.member).where(claims.c.proposal == bindparam("proposal")))
_OF_WALLETS = many(
    select(claims.c.proposal, claims.c.wallet, claims.c.member).where(
        among(claims.c.proposal, "proposals"), among(claims.c.wallet, "wallets")
    )
)
_UNDECIDED_WITH = (
    select(claims.c.proposal)
    .join(proposals, proposals.c.id == claims.c.proposal)
    .join(spaces, spaces.c.id == proposals.c.space)
    .where(
        spaces.c.guild == bindparam("guild"),
        proposals.c.settled.is_(False),
        claims.c.wallet == bindparam("wallet"),
    )
    .order_by(claims.c.proposal)
)


class StoredClaims:
    """`ports.Claims`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        claims: Sequence[tuple[ProposalId, Address, MemberId]],
        proved: Mapping[Address, frozenset[ChainId]] | None = None,
    ) -> None:
        if claims:
            texts = {wallet: chains_text(chains) for wallet, chains in (proved or {}).items()}
            rows = [(*claim, texts.get(claim[1])) for claim in claims]
            await self._connection.execute(_ADD, json_rows(rows))

    async def proved(self, proposal: ProposalId) -> dict[Address, frozenset[ChainId]]:
        rows = await rows_of(self._connection, _PROVED, {"proposal": proposal})
        with named(f"claims {proposal}", proposal):
            return {wallet: chains_of(chains) or frozenset() for wallet, chains in rows}

    async def of(self, proposal: ProposalId) -> dict[Address, MemberId]:
        return dict(await rows_of(self._connection, _OF, {"proposal": proposal}))

    async def undecided_with(self, guild: GuildId, wallet: Address) -> list[ProposalId]:
        asked = {"guild": guild, "wallet": wallet}
        return list((await self._connection.execute(_UNDECIDED_WITH, asked)).scalars())

    async def of_wallets(
        self, proposals: Iterable[ProposalId], wallets: Iterable[Address]
    ) -> dict[tuple[ProposalId, Address], MemberId]:
        asked = {"proposals": listed(proposals), "wallets": listed(wallets)}
        rows = await rows_of(self._connection, _OF_WALLETS, asked)
        return {(proposal, wallet): member for proposal, wallet, member in rows}
