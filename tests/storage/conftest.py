"""A migrated database with two servers that have a space each; every test here runs on each kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.databases import KINDS, Databases, database_of
from tests.storage.repositories.stored_world import World, open_world


@pytest.fixture(scope="session", params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def url(databases: Databases, tmp_path: Path) -> AsyncIterator[str]:
    """Of a database with all tables, empty."""
    async with database_of(databases, tmp_path / "folkmoot.db") as url:
        yield url


@pytest.fixture
async def blank(databases: Databases, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without tables."""
    url = await databases.blank(tmp_path / "blank.db")
    yield url
    await databases.drop(url)


@pytest.fixture
async def world(url: str) -> AsyncIterator[World]:
    world = await open_world(url)
    yield world
    await world.database.close()


@pytest.fixture
def database(world: World) -> Database:
    return world.database
