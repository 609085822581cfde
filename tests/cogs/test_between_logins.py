"""Before the bot is logged in to Discord it does without Discord's time, and right after that it can end."""

import asyncio
from typing import Any

import pytest

from bot.client import FolkmootClient
from tests.captured_logs import captured_logs
from tests.cogs.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.attack("time")
async def test_discord_is_asked_for_the_time_also_between_two_logins(world: World) -> None:
    client, asked = FolkmootClient(world.parts.services, ()), []

    async def note(request: Any) -> None:
        asked.append(request.path)

    await client.http.static_login(world.app.token)
    await client.http.close()
    world.discord.on_request = note
    try:
        with captured_logs() as logged:
            await client.ask_time()
    finally:
        world.discord.on_request = None
    assert [path.rpartition("/")[2] for path in asked] == ["gateway"]
    assert not logged


@pytest.mark.attack("time")
async def test_a_discord_that_does_not_tell_the_time_ends_nothing(world: World) -> None:
    client = FolkmootClient(world.parts.services, ())
    await client.http.static_login(world.app.token)
    # aiohttp asks a second time for what can be asked twice.
    world.discord.faults.fail_next("GET", r".*/gateway", status=None, times=2)
    with captured_logs() as logged:
        await client.ask_time()
    await client.http.close()
    assert [line["event"] for line in logged] == ["clock.unheard"]


async def test_a_bot_that_ends_as_soon_as_it_is_connected_leaves_nothing_that_fails(world: World) -> None:
    client, connected = FolkmootClient(world.parts.services, ()), asyncio.Event()

    async def on_connect() -> None:
        connected.set()

    client.add_listener(on_connect)
    running = asyncio.create_task(client.start(world.discord.create_application("Another").token))
    await connected.wait()
    waiting = client._connection._ready_task
    assert waiting is not None
    await client.close()
    await running
    await asyncio.wait({waiting})
    assert waiting.exception() is None
