"""Discord is told the commands once, and again only where it has others."""

from typing import Any

import pytest

from bot.command_sync import sync_commands
from sandbox.discord.world.applications import CHAT_INPUT, Command
from tests.cogs.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


def vote_of(world: World) -> Command:
    vote = world.app.command("vote", CHAT_INPUT, None)
    assert vote is not None
    return vote


async def test_commands_are_registered_only_where_discord_has_others(world: World) -> None:
    assert world.client is not None
    tree, as_told = world.client.tree, vote_of(world).payload["description_localizations"]
    assert not await sync_commands(tree)

    said: dict[str, Any] = {**as_told, "de": "Etwas anderes"}
    vote_of(world).payload = {**vote_of(world).payload, "description_localizations": said}
    assert await sync_commands(tree)
    assert vote_of(world).payload["description_localizations"] == as_told

    del world.app.commands[vote_of(world).id]
    assert await sync_commands(tree)
    assert vote_of(world).payload["description_localizations"] == as_told
    assert not await sync_commands(tree)
