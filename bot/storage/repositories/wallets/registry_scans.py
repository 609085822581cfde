"""How far the events of registries were looked through, and whom they named."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.delegation.delegator_scan import DelegatorScan, Place
from bot.domain.ids import Address, BlockHash, ChainId
from bot.storage.dialect import add_missing, among, json_rows, listed, many, rows_of
from bot.storage.tables import registry_delegators, registry_scans

_SCANS = many(
    select(
        registry_scans.c.wallet,
        registry_scans.c.until,
        registry_scans.c.block,
        registry_scans.c.begun,
        registry_scans.c.more,
    ).where(registry_scans.c.registry == bindparam("registry"), among(registry_scans.c.wallet, "wallets"))
)
_DELEGATORS = many(
    select(
        registry_delegators.c.wallet,
        registry_delegators.c.delegator,
        registry_delegators.c.block,
        registry_delegators.c.place,
    ).where(
        registry_delegators.c.registry == bindparam("registry"),
        among(registry_delegators.c.wallet, "wallets"),
    )
)
_ADD_SCANS = add_missing(registry_scans, "registry", "wallet", "chain", "until", "block", "begun", "more")
_ADD_DELEGATORS = add_missing(registry_delegators, "registry", "wallet", "delegator", "block", "place")
_DROP_SCANS = delete(registry_scans).where(
    registry_scans.c.registry == bindparam("of"), among(registry_scans.c.wallet, "wallets")
)
_DROP_DELEGATORS = delete(registry_delegators).where(
    registry_delegators.c.registry == bindparam("of"), among(registry_delegators.c.wallet, "wallets")
)
_BEGUN = select(registry_scans.c.registry, registry_scans.c.wallet).where(
    registry_scans.c.chain == bindparam("chain"), registry_scans.c.begun < bindparam("before")
)


class StoredRegistryScans:
    """`ports.RegistryScans`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(
        self, registry: DelegateRegistry, wallets: Collection[Address]
    ) -> dict[Address, DelegatorScan]:
        asked = {"registry": _key(registry), "wallets": listed(wallets)}
        found: dict[Address, dict[Address, Place]] = {}
        for wallet, delegator, block, place in await rows_of(self._connection, _DELEGATORS, asked):
            found.setdefault(wallet, {})[delegator] = (block, place)
        return {
            wallet: DelegatorScan(until, BlockHash(block), begun, found.get(wallet, {}), bool(more))
            for wallet, until, block, begun, more in await rows_of(self._connection, _SCANS, asked)
        }

    async def put(self, registry: DelegateRegistry, scans: Mapping[Address, DelegatorScan]) -> None:
        if not scans:
            return
        key = _key(registry)
        await self._connection.execute(_DROP_SCANS, {"of": key, "wallets": listed(scans)})
        rows = [
            (key, wallet, registry.chain, scan.until, scan.block, scan.begun, int(scan.more))
            for wallet, scan in scans.items()
        ]
        await self._connection.execute(_ADD_SCANS, json_rows(rows))
        named = [
            (key, wallet, delegator, block, place)
            for wallet, scan in scans.items()
            for delegator, (block, place) in scan.first.items()
        ]
        if named:
            await self._connection.execute(_ADD_DELEGATORS, json_rows(named))

    async def drop(self, registry: DelegateRegistry, wallets: Collection[Address]) -> None:
        await self._drop(_key(registry), wallets)

    async def drop_begun(self, chain: ChainId, before: int) -> None:
        old: dict[str, list[Address]] = {}
        for key, wallet in await self._connection.execute(_BEGUN, {"chain": chain, "before": before}):
            old.setdefault(key, []).append(wallet)
        for key, wallets in old.items():
            await self._drop(key, wallets)

    async def _drop(self, key: str, wallets: Collection[Address]) -> None:
        asked = {"of": key, "wallets": listed(wallets)}
        await self._connection.execute(_DROP_SCANS, asked)
        await self._connection.execute(_DROP_DELEGATORS, asked)


def _key(registry: DelegateRegistry) -> str:
    return f"{registry.chain}:{registry.contract}:{registry.since}:{registry.space}"
