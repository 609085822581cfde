"""A chain with a treasury, and the bot's view of it. Anvil's tests are collected where its binary is, or has to be."""

import os
from collections.abc import AsyncIterator
from functools import cache, partial

import pytest

from bot.chain.chains import EvmChain
from bot.domain.ids import Address
from bot.execution.governor.governors import Governors
from sandbox.chain.anvil.process import BINARY
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import evm_chain
from tests.execution.baal.baal_treasury import BaalTreasury, SummonedBaal, summoned_baal
from tests.execution.governor.governor_treasury import (
    CHAIN,
    KINDS,
    DeployedGovernor,
    GovernorTreasury,
    deployed_governor,
)
from tests.execution.governor.parrot import PARROT, Parrot
from tests.execution.moloch.moloch_treasury import FoundedMoloch, MolochTreasury, founded_moloch
from tests.execution.treasury import Treasury, treasury_on

collect_ignore_glob = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["*_on_anvil.py"]
)


@cache
def treasuries(code: str) -> BuiltOnce[Treasury]:
    return BuiltOnce(partial(treasury_on, code=code))


@cache
def governors(code: str) -> BuiltOnce[DeployedGovernor]:
    return BuiltOnce(partial(deployed_governor, code=code), genesis_time=1_700_000_000)


@cache
def baals(rules: frozenset[tuple[str, int]]) -> BuiltOnce[SummonedBaal]:
    return BuiltOnce(partial(summoned_baal, **dict(rules)), genesis_time=1_700_000_000)


@cache
def molochs(rules: frozenset[tuple[str, int]]) -> BuiltOnce[FoundedMoloch]:
    return BuiltOnce(partial(founded_moloch, **dict(rules)), genesis_time=1_700_000_000)


@pytest.fixture
async def treasury(request: pytest.FixtureRequest) -> AsyncIterator[Treasury]:
    """Of a Safe 1.4.1, or of the code that a test names."""
    async with treasuries(getattr(request, "param", "Safe")).served() as treasury:
        yield treasury


@pytest.fixture
async def chain(treasury: Treasury) -> AsyncIterator[EvmChain]:
    async with evm_chain(treasury.local.url, multi_send=Address(treasury.safe.multisend_call_only)) as chain:
        yield chain


@pytest.fixture(params=KINDS)
async def any_governor(request: pytest.FixtureRequest) -> AsyncIterator[GovernorTreasury]:
    """A treasury of each sort of Governor, or of the one that a test names."""
    async with (
        governors(request.param).served() as found,
        evm_chain(found.governor.chain.url) as chain,
    ):
        yield GovernorTreasury(found.governor.chain, found.governor, found.registry, chain)


@pytest.fixture
async def parrot() -> AsyncIterator[Parrot]:
    """What passes for a Governor."""
    async with PARROT.served() as contract, evm_chain(contract.chain.url) as chain:
        yield Parrot(contract.chain, contract, chain, Governors({CHAIN: chain}))


@pytest.fixture
async def summoned(request: pytest.FixtureRequest) -> AsyncIterator[BaalTreasury]:
    """A Baal with its Safe; with the rules that a test names."""
    rules = getattr(request, "param", {})
    async with (
        baals(frozenset(rules.items())).served() as found,
        evm_chain(found.baal.chain.url) as chain,
    ):
        yield BaalTreasury(found.baal.chain, found.baal, found.dollar, found.registry, chain)


@pytest.fixture
async def commons(request: pytest.FixtureRequest) -> AsyncIterator[MolochTreasury]:
    """A Moloch DAO of the second version; with the rules that a test names."""
    rules = getattr(request, "param", {})
    async with (
        molochs(frozenset(rules.items())).served() as found,
        evm_chain(found.moloch.chain.url) as chain,
    ):
        yield MolochTreasury(found.moloch.chain, found.moloch, found.dai, found.weth, chain)
