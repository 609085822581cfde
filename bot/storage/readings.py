"""Numbers that chains gave, each at a named block."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import Address, BlockHash
from bot.services.ports import StoredReading
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import readings

_ADD = add_missing(readings, "source", "block", "wallet", "raw")
_READ = select(readings.c.wallet, readings.c.raw).where(
    readings.c.source == bindparam("source"), readings.c.block == bindparam("block")
)
_AT = many(_READ)
_AT_OF_WALLETS = many(_READ.where(among(readings.c.wallet, "wallets")))


class StoredReadings:
    """`ports.Readings`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, readings: Sequence[StoredReading]) -> None:
        if readings:
            rows = [(reading.source, reading.block, reading.wallet, str(reading.raw)) for reading in readings]
            await self._connection.execute(_ADD, json_rows(rows))

    async def at(
        self, source: str, block: BlockHash, wallets: Iterable[Address] | None = None
    ) -> dict[Address, int]:
        asked = {"source": source, "block": block}
        if wallets is None:
            rows = await rows_of(self._connection, _AT, asked)
        else:
            rows = await rows_of(self._connection, _AT_OF_WALLETS, {**asked, "wallets": listed(wallets)})
        return {wallet: int(raw) for wallet, raw in rows}
