"""`python -m sandbox.discord`: for authors of other bots."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord as discordpy
import pytest

from bot.discord_addresses import point_at
from sandbox.discord import Discord
from sandbox.discord.control.control import Control
from tests.sandbox.browser.elements import parsed

PAGE = Path(__file__).parents[3] / "docs" / "sandbox-discord.md"


@pytest.fixture
async def alone() -> AsyncIterator[tuple[str, str, str, str, dict[str, Any]]]:
    """The addresses that it prints, and the world that is there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.discord", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        addresses, page, there = [(await process.stdout.readline()).decode().strip() for _ in range(3)]
    api, gateway, control = addresses.split()
    yield api, gateway, control, page, json.loads(there)
    process.terminate()
    async with asyncio.timeout(30):
        assert await process.wait() == 0


async def test_a_bot_connects_with_the_printed_token_and_is_seen_on_the_page(
    alone: tuple[str, str, str, str, dict[str, Any]],
) -> None:
    api, gateway, control, page, there = alone
    point_at(api, gateway)
    client = discordpy.Client(intents=discordpy.Intents.default(), guild_ready_timeout=0.01)
    running = asyncio.create_task(client.start(there["token"]))
    general = there["channels"]["general"]
    async with aiohttp.ClientSession() as http:
        async with http.post(
            f"{control}connected", json={"application_id": there["application_id"]}
        ) as answer:
            assert answer.status == 200
        channel = await client.fetch_channel(int(general))
        assert isinstance(channel, discordpy.TextChannel)
        await channel.send("I am here")
        address = f"{page}as/{there['members']['ada']}/{there['guild_id']}/{general}"
        async with http.get(address) as answer:
            assert "I am here" in parsed(await answer.text()).one("article").text
        async with http.get(page) as answer:
            people = parsed(await answer.text()).one("ul", klass="people")
    assert {each.text.casefold() for each in people.all("strong")} == set(there["members"])
    await client.close()
    await asyncio.gather(running, return_exceptions=True)


def test_the_page_in_the_documentation_names_every_verb_of_the_control_interface() -> None:
    verbs = {name.removeprefix("do_") for name in dir(Control(Discord())) if name.startswith("do_")}
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == verbs
