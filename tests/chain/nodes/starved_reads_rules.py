"""A view that catches an inner failure answers zero where it gets too little gas: such a zero is never believed."""

from collections.abc import AsyncIterator
from math import isqrt

import pytest
from msgspec.structs import replace

from bot.chain.nodes.limits import Limits
from bot.domain.blocks import Undetermined, Value
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
WALLETS = 40
FORWARDS_ALL, NAMES_THE_GAS, NESTED, LOOKS_AT_THE_GAS = range(4)
"""How SwallowingToken calls itself."""
LIMITS = Limits(timeout=60, total=240)
FULL = LIMITS.call_gas


def memory(gas: int) -> int:
    """Words of memory that cost about so much: 3 w + w² / 512."""
    return isqrt(512 * gas + 768 * 768) - 768


class StarvedReadRules:
    backend = "pyevm"

    @pytest.fixture
    async def local(self) -> AsyncIterator[LocalChain]:
        async with LocalChain.serve(backend=self.backend) as local:
            yield local

    @pytest.fixture
    async def token(self, local: LocalChain) -> Contract:
        """The n-th wallet holds n and one."""
        token = await local.deploy("SwallowingToken")
        await token.send(
            "airdrop", wallets(local), [number + 1 for number in range(WALLETS)], sender=local.deployer
        )
        return token

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("cost", [50_000, 300_000, 590_000, 1_000_000])
    @pytest.mark.parametrize("how", [FORWARDS_ALL, NESTED], ids=["forwards all", "nested"])
    async def test_forty_wallets_have_what_they_hold_whatever_a_read_costs(
        self, local: LocalChain, token: Contract, cost: int, how: int
    ) -> None:
        await token.send("set", how, memory(cost), 0, sender=local.deployer)
        assert await self.balances(local, token) == [Value(number + 1) for number in range(WALLETS)]

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("named", [500_000, 1_000_000])
    async def test_an_inner_call_gets_the_gas_that_the_contract_names(
        self, local: LocalChain, token: Contract, named: int
    ) -> None:
        await token.send("set", NAMES_THE_GAS, memory(named * 9 // 10), named, sender=local.deployer)
        assert await self.balances(local, token) == [Value(number + 1) for number in range(WALLETS)]

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("least", [200_000, FULL * 9 // 10])
    async def test_a_contract_that_looks_at_its_gas_sees_the_full_limit_in_an_aggregate_too(
        self, local: LocalChain, token: Contract, least: int
    ) -> None:
        await token.send("set", LOOKS_AT_THE_GAS, 0, least, sender=local.deployer)
        assert await self.balances(local, token) == [Value(number + 1) for number in range(WALLETS)]

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("cost", [FULL * 5 // 2, FULL * 10])
    async def test_a_read_that_needs_more_than_the_full_limit_is_undetermined_for_good(
        self, local: LocalChain, token: Contract, cost: int
    ) -> None:
        await token.send("set", FORWARDS_ALL, memory(cost), 0, sender=local.deployer)
        for reading in await self.balances(local, token, count=3):
            assert isinstance(reading, Undetermined)
            assert reading.failure is ReadFailure.OUT_OF_GAS

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("multicall", [None, "elsewhere"])
    async def test_where_nothing_measures_the_gas_a_read_has_to_be_the_same_with_more(
        self, local: LocalChain, token: Contract, multicall: str | None
    ) -> None:
        place = Address("0x000000000000000000000000000000000000dEaD") if multicall else None
        await token.send("set", FORWARDS_ALL, memory(FULL * 2), 0, sender=local.deployer)
        for reading in await self.balances(local, token, count=3, multicall=place):
            assert isinstance(reading, Undetermined)
            assert reading.failure is ReadFailure.OUT_OF_GAS
        await token.send("set", FORWARDS_ALL, memory(FULL // 2), 0, sender=local.deployer)
        assert await self.balances(local, token, count=3, multicall=place) == [Value(1), Value(2), Value(3)]

    @pytest.mark.attack("rpc")
    async def test_one_expensive_wallet_among_many_takes_nothing_from_the_others(
        self, local: LocalChain, token: Contract
    ) -> None:
        plain = await local.deploy("PlainToken", "Plain", "PLN", 18)
        await plain.send("mint", wallets(local)[0], 7, sender=local.deployer)
        await token.send("set", FORWARDS_ALL, memory(FULL * 10), 0, sender=local.deployer)
        await local.mine(3)
        cheap, dear = source(plain), source(token)
        async with evm_chain(local.url, limits=LIMITS) as chain:
            at = await chain.finalized()
            reads = [(cheap, wallet) for wallet in wallets(local)]
            reads.insert(17, (dear, wallets(local)[0]))
            readings = await chain.powers(reads, at)
        assert isinstance(readings.pop(17), Undetermined)
        assert readings == [Value(7)] + [Value(0)] * (WALLETS - 1)

    @pytest.mark.attack("rpc")
    async def test_a_node_that_gives_too_little_gas_makes_no_zero(
        self, local: LocalChain, token: Contract
    ) -> None:
        await token.send("set", FORWARDS_ALL, memory(100_000), 0, sender=local.deployer)
        await local.mine(3)
        local.gas_cap(FULL)
        async with evm_chain(local.url, limits=LIMITS) as chain:
            at = await chain.finalized()
            readings = await chain.powers([(source(token), wallet) for wallet in wallets(local)[:5]], at)
        for reading in readings:
            assert isinstance(reading, Undetermined)
            assert not reading.for_good

    async def balances(
        self, local: LocalChain, token: Contract, count: int = WALLETS, **options: Address | None
    ) -> list[object]:
        await local.mine(3)
        limits = replace(LIMITS, attempts=2)
        async with evm_chain(local.url, limits=limits, **options) as chain:
            at = await chain.finalized()
            reads = [(source(token), wallet) for wallet in wallets(local)[:count]]
            return list(await chain.powers(reads, at))


def source(token: Contract) -> Erc20:
    return Erc20(chain=CHAIN, contract=Address(token.address))


def wallets(local: LocalChain) -> list[Address]:
    return [Address(local.account(f"person {number}").address) for number in range(WALLETS)]
