"""Which member a wallet counts for in a vote."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts.claims import Claim
from bot.domain.ids import Address, GuildId, ProposalId
from bot.storage.columns import chain_number, chain_of
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import claims, proposals, spaces

_ADD = add_missing(claims, "proposal", "wallet", "chain", "member")
_OF = many(
    select(claims.c.wallet, claims.c.chain, claims.c.member).where(claims.c.proposal == bindparam("proposal"))
)
_OF_WALLETS = many(
    select(claims.c.proposal, claims.c.wallet, claims.c.chain, claims.c.member).where(
        among(claims.c.proposal, "proposals"), among(claims.c.wallet, "wallets")
    )
)
_UNDECIDED_WITH = (
    select(claims.c.proposal)
    .distinct()
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

    async def add(self, claimed: Sequence[tuple[ProposalId, Claim]]) -> None:
        if claimed:
            rows = [
                (proposal, claim.wallet, chain_number(claim.chain), claim.member)
                for proposal, claim in claimed
            ]
            await self._connection.execute(_ADD, json_rows(rows))

    async def of(self, proposal: ProposalId) -> list[Claim]:
        rows = await rows_of(self._connection, _OF, {"proposal": proposal})
        return [Claim(wallet, chain_of(chain), member) for wallet, chain, member in rows]

    async def undecided_with(self, guild: GuildId, wallet: Address) -> list[ProposalId]:
        asked = {"guild": guild, "wallet": wallet}
        return list((await self._connection.execute(_UNDECIDED_WITH, asked)).scalars())

    async def of_wallets(
        self, proposals: Iterable[ProposalId], wallets: Iterable[Address]
    ) -> list[tuple[ProposalId, Claim]]:
        asked = {"proposals": listed(proposals), "wallets": listed(wallets)}
        rows = await rows_of(self._connection, _OF_WALLETS, asked)
        return [
            (proposal, Claim(wallet, chain_of(chain), member)) for proposal, wallet, chain, member in rows
        ]
