"""Before the bot is logged in to Discord it does without Discord's time, and right after that it can end."""

import asyncio

import pytest

from bot.client import FolkmootClient
from tests.captured_logs import captured_logs
from tests.cogs.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.attack("time")
async def test_asking_for_the_time_while_a_session_is_closed_ends_nothing(world: World) -> None:
    client = FolkmootClient(world.parts.services, ())
    await client.http.static_login(world.app.token)
    await client.ask_time()
    await client.http.close()
    with captured_logs() as logged:
        await client.ask_time()
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
