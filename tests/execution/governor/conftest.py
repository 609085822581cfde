"""What the tests of Governors share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.execution.governor.governors import Governors
from tests.chain.nodes.nodes import QUICK, evm_chain
from tests.execution.governor.governor_treasury import CHAIN
from tests.execution.governor.parrot import PARROT, Parrot


@pytest.fixture
async def parrot() -> AsyncIterator[Parrot]:
    async with PARROT.served() as contract, evm_chain(contract.chain.url, limits=QUICK) as chain:
        yield Parrot(contract.chain, contract, chain, Governors({CHAIN: chain}))
