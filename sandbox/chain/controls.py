"""The chain's controls as JSON-RPC methods, for other processes. They are never counted and never faulty.

| method | parameters | does |
| --- | --- | --- |
| `folkmoot_mine` | blocks = 1, timestamp = null | mines; answers the head |
| `folkmoot_advance` | seconds | lets the next block come that much later |
| `folkmoot_automine` | true or false | whether each transaction is mined as it comes |
| `folkmoot_reorg` | depth, drop = true | replaces the newest blocks; answers the head |
| `folkmoot_prune` | keep (null: everything) | forgets old states |
| `folkmoot_fail` | method, kind, times = 1, to = null, after = false | a fault, see `Faults` |
| `folkmoot_clear` | | forgets all faults |
| `folkmoot_requests` | | how often each method was asked for |
| `folkmoot_fund` | address, wei as a decimal string | gives an account money |
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.chain.chain import LocalChain


def controls(chain: LocalChain) -> dict[str, Callable[..., Awaitable[Any]]]:
    """The methods by name."""

    async def mine(blocks: int = 1, timestamp: int | None = None) -> dict[str, Any]:
        return asdict(await chain.mine(blocks, timestamp))

    async def advance(seconds: int) -> None:
        chain.advance(seconds)

    async def reorg(depth: int, drop: bool = True) -> dict[str, Any]:
        return asdict(await chain.reorg(depth, drop))

    async def prune(keep: int | None) -> None:
        chain.prune(keep)

    async def fail(method: str, kind: str, times: int = 1, to: Any = None, after: bool = False) -> None:
        chain.faults.fail_next(method, kind=kind, times=times, to=to, after=after)

    async def clear() -> None:
        chain.faults.clear()

    async def requests() -> dict[str, int]:
        return dict(chain.requests)

    async def fund(address: str, wei: str) -> None:
        await chain.fund(address, int(wei))

    return {
        "folkmoot_mine": mine,
        "folkmoot_advance": advance,
        "folkmoot_automine": chain.automine,
        "folkmoot_reorg": reorg,
        "folkmoot_prune": prune,
        "folkmoot_fail": fail,
        "folkmoot_clear": clear,
        "folkmoot_requests": requests,
        "folkmoot_fund": fund,
    }
