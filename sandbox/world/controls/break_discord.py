"""Discord's API answers with errors, or only after a while."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Breakage, Group, Mend
from sandbox.world.sandbox import FOREVER, Sandbox


@dataclass(frozen=True)
class BreakDiscord(Breakage):
    status: int

    def breaks(self, sandbox: Sandbox) -> Mend:
        faults = sandbox.stage.discord.faults
        fault = faults.fail_next("*", "", status=self.status, times=FOREVER)
        return lambda: faults.forget(fault)


DISCORD_FAILS = BreakDiscord(
    "discord-fails",
    Group.DISCORD,
    "Let Discord answer 500",
    "Buttons fail, and a vote whose card can't be posted doesn't begin; as soon as Discord works again, everything "
    "that was to be said is said, once.",
    "Let Discord work again",
    "Discord's API answers 500 to whatever the bot asks.",
    "Discord's API works again.",
    500,
)
