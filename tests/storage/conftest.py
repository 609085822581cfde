"""A migrated database in a file of its own, with two servers that have a space each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.engine import Database
from tests.storage.stored_world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = await open_world(tmp_path / "folkmoot.db")
    yield world
    await world.database.close()


@pytest.fixture
def database(world: World) -> Database:
    return world.database
