from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.voting.conftest import dao
from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.databases import Databases

__all__ = ["dao"]


@pytest.fixture
async def talking_in_text(databases: Databases, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    """A moot that discusses in a text channel."""
    async with gathered(databases, tmp_path / "folkmoot.db", forum=False) as dao:
        yield dao


@pytest.fixture(params=[True, False], ids=["forum", "text channel"])
async def talking_somewhere(
    databases: Databases, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[DiscordHarness]:
    """A moot that discusses in a forum, and one that does in a text channel."""
    async with gathered(databases, tmp_path / "folkmoot.db", forum=request.param) as dao:
        yield dao
