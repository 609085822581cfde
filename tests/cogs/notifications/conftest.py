from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.voting.conftest import dao, template
from tests.cogs.voting.discord_harness import DiscordHarness, gathered

__all__ = ["dao", "template"]


@pytest.fixture
async def talking_in_text(template: Path, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    """A moot that discusses in a text channel."""
    async with gathered(template, tmp_path / "folkmoot.db", forum=False) as dao:
        yield dao
