"""The program itself, as operators run it, serves pages and takes interactions: on uvloop, where there is one."""

import asyncio
import os
import sys
from pathlib import Path

import aiohttp

from sandbox.stage import Stage
from tests.main_job.job import ROOT
from tests.main_job.living import with_pages


async def test_the_program_serves_pages_and_takes_interactions(tmp_path: Path) -> None:
    async with Stage.open(strict_limits=False) as stage:
        settings = with_pages(stage, FOLKMOOT_INTERACTIONS="http", FOLKMOOT_LOG_LEVEL="WARNING")
        environment = {**os.environ, **stage.environment(tmp_path / "folkmoot.db", **settings)}
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            await stage.discord.connected(stage.app)
            endpoint = f"{settings['FOLKMOOT_WEB_URL']}/interactions"
            await stage.discord.world.endpoints.register(stage.app, endpoint)
            page = f"{settings['FOLKMOOT_WEB_URL']}/nowhere"
            async with aiohttp.ClientSession() as browser, browser.get(page) as answer:
                assert answer.status == 404
                assert answer.content_type == "text/html"
        finally:
            program.terminate()
            _, said = await program.communicate()
        assert said.decode() == ""
