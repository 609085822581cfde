"""The chain makes no blocks any more."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Group, Switch
from sandbox.world.sandbox import Sandbox


@dataclass(frozen=True)
class StandStill(Switch):
    def is_on(self, sandbox: Sandbox) -> bool:
        return not sandbox.mining

    async def on(self, sandbox: Sandbox) -> str:
        sandbox.mining = False
        return "No block comes by itself any more."

    async def off(self, sandbox: Sandbox) -> str:
        sandbox.mining = True
        return "Blocks come again by themselves."


STAND_STILL = StandStill(
    "stand-still",
    Group.CHAIN,
    "Stop the chain",
    "What is sent to the chain is in a block at once, but never final until you mine: the bot announces no execution.",
    "Let blocks come again",
)
