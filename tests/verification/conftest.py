"""One record of each kind of vote, made once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.verification.votes import VOTES, record_of


@pytest.fixture(scope="session")
def records(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """By kind."""

    async def make() -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        for kind in VOTES:
            async with convened(databases, tmp_path_factory.mktemp(kind) / "folkmoot.db") as harness:
                made[kind] = await record_of(harness, kind)
        return made

    return asyncio.run(make())


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness
