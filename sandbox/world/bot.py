"""`python -m sandbox.world.bot`: the whole bot, as `folkmoot run` runs it, by the sandbox's clock."""

from __future__ import annotations

import asyncio
from typing import Protocol

from sandbox.world.clock import SharedClock

PROGRAM = ("sandbox.world.bot",)


class Bot(Protocol):
    """A bot that the world can switch off and on."""

    @property
    def running(self) -> bool: ...

    async def start(self) -> None:
        """Returns when it is connected. Raises RuntimeError where it doesn't come up."""
        ...

    async def kill(self) -> None:
        """End it where it is: it gets no chance to put anything away."""
        ...


def main() -> None:
    """Until SIGTERM. The settings come from the environment."""
    from bot import bootstrap
    from bot.settings import load

    asyncio.run(bootstrap.run(load(), SharedClock.of_environment()))


if __name__ == "__main__":
    main()
