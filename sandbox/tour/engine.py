"""Plays a scenario: by itself, or step by step with whoever does it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from sandbox.discord import Message, NoAnswer, SandboxError
from sandbox.stage import Stage
from sandbox.tour.play import Play
from sandbox.tour.scenario import Scenario, Seen, Step
from sandbox.world import CannotPress, Sandbox

LOOK_SECONDS = 0.05
"""Between two looks whether a step was done."""
WITHIN_SECONDS = 30.0
"""So long the bot may take for what follows a press."""
ATTEMPTS = 4
"""So often somebody tries who isn't answered, or comes too early."""
AGAIN_SECONDS = 1.0


class StepFailed(Exception):
    """A step was done, and what it should bring about did not come."""

    def __init__(self, step: Step, why: str) -> None:
        super().__init__(f"{step.title}: {why}")
        self.step = step


@dataclass
class Tour:
    """One scenario under way."""

    scenario: Scenario
    play: Play
    seen: list[Seen] = field(default_factory=list)
    """What showed of each step that it was done."""
    trouble: str = ""
    """Why the last attempt at the present step came to nothing."""
    on_change: Callable[[], None] = lambda: None
    """Called when a step was done, or an attempt failed."""
    _acting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def begun(cls, sandbox: Sandbox, scenario: Scenario, stage: Stage | None = None) -> Self:
        """At the first step of a scenario, on a server of its own unless a stage is given. What comes before was done.

        Raises StepFailed."""
        if stage is None:
            sandbox.stage = stage = await sandbox.stage.another(scenario.title)
        play = await Play.begun(sandbox, stage, scenario.powers)
        if scenario.build is not None:
            await scenario.build(play)
        tour = cls(scenario, play)
        for step in scenario.before:
            await tour._done(step)
        return tour

    @property
    def position(self) -> int:
        """The number of steps that were done."""
        return len(self.seen)

    @property
    def step(self) -> Step | None:
        """The present one; None at the end."""
        return self.scenario.steps[self.position] if self.position < len(self.scenario.steps) else None

    async def look(self) -> bool:
        """Whether the present step has been done meanwhile; then the next one is the present one."""
        step = self.step
        if step is None or not (seen := await _holds(step, self.play)):
            return False
        self._on(seen)
        return True

    async def watch(self) -> None:
        """Look again and again, until the scenario is at its end: somebody else does the steps."""
        while self.step is not None:
            if not self._acting.locked():
                await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def do(self) -> Seen:
        """Do the present step for whoever should; returns what shows that it was done. Raises StepFailed, also at the
        end."""
        async with self._acting:
            step = self.step
            if step is None:
                raise LookupError("the scenario is at its end")
            try:
                seen = await self._done(step)
            except StepFailed as failed:
                self.trouble = str(failed)
                self.on_change()
                raise
            self._on(seen)
            return seen

    async def finish(self) -> None:
        """Do all that is left. Raises StepFailed."""
        while self.step is not None:
            await self.do()

    def _on(self, seen: Seen) -> None:
        self.seen.append(seen)
        self.trouble = ""
        self.on_change()

    async def _done(self, step: Step) -> Seen:
        await self._press(step)
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                while True:
                    if seen := await _holds(step, self.play):
                        return seen
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            answer = self.play.reply.text if self.play.reply else ""
            why = f"nothing came of it; the last answer: {answer}" if answer else "nothing came of it"
            raise StepFailed(step, why) from None

    async def _press(self, step: Step) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.play.reply = None
                for press in step.presses:
                    await press.do(self.play, step.who)
                return
            except (NoAnswer, CannotPress) as not_yet:
                # A bot that was away is back soon; and a card says a little later how things stand.
                if attempt == ATTEMPTS:
                    raise StepFailed(step, str(not_yet)) from not_yet
                await asyncio.sleep(AGAIN_SECONDS)
            except (SandboxError, LookupError) as refusal:
                raise StepFailed(step, str(refusal)) from refusal


async def _holds(step: Step, play: Play) -> Seen:
    found = step.check(play)
    return await found if inspect.isawaitable(found) else found


def shown(seen: Seen) -> str:
    """What one sees, as text; empty where it is nothing to read."""
    return seen.text if isinstance(seen, Message) else seen if isinstance(seen, str) else ""
