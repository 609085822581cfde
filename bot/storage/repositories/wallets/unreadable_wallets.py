"""Wallets that count for nobody in a vote, since what they give can't be read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, ProposalId
from bot.storage.columns import microseconds
from bot.storage.dialect import add_missing, json_rows, many, rows_of
from bot.storage.tables import unreadable_wallets
from bot.storage.unreadable import named

_ADD = add_missing(unreadable_wallets, "proposal", "wallet", "chain", "failure", "at")
_OF = many(
    select(unreadable_wallets.c.wallet, unreadable_wallets.c.chain, unreadable_wallets.c.failure).where(
        unreadable_wallets.c.proposal == bindparam("proposal")
    )
)


class StoredUnreadableWallets:
    """`ports.UnreadableWallets`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, proposal: ProposalId, wallets: Mapping[tuple[Address, ChainId], ReadFailure], at: datetime
    ) -> None:
        if wallets:
            rows = [(proposal, *wallet, failure, microseconds(at)) for wallet, failure in wallets.items()]
            await self._connection.execute(_ADD, json_rows(rows))

    async def of(self, proposal: ProposalId) -> dict[tuple[Address, ChainId], ReadFailure]:
        rows = await rows_of(self._connection, _OF, {"proposal": proposal})
        with named(f"unreadable_wallets {proposal}", proposal):
            return {(wallet, ChainId(chain)): ReadFailure(failure) for wallet, chain, failure in rows}
