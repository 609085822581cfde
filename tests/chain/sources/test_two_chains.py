"""Power on two real chains of different speed: one common time, and the earlier times of a holding rule."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20, Holder, Holding, PowerRule, Readings, compose, sample_times
from bot.services.power.snapshots import chains_of, common_blocks, earlier_blocks
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import PATIENT

SLOW, FAST = ChainId(31337), ChainId(31338)
SECONDS = {SLOW: 30, FAST: 4}
"""From block to block."""
START = 1_780_000_000
HOLDING = Holding(window=timedelta(minutes=4), samples=3)


class World:
    """A slow and a fast chain with a token on each, of which ada has had 40 and 2 from early on."""

    def __init__(self, slow: LocalChain, fast: LocalChain) -> None:
        self.local = {SLOW: slow, FAST: fast}
        self.tokens: dict[ChainId, Contract] = {}
        self.chains: dict[ChainId, EvmChain] = {}
        self.ada = Address(slow.account("ada").address)

    @property
    def rule(self) -> PowerRule:
        sources = tuple(
            Erc20(chain=chain, contract=Address(token.address)) for chain, token in self.tokens.items()
        )
        return PowerRule(sources=sources, decimals=0, holding=HOLDING)

    async def give(self, chain: ChainId, amount: int) -> None:
        local = self.local[chain]
        await self.tokens[chain].send("mint", self.ada, amount, sender=local.deployer)

    async def until(self, time: int) -> None:
        """Both chains mine until their newest finalized block has at least this time."""
        for chain, seconds in SECONDS.items():
            missing = time - (await self.chains[chain].finalized()).timestamp
            await self.local[chain].mine(max(0, -(-missing // seconds)))

    async def readings(self, blocks: tuple[BlockRef, ...]) -> Readings:
        found = {}
        at = {block.chain: block for block in blocks}
        for place, source in enumerate(self.rule.sources):
            assert isinstance(source, Erc20)
            (reading,) = await self.chains[source.chain].powers([(source, self.ada)], at[source.chain])
            found[place, self.ada] = reading
        return found


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        slow, fast = [
            await stack.enter_async_context(
                LocalChain.serve(chain_id=chain, genesis_time=START, block_interval=seconds)
            )
            for chain, seconds in SECONDS.items()
        ]
        world = World(slow, fast)
        for chain, local in world.local.items():
            config = ChainConfig(local.backend, chain, (local.url,), limits=PATIENT)
            world.chains[chain] = await stack.enter_async_context(EvmChain(config))
            world.tokens[chain] = await local.deploy("PlainToken", "Gold", "GOLD", 0)
        await world.give(SLOW, 40)
        await world.give(FAST, 2)
        await world.until(START + 600)
        yield world


async def test_both_chains_are_read_at_their_newest_blocks_of_one_common_time(world: World) -> None:
    await world.local[FAST].mine(20)
    blocks = await common_blocks(world.chains, chains_of(world.rule))
    newest = await world.chains[SLOW].finalized()
    assert blocks[SLOW] == newest
    assert newest.timestamp - 4 < blocks[FAST].timestamp <= newest.timestamp
    assert blocks[FAST] != await world.chains[FAST].finalized()
    not_after = datetime.fromtimestamp(newest.timestamp - 100, UTC)
    older = await common_blocks(world.chains, chains_of(world.rule), not_after)
    assert max(block.time for block in older.values()) <= not_after
    assert older[SLOW].timestamp - 4 < older[FAST].timestamp <= older[SLOW].timestamp


async def test_the_least_of_the_balances_on_both_chains_counts(world: World) -> None:
    await world.give(SLOW, 1_000_000)
    await world.local[SLOW].mine(3)
    await world.until((await world.chains[SLOW].finalized()).timestamp)
    snapshot = tuple((await common_blocks(world.chains, chains_of(world.rule))).values())
    earlier = await earlier_blocks(world.chains, HOLDING, snapshot)
    assert [block.chain for block in earlier] == [SLOW, FAST] * 2
    for pair, time in zip((earlier[:2], earlier[2:]), sample_times(HOLDING, snapshot), strict=True):
        for block, seconds in zip(pair, SECONDS.values(), strict=True):
            assert time.timestamp() - seconds < block.timestamp <= time.timestamp()
    moments = [await world.readings(blocks) for blocks in (snapshot, earlier[:2], earlier[2:])]
    power = compose(world.rule, Holder((world.ada,)), moments[0], moments[1:])
    assert power.steps is not None
    assert power.steps.balances[0] == 1_000_042
    assert power.total == 42
