"""The newest blocks are replaced by others, in which nothing of the old ones stands."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Act, Group
from sandbox.world.sandbox import Sandbox


@dataclass(frozen=True)
class Reorganise(Act):
    async def do(self, sandbox: Sandbox, count: int) -> str:
        before = await sandbox.stage.chain.block("latest")
        after = await sandbox.stage.chain.reorg(count)
        return (
            f"{count} newest block{'' if count == 1 else 's'} replaced: block {before.number} was "
            f"{before.hash[:10]}… and is {after.hash[:10]}… now, without the transactions of the old ones."
        )


REORGANISE = Reorganise(
    "reorganise",
    Group.CHAIN,
    "Reorganise the chain",
    "Nothing: the two newest blocks are not final, and the bot believes none that may still go. An execution that it "
    "took away was never announced, and can be sent again.",
    2,
)
