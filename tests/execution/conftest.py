"""A chain with a treasury, and the bot's view of it. Anvil's tests are collected where its binary is, or has to be."""

import os
from collections.abc import AsyncIterator

import pytest

from bot.chain.chains import EvmChain
from bot.domain.ids import Address
from sandbox.chain.anvil.process import BINARY
from sandbox.chain.chain import LocalChain
from sandbox.chain.safe import deploy_safe
from tests.chain.nodes.nodes import QUICK, evm_chain
from tests.execution.baal.baal_treasury import BaalTreasury, baal_treasury
from tests.execution.governor.governor_treasury import KINDS, GovernorTreasury, governor_of
from tests.execution.moloch.moloch_treasury import MolochTreasury, moloch_treasury
from tests.execution.treasury import Treasury

collect_ignore_glob = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["*_on_anvil.py"]
)


@pytest.fixture
async def treasury(request: pytest.FixtureRequest) -> AsyncIterator[Treasury]:
    """Of a Safe 1.4.1, or of the code that a test names."""
    code = getattr(request, "param", "Safe")
    async with LocalChain.serve() as local:
        owners = [local.account(f"owner {number}") for number in range(3)]
        safe = await deploy_safe(local, owners=owners, threshold=2, code=code)
        folk = await local.deploy("VotesToken", "Folk", "FOLK")
        dollar = await local.deploy("PlainToken", "Dollar", "USDX", 6)
        registry = await local.deploy("Registry")
        await local.fund(safe.address, 10**19)
        await folk.send("airdrop", [safe.address], [10**21], False, sender=local.deployer)
        await dollar.send("airdrop", [safe.address], [10**9], sender=local.deployer)
        await local.mine(2)
        yield Treasury(local, safe, folk, dollar, registry)


@pytest.fixture
async def chain(treasury: Treasury) -> AsyncIterator[EvmChain]:
    async with evm_chain(
        treasury.local.url, multi_send=Address(treasury.safe.multisend_call_only), limits=QUICK
    ) as chain:
        yield chain


@pytest.fixture(params=KINDS)
async def any_governor(request: pytest.FixtureRequest) -> AsyncIterator[GovernorTreasury]:
    """A treasury of each sort of Governor, or of the one that a test names."""
    async with LocalChain.serve(genesis_time=1_700_000_000) as local:
        governor = await governor_of(local, request.param)
        registry = await local.deploy("Registry")
        await local.mine(3)
        async with evm_chain(local.url, limits=QUICK) as chain:
            yield GovernorTreasury(local, governor, registry, chain)


@pytest.fixture
async def summoned(request: pytest.FixtureRequest) -> AsyncIterator[BaalTreasury]:
    """A Baal with its Safe; with the rules that a test names."""
    async with (
        LocalChain.serve(genesis_time=1_700_000_000) as local,
        evm_chain(local.url, limits=QUICK) as chain,
    ):
        yield await baal_treasury(local, chain, **getattr(request, "param", {}))


@pytest.fixture
async def commons(request: pytest.FixtureRequest) -> AsyncIterator[MolochTreasury]:
    """A Moloch DAO of the second version; with the rules that a test names."""
    async with (
        LocalChain.serve(genesis_time=1_700_000_000) as local,
        evm_chain(local.url, limits=QUICK) as chain,
    ):
        yield await moloch_treasury(local, chain, **getattr(request, "param", {}))
