"""One record of each kind of vote, made once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.loops import run
from tests.verification.evidence import Told, told
from tests.verification.votes import VOTES, record_of


@pytest.fixture(scope="session")
def held(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], Told]:
    """The records by kind, and what is told of the countersigned vote."""

    async def make() -> tuple[dict[str, bytes], Told]:
        made: dict[str, bytes] = {}
        for kind in VOTES:
            async with convened(databases, tmp_path_factory.mktemp(kind) / "folkmoot.db") as harness:
                made[kind] = await record_of(harness, kind)
                if kind == "countersigned":
                    assert harness.proposal is not None
                    of_countersigned = await told(harness.services.uow, harness.proposal, made[kind])
        return made, of_countersigned

    return run(make())


@pytest.fixture(scope="session")
def records(held: tuple[dict[str, bytes], Told]) -> dict[str, bytes]:
    """By kind."""
    return held[0]


@pytest.fixture(scope="session")
def countersigned(held: tuple[dict[str, bytes], Told]) -> Told:
    return held[1]


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness
