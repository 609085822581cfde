"""A request that waits for the signatures of a Safe's owners."""

import pytest

from bot.chain.chains import EvmChain
from tests.execution.safe.signing.signing_desk import PAY, Desk, asked
from tests.execution.treasury import Treasury


@pytest.fixture
async def desk(treasury: Treasury, chain: EvmChain) -> Desk:
    return await asked(treasury, chain, treasury.executor, (PAY,))
