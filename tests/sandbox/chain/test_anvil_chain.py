"""Anvil behind the same front keeps the same rules, and is reached by nobody else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from yarl import URL

from sandbox.chain.anvil.process import AnvilBackend
from sandbox.chain.clock import BlockClock
from tests.sandbox.chain.sandbox_chain_rules import ChainRules
from tests.sandbox.chain.sandbox_fault_rules import FaultRules
from tests.sandbox.chain.served_chain import GENESIS


@pytest.mark.node
class TestAnvilChain(ChainRules, FaultRules):
    backend = "anvil"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anvil() -> AsyncIterator[AnvilBackend]:
    backend = await AnvilBackend.start(
        chain_id=31337, clock=BlockClock(GENESIS, 12), balances={}, codes={}, gas_limit=30_000_000
    )
    try:
        yield backend
    finally:
        await backend.close()


MINE = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "evm_mine", "params": []})


@pytest.mark.node
@pytest.mark.asyncio(loop_scope="module")
class TestAnvilAlone:
    @pytest.mark.attack("web")
    @pytest.mark.parametrize("origin", ["https://bank.example", "null", "http://127.0.0.1:1"])
    async def test_a_page_that_asks_first_whether_it_may_is_not_told_so(self, anvil, origin):
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        async with aiohttp.ClientSession() as http, http.options(anvil.url, headers=asked) as answer:
            assert "Access-Control-Allow-Origin" not in answer.headers

    @pytest.mark.attack("web")
    async def test_it_is_not_where_a_page_would_look_for_it(self, anvil):
        url = URL(anvil.url)
        assert url.host != "127.0.0.1"
        assert url.host
        assert url.host.startswith("127.")
        async with aiohttp.ClientSession() as http:
            for host in ("127.0.0.1", "localhost"):
                with pytest.raises(aiohttp.ClientConnectorError):
                    await http.post(url.with_host(host), data=MINE)
