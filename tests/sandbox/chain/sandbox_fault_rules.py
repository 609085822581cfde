"""What happens at a chain's port when it is told to fail, the same over each backend."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from sandbox.chain import MULTICALL3, RpcError
from tests.sandbox.chain.served_chain import ServedChain, ask

SOON = 30


class FaultRules(ServedChain):
    """Collected through a subclass that names the backend."""

    @pytest.mark.parametrize(("kind", "status"), [("429", 429), ("500", 500)])
    async def test_a_refused_request_has_its_http_status(self, chain, kind, status):
        chain.faults.fail_next("eth_blockNumber", kind=kind)
        with pytest.raises(aiohttp.ClientResponseError) as refusal:
            await ask(chain, "eth_blockNumber")
        assert refusal.value.status == status
        assert await ask(chain, "eth_blockNumber") == "0x0"

    async def test_a_dropped_connection_ends_without_an_answer(self, chain):
        chain.faults.fail_next("eth_blockNumber", kind="drop", times=2)
        for _ in range(2):
            with pytest.raises(aiohttp.ClientConnectionError):
                await ask(chain, "eth_blockNumber")
        assert await ask(chain, "eth_blockNumber") == "0x0"

    async def test_one_fault_can_be_forgotten_while_another_stays(self, chain):
        slow = chain.faults.fail_next("eth_chainId", kind="slow", times=2, to=3600.0)
        chain.faults.fail_next("eth_blockNumber", kind="500", times=2)
        waiting = asyncio.create_task(ask(chain, "eth_chainId"))
        while chain.requests["eth_chainId"] == 0:
            await asyncio.wait([waiting], timeout=0.01)
        assert not waiting.done()
        chain.faults.forget(slow)
        assert await waiting == await ask(chain, "eth_chainId") == hex(chain.chain_id)
        with pytest.raises(aiohttp.ClientResponseError):
            await ask(chain, "eth_blockNumber")

    async def test_a_lost_answer_can_come_after_the_effect(self, chain):
        ada = chain.account("ada")
        raw = await chain.signed(chain.deployer, ada.address, 5)
        chain.faults.fail_next("eth_sendRawTransaction", kind="drop", after=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(chain, "eth_sendRawTransaction", raw)
        assert await chain.balance(ada.address) == 5

    async def test_a_timeout_holds_the_request_until_the_faults_are_cleared(self, chain):
        chain.faults.fail_next("eth_blockNumber", kind="timeout")
        waiting = asyncio.create_task(ask(chain, "eth_blockNumber"))
        assert await ask(chain, "eth_chainId") == hex(chain.chain_id)
        while chain.requests["eth_blockNumber"] == 0:
            await asyncio.wait([waiting], timeout=0.01)
        assert not waiting.done()
        chain.faults.clear()
        with pytest.raises(aiohttp.ClientConnectionError):
            await asyncio.wait_for(waiting, SOON)

    async def test_a_garbled_answer_is_no_json(self, chain):
        chain.faults.fail_next("*", kind="garbage")
        with pytest.raises((aiohttp.ContentTypeError, json.JSONDecodeError)):
            await ask(chain, "eth_chainId")

    async def test_an_error_has_the_words_it_was_given(self, chain):
        chain.faults.fail_next("eth_call", kind="error", to="execution timeout")
        with pytest.raises(RpcError, match="execution timeout"):
            await ask(chain, "eth_call", {"to": MULTICALL3, "data": "0x42cbb15c"}, "latest")

    async def test_an_empty_answer_has_no_data(self, chain):
        chain.faults.fail_next("eth_call", kind="empty")
        chain.faults.fail_next("eth_getBlockByNumber", kind="empty")
        block_number = {"to": MULTICALL3, "data": "0x42cbb15c"}
        assert await ask(chain, "eth_call", block_number, "latest") == "0x"
        assert await ask(chain, "eth_getBlockByNumber", "latest", False) is None
        assert await ask(chain, "eth_call", block_number, "latest") == "0x" + "00" * 32

    async def test_a_lie_looks_like_the_truth(self, chain):
        await chain.mine(4)
        block_number = {"to": MULTICALL3, "data": "0x42cbb15c"}
        chain.faults.fail_next("eth_call", kind="lie")
        chain.faults.fail_next(
            "eth_call", kind="lie", to=lambda true: "0x" + (int(true, 16) + 1).to_bytes(32).hex()
        )
        chain.faults.fail_next("eth_call", kind="lie", to="0x1234")
        told = [await ask(chain, "eth_call", block_number, "latest") for _ in range(4)]
        assert [int(answer, 16) for answer in told] == [4 ^ 1, 5, 0x1234, 4]

    async def test_a_stale_node_has_not_seen_the_newest_blocks(self, chain):
        await chain.mine(9)
        chain.faults.fail_next("*", kind="stale", to=3, times=3)
        assert await ask(chain, "eth_blockNumber") == "0x6"
        assert (await ask(chain, "eth_getBlockByNumber", "finalized", False))["number"] == "0x4"
        block_number = {"to": MULTICALL3, "data": "0x42cbb15c"}
        assert int(await ask(chain, "eth_call", block_number, "latest"), 16) == 6
        assert await ask(chain, "eth_blockNumber") == "0x9"

    async def test_an_answer_can_belong_to_another_block(self, chain):
        ada = chain.account("ada")
        await chain.fund(ada, 7)
        block = await chain.block()
        for place in ("latest", hex(block.number), {"blockHash": block.hash}):
            chain.faults.fail_next("eth_getBalance", kind="wrong_block")
            assert await ask(chain, "eth_getBalance", ada.address, place) == "0x0"
            assert await ask(chain, "eth_getBalance", ada.address, place) == "0x7"
        chain.faults.fail_next("eth_getBlockByHash", kind="wrong_block")
        assert (await ask(chain, "eth_getBlockByHash", block.hash, False))["number"] == hex(block.number - 1)
