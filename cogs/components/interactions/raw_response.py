"""The first answer to a vote, by one plain request.

discord.py's `send_message` looks for a rate limit that Discord doesn't have here, asks for the message that it just
sent and builds an object of it. That costs as much as storing the ballot, and with hundreds of votes a second the
voters wait for it (bench/votes.py).
"""

from functools import lru_cache
from typing import Any

import discord
import orjson

from cogs.components.interactions.interaction import Interaction

_ANSWER = discord.InteractionResponseType.channel_message
_EPHEMERAL = discord.MessageFlags(ephemeral=True).value
_NOBODY: dict[str, Any] = {"parse": []}


async def respond_raw(interaction: Interaction, text: str, view: discord.ui.View) -> None:
    """Answer with an ephemeral message. Where that fails, discord.py's own way tries again and says why."""
    if not await _posted(interaction, text, view):
        await interaction.response.send_message(text, view=view, ephemeral=True)


async def _posted(interaction: Interaction, text: str, view: discord.ui.View) -> bool:
    if interaction._session is None:
        # A Discord within this process, as some tests have it, is not spoken to by HTTP.
        return False
    data = {
        "content": text,
        "flags": _EPHEMERAL,
        "components": _components(view),
        "allowed_mentions": _NOBODY,
    }
    # Of an interaction that was put off, that of the click with which it goes on.
    asked = interaction.response._parent
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    try:
        status = await interaction.client.plain_posts.post(
            path, orjson.dumps({"type": _ANSWER.value, "data": data})
        )
    except (OSError, ValueError):
        return False
    if status >= 300:
        return False
    interaction.response._response_type = _ANSWER
    return True


@lru_cache(maxsize=256)
def _components(view: discord.ui.View) -> list[dict[str, Any]]:
    """The views of receipts are shared, so that each is written out once."""
    return view.to_components()
