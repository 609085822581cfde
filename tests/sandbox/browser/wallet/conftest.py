"""A chain with a token and a Safe, people with wallets on it, and pages behind the proxy."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.chain import LocalChain
from tests.databases import Databases, database_of
from tests.sandbox.browser.wallet.playground import Playground
from tests.sandbox.browser.wallet.town import Town
from tests.sandbox.browser.wallet.visiting import visited
from tests.web.site import Site


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town() -> AsyncIterator[Town]:
    async with LocalChain.serve(genesis_time=1_700_000_000) as chain:
        yield await Town.of(chain)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    async with Playground.opened() as playground:
        yield playground


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def visit(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder = tmp_path_factory.mktemp("visit")
    async with database_of(databases, folder / "folkmoot.db") as url, visited(url) as site:
        yield site
