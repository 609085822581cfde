"""One assembly for each test, on its own database file."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness import ServiceHarness, convened, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database; making it once saves each test the migrations."""
    return asyncio.run(make_template(tmp_path_factory.mktemp("database") / "empty.db"))


@pytest.fixture
async def harness(template: Path, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(template, tmp_path / "folkmoot.db") as harness:
        yield harness
