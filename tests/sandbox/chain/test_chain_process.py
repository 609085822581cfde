"""The chain and the transaction service as processes of their own."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

PATIENCE_SECONDS = 30


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[str]:
    """The address that a module's process says it serves at."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, "--port", "0", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)).decode()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        yield found.group()
    finally:
        process.terminate()
        await process.wait()


async def test_both_run_by_themselves_and_find_each_other():
    async with (
        running("sandbox.chain", "--chain-id", "77", "--genesis-time", "1700000000") as chain,
        running("sandbox.safe_service", "--chain", chain, "--chain-id", "77") as service,
        aiohttp.ClientSession() as session,
    ):
        question = {"jsonrpc": "2.0", "id": 1, "method": "folkmoot_mine", "params": [2]}
        async with session.post(chain, json=question) as response:
            head = (await response.json())["result"]
        assert (head["number"], head["timestamp"]) == (2, 1_700_000_024)
        nobody = "0xcA11bde05977b3631167028862bE2a173976CA11"
        async with session.get(f"{service}/v1/safes/{nobody}/") as response:
            assert response.status == 404
