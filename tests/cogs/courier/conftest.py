from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.voting.conftest import moot, template
from tests.cogs.voting.moot import Moot, gathered

__all__ = ["moot", "template"]


@pytest.fixture
async def talking_in_text(template: Path, tmp_path: Path) -> AsyncIterator[Moot]:
    """A moot that discusses in a text channel."""
    async with gathered(template, tmp_path / "folkmoot.db", forum=False) as moot:
        yield moot
