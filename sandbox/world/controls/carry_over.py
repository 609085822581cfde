"""What was sent over the bridge is carried to the other chain."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Act, CannotPress, Group
from sandbox.world.sandbox import TO_FINAL, Sandbox


@dataclass(frozen=True)
class CarryOver(Act):
    async def do(self, sandbox: Sandbox, count: int) -> str:
        second = sandbox.stage.second
        if second is None or second.bridge is None:
            raise CannotPress("There is no bridge between the chains here.")
        if not (carried := await second.bridge.carry()):
            raise CannotPress("Nothing waits at the bridge.")
        await sandbox.mine(second.chain, TO_FINAL)
        calls = "One call was" if carried == 1 else f"{carried} calls were"
        return f"{calls} carried to the other chain, and made or refused there."


CARRY_OVER = CarryOver(
    "carry-over",
    Group.CHAIN,
    "Carry what was sent over the bridge",
    "What waits at the bridge is called on the other chain, as its nodes do; the bot looks what came of it there.",
)
