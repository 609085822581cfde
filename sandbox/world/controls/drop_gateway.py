"""The bot's connection to Discord breaks."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Act, CannotPress, Group
from sandbox.world.sandbox import Sandbox


@dataclass(frozen=True)
class DropGateway(Act):
    resumable: bool = True

    async def do(self, sandbox: Sandbox, count: int) -> str:
        if not sandbox.stage.discord.disconnect_gateways(self.resumable):
            raise CannotPress("No bot is connected.")
        how = "it may go on where it was" if self.resumable else "it has to begin anew"
        return f"The bot's connection was cut; {how}."


DROP_GATEWAY = DropGateway(
    "drop-gateway",
    Group.DISCORD,
    "Drop the gateway",
    "A button that is pressed at that moment is answered a little later: the bot resumes, and is told what it missed.",
)
END_SESSION = DropGateway(
    "end-session",
    Group.DISCORD,
    "End the gateway session",
    "For some seconds buttons are not answered; then the bot is back, and looks for reactions that it missed.",
    resumable=False,
)
