"""The bot on a stage whose guild gives it what the README's invitation gives it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.bootstrap import EXTENSIONS, open_runtime
from bot.client import FolkmootClient
from bot.discord_addresses import point_at
from bot.settings import Settings
from sandbox.discord.world.permissions import P
from sandbox.stage import Stage
from tests.databases import Databases
from tests.docs.pages import read
from tests.harness import ServiceHarness, convened

INVITED = int(re.search(r"&permissions=(\d+)", read("README.md"))[1])  # type: ignore[index]


@dataclass
class Invited:
    stage: Stage
    client: FolkmootClient

    def allow(self, permissions: int) -> None:
        """Give the bot's role these permissions and no others."""
        guild = self.stage.guild
        (role,) = guild.bot(self.stage.app).roles
        role.permissions = permissions
        guild.role_changed(role)

    async def doctor(self) -> str:
        """The answer to /gov doctor."""
        reply = await self.stage.moderator.slash(self.stage.log, "gov doctor")
        return (await reply.settled(timeout=30)).text


@pytest.fixture
async def invited(tmp_path: Path) -> AsyncIterator[Invited]:
    async with Stage.open(forum=False, strict_limits=False) as stage:
        # A token that nobody holds would be something to mend.
        await stage.add_voters({"holder": 10**18})
        stage.guild.everyone.permissions = 0
        stage.moderators.permissions = int(P.VIEW_CHANNEL | P.USE_APPLICATION_COMMANDS)
        (role,) = stage.guild.bot(stage.app).roles
        role.permissions = INVITED
        async with connected(stage, tmp_path / "folkmoot.db") as client:
            yield Invited(stage, client)
        assert stage.discord.violations == []


@asynccontextmanager
async def connected(stage: Stage, database: Path) -> AsyncIterator[FolkmootClient]:
    values: dict[str, Any] = {
        name.removeprefix("FOLKMOOT_").lower(): value for name, value in stage.environment(database).items()
    }
    values["chains"] = json.loads(values["chains"])
    settings = Settings(_env_file=None, **values)  # type: ignore[call-arg]
    point_at(settings.discord_api, settings.discord_gateway)
    async with open_runtime(settings) as parts:
        client = FolkmootClient(parts.services, EXTENSIONS)
        running = asyncio.create_task(client.start(stage.app.token))
        await client.wait_until_ready_once()
        yield client
        await client.close()
        await running


@pytest.fixture
async def tree(invited: Invited) -> discord.app_commands.CommandTree[FolkmootClient]:
    return invited.client.tree


@pytest.fixture
async def harness(sqlite: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    """On a file, which is what the auditors' scripts read."""
    async with convened(sqlite, tmp_path / "assembly.db") as harness:
        yield harness
