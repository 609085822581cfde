"""Which chain an endpoint serves, where nobody has said it."""

import re
from collections.abc import Sequence

import aiohttp

from bot.chain.nodes.limits import LIMITS
from bot.chain.nodes.rpc import Connection, EndpointFailed, Request, tracing
from bot.domain.ids import ChainId

_QUANTITY = re.compile(r"0x[0-9a-fA-F]{1,16}")


async def served_chains(urls: Sequence[str]) -> dict[ChainId, tuple[str, ...]]:
    """The endpoints by the chain that each says it serves. Raises EndpointFailed for one that doesn't say it."""
    found: dict[ChainId, tuple[str, ...]] = {}
    async with aiohttp.ClientSession(trace_configs=[tracing()]) as session:
        for url in urls:
            connection = Connection(url, LIMITS, lambda: session)
            answers = await connection.post([Request("eth_chainId", [])])
            said = answers[0] if isinstance(answers, Sequence) else None
            if not isinstance(said, str) or not _QUANTITY.fullmatch(said):
                raise EndpointFailed(connection.name, "it doesn't say which chain it serves")
            chain = ChainId(int(said, 16))
            found[chain] = (*found.get(chain, ()), url)
    return found
