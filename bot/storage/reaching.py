"""A start while the database is away: it is asked again, after pauses that grow."""

import asyncio
from collections.abc import Callable

import structlog

from bot.domain.fault import Fault
from bot.storage.database import Database
from bot.storage.errors import AwayDatabase

FIRST_RETRY, LONGEST_RETRY = 1.0, 60.0
"""Seconds between attempts."""

_log = structlog.get_logger(__name__)


async def take(
    database: Database,
    words: Callable[[Fault], str],
    *,
    first: float = FIRST_RETRY,
    longest: float = LONGEST_RETRY,
) -> None:
    """Keep the database for this process, with all tables, as soon as it is there. `words` say in the log why it
    isn't.

    Raises UnusableDatabase for what waiting doesn't mend: a wrong password, no such database, another bot that has it.
    """
    pause = first
    while True:
        try:
            await database.claim()
            await database.migrate()
        except AwayDatabase as why:
            _log.warning("database.away", why=words(why.fault), again_in=pause)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(longest, 2 * pause)
