"""An endpoint whose model obeys everybody, and a parliament that asks it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.assistance.registry import AssistantConfig, open_assistant
from sandbox.assistant_service import AssistantService
from tests.databases import Databases
from tests.harness import ServiceHarness, convened

MODEL = "obedient-1"


@pytest.fixture
async def endpoint() -> AsyncIterator[AssistantService]:
    async with AssistantService.serve(key="hush") as service:
        yield service


@pytest.fixture
async def harness(
    databases: Databases, tmp_path: Path, endpoint: AssistantService
) -> AsyncIterator[ServiceHarness]:
    config = AssistantConfig("openai", endpoint.url, MODEL, "hush", 2.0)
    async with convened(databases, tmp_path / "folkmoot.db") as harness, open_assistant(config) as assistant:
        harness.assistant = assistant
        await harness.restart()
        await harness.set_up()
        await harness.powers({"ada": 10})
        yield harness
