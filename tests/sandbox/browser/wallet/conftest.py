"""A chain with a token and a Safe, people with wallets on it, and pages behind the proxy."""

from collections.abc import AsyncIterator

import pytest_asyncio

from sandbox.chain import LocalChain
from tests.sandbox.browser.wallet.town import Town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town() -> AsyncIterator[Town]:
    async with LocalChain.serve(genesis_time=1_700_000_000) as chain:
        yield await Town.of(chain)
