"""The bot is killed, and started again."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.world.control import Group, Switch
from sandbox.world.sandbox import Sandbox


@dataclass(frozen=True)
class KillBot(Switch):
    def is_on(self, sandbox: Sandbox) -> bool:
        return not sandbox.bot.running

    async def on(self, sandbox: Sandbox) -> str:
        await sandbox.bot.kill()
        return "The bot was killed in the middle of whatever it did."

    async def off(self, sandbox: Sandbox) -> str:
        await sandbox.bot.start()
        return "The bot runs again, on the same database."


KILL_BOT = KillBot(
    "kill-bot",
    Group.BOT,
    "Kill the bot",
    "Buttons are not answered. Started again, the bot knows every vote that it has acknowledged, and does what became "
    "due meanwhile.",
    "Start the bot",
)
