"""Things that are done one after the other, of which one that fails holds up none of the others."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog

_log = structlog.get_logger(__name__)

Thing = TypeVar("Thing")
Done = TypeVar("Done")


async def each_by_itself(things: Iterable[Thing], do: Callable[[Thing], Awaitable[Done]]) -> list[Done]:
    """What was made of each, in their order. Where some failed, what the first one raised is raised once all have been
    tried, and what the others raised is logged."""
    done: list[Done] = []
    problems: list[Exception] = []
    for thing in things:
        try:
            done.append(await do(thing))
        except Exception as problem:  # noqa: BLE001 - raised or logged once all have been tried
            problems.append(problem)
    for other in problems[1:]:
        _log.error("each.failed", error=repr(other), exc_info=other)
    if problems:
        raise problems[0]
    return done
