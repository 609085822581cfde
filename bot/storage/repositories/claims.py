"""Which member a wallet counts for in a vote."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import Address, MemberId, ProposalId
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import claims

_ADD = add_missing(claims, "proposal", "wallet", "member")
_OF = many(select(claims.c.wallet, claims.c.member).where(claims.c.proposal == bindparam("proposal")))
_OF_WALLETS = many(
    select(claims.c.proposal, claims.c.wallet, claims.c.member).where(
        among(claims.c.proposal, "proposals"), among(claims.c.wallet, "wallets")
    )
)


class StoredClaims:
    """`ports.Claims`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, claims: Sequence[tuple[ProposalId, Address, MemberId]]) -> None:
        if claims:
            await self._connection.execute(_ADD, json_rows(claims))

    async def of(self, proposal: ProposalId) -> dict[Address, MemberId]:
        return dict(await rows_of(self._connection, _OF, {"proposal": proposal}))

    async def of_wallets(
        self, proposals: Iterable[ProposalId], wallets: Iterable[Address]
    ) -> dict[tuple[ProposalId, Address], MemberId]:
        asked = {"proposals": listed(proposals), "wallets": listed(wallets)}
        rows = await rows_of(self._connection, _OF_WALLETS, asked)
        return {(proposal, wallet): member for proposal, wallet, member in rows}
