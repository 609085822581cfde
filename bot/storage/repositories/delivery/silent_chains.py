"""Chains of which servers were told that no node answers."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ChainId
from bot.domain.silent_chain import SilentChain
from bot.storage.dialect import insert
from bot.storage.tables import silent_chains

_ALL = select(silent_chains.c.chain, silent_chains.c.since).order_by(silent_chains.c.chain)
_REMOVE = delete(silent_chains).where(silent_chains.c.chain == bindparam("of"))


class StoredSilentChains:
    """`ports.SilentChains`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[SilentChain]:
        return [SilentChain(ChainId(row.chain), row.since) for row in await self._connection.execute(_ALL)]

    async def add(self, silent: SilentChain) -> None:
        new = insert(silent_chains).values(chain=silent.chain, since=silent.since)
        await self._connection.execute(new.on_conflict_do_nothing())

    async def remove(self, chain: ChainId) -> None:
        await self._connection.execute(_REMOVE, {"of": chain})
