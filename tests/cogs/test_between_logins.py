"""While the bot isn't logged in to Discord, it does without Discord's time."""

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
