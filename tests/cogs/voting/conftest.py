import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.harness import make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(make_template(tmp_path_factory.mktemp("template") / "empty.db"))


@pytest.fixture
async def dao(template: Path, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    async with gathered(template, tmp_path / "folkmoot.db") as dao:
        yield dao
