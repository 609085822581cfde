"""A stage, the bot on it, and the clock that both live by."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.assistant_service import AssistantService
from sandbox.chain import LocalChain
from sandbox.stage import Stage
from sandbox.world.bot import Bot
from sandbox.world.clock import SharedClock
from sandbox.world.control import Act, CannotPress, Control, Switch

FOREVER = 2**62
"""How often a fault strikes that stands until it is mended."""
BEHIND = timedelta(minutes=1)
"""So far the newest block stays behind the clock: transactions that come in a burst get later and later times, and none
of them may be in the future."""
TO_FINAL = 3
"""So many blocks make everything final that has happened."""
QUIET = 0.25
PATIENCE = 3.0
_REMEMBERED = 50


@dataclass(frozen=True)
class Happening:
    """What a control has done, and when by the sandbox's clock."""

    at: datetime
    control: str
    text: str


@dataclass
class Sandbox:
    stage: Stage
    """Where something is played now: one of the servers, with the chain, the Discord and the services of all."""
    clock: SharedClock
    bot: Bot
    assistant: AssistantService
    """The model that the bot asks."""
    broken: dict[str, Callable[[], None]] = field(default_factory=dict)
    """By the name of the control that broke it: what mends it."""
    happenings: deque[Happening] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """What was done to the world, the newest last."""
    moved: Callable[[], None] = lambda: None
    """Called when the clock was moved."""
    quiet: float = QUIET
    """Seconds without a question to Discord after which the bot is taken for done before time passes."""
    mining: bool = True
    """Whether blocks come by themselves, where `keep_mining` runs."""
    _pressing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def chains(self) -> list[LocalChain]:
        second = self.stage.second
        return [self.stage.chain, *([second.chain] if second else [])]

    async def press(self, control: Control, *, count: int = 1) -> str:
        """Use a control; returns what happened. A switch that is on is switched off.

        Raises CannotPress for what makes no sense now, or for a number out of bounds."""
        async with self._pressing:
            if isinstance(control, Switch):
                text = await (control.off(self) if control.is_on(self) else control.on(self))
            elif isinstance(control, Act):
                if not 1 <= count <= control.most:
                    raise CannotPress(f"Choose a number from 1 to {control.most}.")
                text = await control.do(self, count)
            else:
                raise TypeError(control)
        self.happenings.append(Happening(self.clock.now(), control.name, text))
        return text

    async def settled(self, quiet: float = QUIET) -> None:
        """Until the bot has asked Discord for nothing during `quiet` seconds, and waits for none of its answers:
        what it was doing is done, as far as one can see. Waits at most PATIENCE seconds."""
        api = self.stage.discord.api
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    before = api.arrived
                    await asyncio.sleep(quiet)
                    if before == api.arrived and not api.unanswered:
                        return

    async def pass_time(self, time: timedelta) -> None:
        """Let so much time pass for all, and blocks come with the new time.

        Whatever is being done is done before: nobody is in the middle of an answer for two days."""
        await self.settled(self.quiet)
        self.clock.move(time)
        self.moved()
        for chain in self.chains:
            await self.mine(chain, TO_FINAL)

    async def mine(self, chain: LocalChain, blocks: int) -> None:
        """Mine blocks; the first of them has about the present time, where that is later than the one before it."""
        newest = await chain.block("latest")
        later = int((self.clock.now() - BEHIND).timestamp()) - newest.timestamp
        if later > 0:
            chain.advance(later)
        await chain.mine(blocks)

    async def keep_mining(self, every: float = 6.0) -> None:
        """A block on each chain every so many seconds, as long as `mining` is on. Runs until it is cancelled."""
        while True:
            await asyncio.sleep(every)
            if self.mining:
                for chain in self.chains:
                    await self.mine(chain, 1)
