"""A chain with a treasury: a Safe of three owners, tokens, and something to call."""

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe

sys.path.append(str(Path(__file__).parents[1] / "chain"))

from nodes import evm_chain

from bot.chain.chains import EvmChain
from bot.domain.ids import Address


@dataclass(frozen=True)
class Treasury:
    local: LocalChain
    safe: LocalSafe
    folk: Contract
    dollar: Contract
    registry: Contract

    @property
    def owners(self) -> tuple[Account, ...]:
        return self.safe.owners

    @property
    def address(self) -> Address:
        return Address(self.safe.address)


@pytest.fixture
async def treasury() -> AsyncIterator[Treasury]:
    async with LocalChain.serve() as local:
        owners = [local.account(f"owner {number}") for number in range(3)]
        safe = await deploy_safe(local, owners=owners, threshold=2)
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
    async with evm_chain(treasury.local.url, multi_send=Address(treasury.safe.multisend_call_only)) as chain:
        yield chain
