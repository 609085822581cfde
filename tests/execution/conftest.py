"""A chain with a treasury, and the bot's view of it. Anvil's tests are collected where its binary is, or has to be."""

import os
from collections.abc import AsyncIterator

import pytest

from bot.chain.chains import EvmChain
from bot.domain.ids import Address
from sandbox.chain.anvil.process import BINARY
from sandbox.chain.chain import LocalChain, SavedChain
from sandbox.chain.contract import Contract
from sandbox.chain.governor import LocalGovernor
from tests.chain.nodes.nodes import QUICK, evm_chain
from tests.execution.governor.governor_treasury import KINDS, GovernorTreasury, governor_of
from tests.execution.treasury import Treasury, treasury_on

collect_ignore_glob = (
    [] if BINARY.exists() or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["*_on_anvil.py"]
)

# Built once, and gone on from by each test: what building takes is half of what a test takes.
_treasuries: dict[str, tuple[SavedChain, Treasury]] = {}
_governors: dict[str, tuple[SavedChain, LocalGovernor, Contract]] = {}


@pytest.fixture
async def treasury(request: pytest.FixtureRequest) -> AsyncIterator[Treasury]:
    """Of a Safe 1.4.1, or of the code that a test names."""
    code = getattr(request, "param", "Safe")
    if code not in _treasuries:
        async with LocalChain.serve() as local:
            made = await treasury_on(local, code)
            _treasuries[code] = local.saved(), made
    saved, made = _treasuries[code]
    async with LocalChain.serve(saved=saved) as local:
        # Blocks have the time of the machine: those that were saved are of some time ago.
        await local.mine(3)
        yield made.on(local)


@pytest.fixture
async def chain(treasury: Treasury) -> AsyncIterator[EvmChain]:
    async with evm_chain(
        treasury.local.url, multi_send=Address(treasury.safe.multisend_call_only), limits=QUICK
    ) as chain:
        yield chain


@pytest.fixture(params=KINDS)
async def any_governor(request: pytest.FixtureRequest) -> AsyncIterator[GovernorTreasury]:
    """A treasury of each sort of Governor, or of the one that a test names."""
    code = request.param
    if code not in _governors:
        async with LocalChain.serve(genesis_time=1_700_000_000) as local:
            made = await governor_of(local, code), await local.deploy("Registry")
            await local.mine(3)
            _governors[code] = local.saved(), *made
    saved, governor, registry = _governors[code]
    async with LocalChain.serve(saved=saved) as local:
        governor, registry = governor.on(local), registry.on(local)
        async with evm_chain(local.url, limits=QUICK) as chain:
            yield GovernorTreasury(local, governor, registry, chain)
