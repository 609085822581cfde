"""One use case, one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.services import ports
from bot.services.jobs.job import AnyJob
from bot.storage.repositories.repositories import StoredRepositories
from bot.storage.unreadable import UnreadableRows

if TYPE_CHECKING:
    from bot.storage.database import Database


class StoredUnitOfWork:
    """`ports.UnitOfWork` on a database."""

    def __init__(self, database: Database, jobs: Collection[AnyJob]) -> None:
        """`jobs` are the kinds whose times follow from what is stored."""
        self._database = database
        self._jobs = jobs
        self._unreadable = UnreadableRows()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ports.Repositories]:
        async with self._database.read_transaction() as connection:
            yield StoredRepositories(connection, self._jobs, self._unreadable)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[ports.Repositories]:
        async with self._database.write_transaction() as connection:
            repositories = StoredRepositories(connection, self._jobs, self._unreadable)
            yield repositories
            await repositories.finish()
