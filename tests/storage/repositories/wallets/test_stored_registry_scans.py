"""How far the events of a registry were looked through, for each wallet."""

import pytest
from msgspec.structs import replace

from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.delegation.delegator_scan import DelegatorScan
from bot.domain.ids import BlockHash, ChainId
from tests.fakes import account
from tests.storage.repositories.stored_world import World

REGISTRY = DelegateRegistry(chain=ChainId(1), contract=account("registry"), space="safe.eth")
ADA, BEN = account("ada"), account("ben")
SCAN = DelegatorScan(
    100, BlockHash("0x" + "ab" * 32), 1_000, {account("one"): (7, 0), account("two"): (9, 3)}, more=False
)


async def test_whom_a_later_scan_finds_is_added_to_what_is_kept(world: World) -> None:
    more = replace(SCAN, until=200, first={account("three"): (150, 1)}, more=True)
    async with world.unit.writing() as repositories:
        await repositories.registry_scans.put(REGISTRY, {ADA: SCAN, BEN: SCAN})
        await repositories.registry_scans.put(REGISTRY, {ADA: more})
    async with world.unit.reading() as repositories:
        found = await repositories.registry_scans.of(REGISTRY, [ADA, BEN, account("cleo")])
    assert found == {ADA: replace(more, first={**SCAN.first, **more.first}), BEN: SCAN}


@pytest.mark.parametrize(
    "change", [{"chain": ChainId(2)}, {"contract": account("another")}, {"space": "x.eth"}, {"since": 5}]
)
async def test_each_registry_is_kept_by_itself(world: World, change: dict[str, object]) -> None:
    async with world.unit.writing() as repositories:
        await repositories.registry_scans.put(REGISTRY, {ADA: SCAN})
        other = REGISTRY.model_copy(update=change)
        assert await repositories.registry_scans.of(other, [ADA]) == {}
        await repositories.registry_scans.drop(other, [ADA])
        assert await repositories.registry_scans.of(REGISTRY, [ADA]) == {ADA: SCAN}


async def test_what_is_dropped_leaves_nobody_behind(world: World) -> None:
    async with world.unit.writing() as repositories:
        await repositories.registry_scans.put(REGISTRY, {ADA: SCAN, BEN: replace(SCAN, begun=2_000)})
        await repositories.registry_scans.drop_begun(ChainId(2), 5_000)
        await repositories.registry_scans.drop_begun(ChainId(1), 2_000)
        assert set(await repositories.registry_scans.of(REGISTRY, [ADA, BEN])) == {BEN}
        await repositories.registry_scans.drop(REGISTRY, [BEN])
        await repositories.registry_scans.put(
            REGISTRY, {each: replace(SCAN, first={}) for each in (ADA, BEN)}
        )
        found = await repositories.registry_scans.of(REGISTRY, [ADA, BEN])
        assert [scan.first for scan in found.values()] == [{}, {}]
