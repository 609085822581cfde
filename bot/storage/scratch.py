"""A database for what is only tried out."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.services.ports import UnitOfWork
from bot.storage.engine import open_database


@asynccontextmanager
async def scratch_database() -> AsyncIterator[UnitOfWork]:
    """An empty one with all tables, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-scratch-") as folder:
        database = open_database(f"sqlite+aiosqlite:///{Path(folder) / 'scratch.db'}")
        try:
            await database.migrate()
            yield database.unit_of_work()
        finally:
            await database.close()
