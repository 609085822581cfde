"""Numbers that chains gave, each at a named block."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import Address, BlockHash
from bot.services.ports import PowerReading
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import power_readings
from bot.storage.unreadable import FAULTS, UnreadableRows

_ADD = add_missing(power_readings, "source", "block", "wallet", "raw")
_READ = select(power_readings.c.wallet, power_readings.c.raw).where(
    power_readings.c.source == bindparam("source"), power_readings.c.block == bindparam("block")
)
_AT = many(_READ)
_AT_OF_WALLETS = many(_READ.where(among(power_readings.c.wallet, "wallets")))


class StoredPowerReadings:
    """`ports.Readings`."""

    def __init__(self, connection: AsyncConnection, unreadable: UnreadableRows) -> None:
        self._connection = connection
        self._unreadable = unreadable

    async def add(self, power_readings: Sequence[PowerReading]) -> None:
        if power_readings:
            rows = [
                (reading.source, reading.block, reading.wallet, str(reading.raw))
                for reading in power_readings
            ]
            await self._connection.execute(_ADD, json_rows(rows))

    async def at(
        self, source: str, block: BlockHash, wallets: Iterable[Address] | None = None
    ) -> dict[Address, int]:
        asked = {"source": source, "block": block}
        if wallets is None:
            rows = await rows_of(self._connection, _AT, asked)
        else:
            rows = await rows_of(self._connection, _AT_OF_WALLETS, {**asked, "wallets": listed(wallets)})
        found: dict[Address, int] = {}
        for wallet, raw in rows:
            try:
                found[wallet] = int(raw)
            except FAULTS as error:
                # The chain can be asked again.
                self._unreadable.report(f"power_readings {source} {block} {wallet}", error)
        return found
