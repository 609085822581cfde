"""The database that the settings name, for one command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.engine import open_database


@asynccontextmanager
async def opened(
    settings: Settings, *, claimed: bool = False, migrated: bool = True
) -> AsyncIterator[Database]:
    """It is closed when the block ends. `claimed`: no other process has it meanwhile; `migrated`: it has the newest
    tables. Raises UnusableDatabase."""
    database = open_database(settings.database_url.get_secret_value(), patience=settings.database_seconds)
    try:
        if claimed:
            await database.claim()
        if migrated:
            await database.migrate()
        yield database
    finally:
        await database.close()
