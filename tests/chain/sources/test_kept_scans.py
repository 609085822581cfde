"""What was looked through of a registry's events is kept over the end of the program, and only while it is true."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.errors import ChainUnavailable
from bot.services.ports import UnitOfWork
from bot.storage.engine import open_database
from tests.chain.nodes.nodes import PATIENT, Node, evm_chain, node
from tests.chain.sources.test_delegate_registries import ANY, Registered, registered
from tests.databases import Databases, database_of

__all__ = ["registered"]

LIMITS = replace(PATIENT, logs=10)
WEEK = 7 * 86_400


@pytest.fixture
async def uow(databases: Databases, tmp_path: Path) -> AsyncIterator[UnitOfWork]:
    async with database_of(databases, tmp_path / "folkmoot.db") as url:
        database = open_database(url)
        yield database.unit_of_work()
        await database.close()


@asynccontextmanager
async def started(registered: Registered, uow: UnitOfWork) -> AsyncIterator[tuple[EvmChain, Node]]:
    """The program as it is after a start: only the database knows what was read before."""
    async with (
        node(registered.local, finality=0) as one,
        evm_chain(one.url, limits=LIMITS, uow=uow) as chain,
    ):
        yield chain, one


async def test_a_start_asks_only_for_events_that_are_new(registered: Registered, uow: UnitOfWork) -> None:
    await registered.delegate(1, 0)
    await registered.local.mine(200)
    async with started(registered, uow) as (chain, one):
        assert await registered.found(chain, 0) == {1: 0}
        assert one.faults.requests["eth_getLogs"] >= 20
    await registered.delegate(2, 0, ANY)
    for _ in range(2):
        async with started(registered, uow) as (chain, one):
            assert await registered.found(chain, 0) == {1: 0, 2: 0}
            assert one.faults.requests["eth_getLogs"] <= 1


async def test_a_wallet_that_is_linked_later_is_looked_for_from_the_beginning(
    registered: Registered, uow: UnitOfWork
) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(4, 5)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {1: 0}
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0, 5) == {1: 0, 4: 5}


@pytest.mark.parametrize("change", [{"space": "other.eth"}, {"since": 1}])
async def test_another_space_or_first_block_is_looked_through_by_itself(
    registered: Registered, uow: UnitOfWork, change: dict[str, Any]
) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(2, 0, ANY)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {1: 0, 2: 0}
    async with started(registered, uow) as (chain, _):
        other = registered.registry.model_copy(update=change)
        found = await chain.delegations(other, [registered.wallet(0)], await chain.latest())
        expected = {registered.wallet(2)} | ({registered.wallet(1)} if "since" in change else set())
        assert {each.wallet for each in found.delegations} == expected


@pytest.mark.attack("rpc")
async def test_a_chain_that_was_reorganised_meanwhile_is_looked_through_again(
    registered: Registered, uow: UnitOfWork
) -> None:
    await registered.local.mine(30)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {}
    before = (await registered.local.block("latest")).number
    await registered.local.reorg(5)
    await registered.delegate(1, 0)
    await registered.local.mine(max(0, before - (await registered.local.block("latest")).number) + 3)
    async with started(registered, uow) as (chain, one):
        assert await registered.found(chain, 0) == {1: 0}
        assert one.faults.requests["eth_getLogs"] > 1


@pytest.mark.attack("rpc")
async def test_a_shorter_chain_of_the_same_number_is_looked_through_again(
    registered: Registered, uow: UnitOfWork
) -> None:
    await registered.delegate(1, 0)
    await registered.local.mine(30)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {1: 0}
    await registered.local.reorg(20, drop=True)
    await registered.local.reorg(1, drop=True)
    async with uow.writing() as repositories:
        kept = await repositories.registry_scans.of(registered.registry, [registered.wallet(0)])
        ahead = {wallet: replace(scan, until=scan.until + 10_000) for wallet, scan in kept.items()}
        await repositories.registry_scans.put(registered.registry, ahead)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {1: 0}


@pytest.mark.attack("rpc")
async def test_events_that_a_node_left_out_are_found_a_week_later(
    registered: Registered, uow: UnitOfWork
) -> None:
    await registered.delegate(1, 0)
    async with started(registered, uow) as (chain, one):
        one.faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lambda events: [])
        assert await registered.found(chain, 0) == {}
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {}, "nothing tells that there is more"
        registered.local.advance(2 * WEEK)
        await registered.local.mine(2)
        assert await registered.found(chain, 0) == {1: 0}
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0) == {1: 0}


@pytest.mark.attack("rpc")
async def test_what_a_node_is_known_to_have_lost_is_not_kept(registered: Registered, uow: UnitOfWork) -> None:
    """One linked wallet delegates to another, and no event says so."""
    await registered.delegate(1, 0)
    async with started(registered, uow) as (chain, one):
        one.faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lambda events: [])
        with pytest.raises(ChainUnavailable):
            await registered.found(chain, 0, 1)
    async with started(registered, uow) as (chain, _):
        assert await registered.found(chain, 0, 1) == {1: 0}
