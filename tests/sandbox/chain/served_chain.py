"""A chain of the sandbox that answers over HTTP, and requests to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.chain import LocalChain, RpcError

GENESIS = 1_700_000_000


async def post(chain: LocalChain, *requests: tuple[str, list[Any]], batch: bool = False) -> Any:
    """What a client gets: the decoded answer, or the exception that aiohttp raises."""
    asked = [
        {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        for number, (method, params) in enumerate(requests)
    ]
    timeout = aiohttp.ClientTimeout(total=30)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(chain.url, json=asked if batch else asked[0]) as response,
    ):
        response.raise_for_status()
        return await response.json()


async def ask(chain: LocalChain, method: str, *params: Any) -> Any:
    """The result of one request over HTTP."""
    answer = await post(chain, (method, list(params)))
    if "error" in answer:
        raise RpcError.of(answer["error"])
    return answer["result"]


class ServedChain:
    """What tests of a backend begin with."""

    backend = ""

    @pytest.fixture
    async def chain(self) -> AsyncIterator[LocalChain]:
        async with LocalChain.serve(backend=self.backend, genesis_time=GENESIS) as chain:
            yield chain
