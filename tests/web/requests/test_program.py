"""The program itself, as operators run it, serves pages and takes interactions: on uvloop, where there is one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.stage import Stage
from tests.forked import ForkedBot
from tests.main_job.living import with_pages


@asynccontextmanager
async def program_on(stage: Stage, database: Path, **settings: str) -> AsyncIterator[list[dict[str, Any]]]:
    """The program, once it is connected; the lines of its log are there when it has ended."""
    bot = ForkedBot(stage.discord, stage.app, stage.environment(database, **settings), database.parent)
    before = bot.last_words(1_000)
    lines: list[dict[str, Any]] = []
    await bot.start()
    try:
        async with asyncio.timeout(20):
            # Some lines are of how it starts.
            while "folkmoot.ready" not in bot.last_words(1_000).removeprefix(before):  # noqa: ASYNC110 - nothing tells of a line in the log
                await asyncio.sleep(0.01)
        yield lines
    finally:
        await bot.stop()
        lines += [
            json.loads(line) for line in bot.last_words(1_000).removeprefix(before).splitlines() if line
        ]


def warnings(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what discord.py says of any endpoint."""
    found = [line for line in lines if line["level"] != "info"]
    return [line for line in found if "interaction endpoint URL set" not in line["event"]]


async def test_the_program_serves_pages_and_takes_interactions(tmp_path: Path) -> None:
    async with Stage.open(strict_limits=False) as stage:
        settings = with_pages(stage, FOLKMOOT_INTERACTIONS="http")
        endpoint = f"{settings['FOLKMOOT_WEB_URL']}/interactions"
        async with program_on(stage, tmp_path / "folkmoot.db", **settings) as lines:
            await stage.discord.world.endpoints.register(stage.app, endpoint)
            page = f"{settings['FOLKMOOT_WEB_URL']}/nowhere"
            async with aiohttp.ClientSession() as browser, browser.get(page) as answer:
                assert answer.status == 404
                assert answer.content_type == "text/html"
        (line,) = warnings(lines)
        told = ("interactions.elsewhere", "gateway", endpoint, "folkmoot doctor")
        assert tuple(line[name] for name in ("event", "sent_to", "awaited_at", "mend")) == told
        async with program_on(stage, tmp_path / "folkmoot.db", **settings) as lines:
            pass
        assert warnings(lines) == []


@pytest.mark.parametrize("way", ["gateway", "http"])
async def test_the_log_names_an_endpoint_that_is_not_the_bots(tmp_path: Path, way: str) -> None:
    async with Stage.open(strict_limits=False) as stage:
        settings = with_pages(stage, FOLKMOOT_INTERACTIONS=way)
        stage.app.interactions_endpoint_url = elsewhere = "https://old.example/interactions"
        async with program_on(stage, tmp_path / "folkmoot.db", **settings) as lines:
            pass
        (line,) = warnings(lines)
        awaited = f"{settings['FOLKMOOT_WEB_URL']}/interactions" if way == "http" else "gateway"
        assert (line["sent_to"], line["awaited_at"]) == (elsewhere, awaited)
