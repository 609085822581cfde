"""Blocks come, one by one or as many as make everything final."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Act, Group
from sandbox.world.sandbox import TO_FINAL, Sandbox


@dataclass(frozen=True)
class Mine(Act):
    async def do(self, sandbox: Sandbox, count: int) -> str:
        await sandbox.mine(sandbox.stage.chain, count)
        head, final = [await sandbox.stage.chain.block(tag) for tag in ("latest", "finalized")]
        return f"The newest block is {head.number}; what is in block {final.number} or before is final."


@dataclass(frozen=True)
class MakeFinal(Act):
    async def do(self, sandbox: Sandbox, count: int) -> str:
        for chain in sandbox.chains:
            await sandbox.mine(chain, TO_FINAL)
        final = await sandbox.stage.chain.block("finalized")
        return f"Everything until block {final.number} is final: it can't be undone any more."


MINE = Mine(
    "mine",
    Group.CHAIN,
    "Mine a block",
    "What was sent to the chain is in a block, and two blocks later it is final: the bot goes by final blocks alone.",
    100,
)
MAKE_FINAL = MakeFinal(
    "make-final",
    Group.CHAIN,
    "Make everything final",
    "The bot sees what has happened on the chain: an execution is announced, tokens that moved count in the next vote.",
)
