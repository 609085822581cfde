"""What an endpoint can do, found out by asking it."""

import asyncio
from collections.abc import Callable

import msgspec

from bot.chain.blocks import Finality
from bot.chain.calls.multicall import MULTICALL3, gives_full_gas
from bot.chain.calls.state import ask_at, eth_get_code, get_block
from bot.chain.contracts.events import widest_range
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.refusals import Refusal
from bot.chain.nodes.rpc import EndpointFailed, Request
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address
from bot.services.ports import EndpointFound

DEPTHS = (100_000, 128, 1)
"""How many blocks back a state is looked for."""


class Probe(msgspec.Struct, frozen=True):
    """The questions that are asked of each endpoint of a chain."""

    at: BlockRef
    """A block that is final."""
    finality: Finality
    multicall: Address | None
    read: Callable[[object], BlockRef | None]
    """Makes a block of an answer."""

    async def of(self, endpoint: Endpoint) -> EndpointFound:
        """Ask for one thing after the other. An endpoint that fails is told as such."""
        try:
            async with asyncio.timeout(endpoint.limits.logs_total):
                return await self._of(endpoint)
        except EndpointFailed as failure:
            return EndpointFound(endpoint.name, failed=failure.why)
        except TimeoutError:
            return EndpointFound(endpoint.name, failed=f"not done within {endpoint.limits.logs_total:g} s")

    async def _of(self, endpoint: Endpoint) -> EndpointFound:
        limits = endpoint.limits
        await endpoint.ask([Request("eth_chainId", [])] * limits.batch)
        (final,) = await endpoint.ask([get_block("finalized")])
        blocks = await widest_range(endpoint, self.at.number)
        gas = self.multicall is None or await gives_full_gas(endpoint, self.at, limits, self.multicall)
        return EndpointFound(
            endpoint.name,
            batch=endpoint.batch if endpoint.batch < limits.batch else None,
            block_hashes=await endpoint.trusted_with_hashes(),
            finalized=not isinstance(final, Refusal) or self.finality != "finalized",
            log_blocks=blocks if blocks < limits.logs else None,
            history=await self._history(endpoint),
            full_gas=gas,
        )

    async def _history(self, endpoint: Endpoint) -> int | None:
        """How many blocks back it has the state of; 0: of none; None: all that were tried."""
        for depth in DEPTHS:
            (answer,) = await endpoint.ask([get_block(hex(max(self.at.number - depth, 0)))])
            block = self.read(answer)
            if block is None:
                continue
            (code,) = await ask_at(endpoint, [eth_get_code(MULTICALL3)], block, None)
            if isinstance(code, bytes):
                return None if depth == DEPTHS[0] or block.number == 0 else depth
        return 0
