from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.databases import Databases


@pytest.fixture
async def dao(databases: Databases, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    async with gathered(databases, tmp_path / "folkmoot.db") as dao:
        yield dao
