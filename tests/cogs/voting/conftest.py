import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.assembly import make_template
from tests.cogs.voting.moot import Moot, gathered


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(make_template(tmp_path_factory.mktemp("template") / "empty.db"))


@pytest.fixture
async def moot(template: Path, tmp_path: Path) -> AsyncIterator[Moot]:
    async with gathered(template, tmp_path / "folkmoot.db") as moot:
        yield moot
