"""The event loop that the bot runs on, for tests that run one of their own."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.cli.run import loop_factory

Answer = TypeVar("Answer")


def new_runner() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=loop_factory())


def run(act: Coroutine[Any, Any, Answer]) -> Answer:
    """From the start of a loop to its end, as asyncio.run does on asyncio's own."""
    with new_runner() as runner:
        return runner.run(act)
