"""The first answer to a vote, by one plain request.

discord.py's `send_message` looks for a rate limit that Discord doesn't have here, asks for the message that it just
sent and builds an object of it. That costs as much as storing the ballot, and with hundreds of votes a second the
voters wait for it (bench/votes.py).
"""

from functools import lru_cache
from typing import Any

import aiohttp
import discord
import orjson
from discord.http import Route

from cogs.components.interactions.interaction import Interaction

_TIME = aiohttp.ClientTimeout(total=5)
"""Discord takes an answer for three seconds."""
_ANSWER = discord.InteractionResponseType.channel_message
_HEADERS = {"Content-Type": "application/json"}
_NOBODY: dict[str, Any] = {"parse": []}


async def respond_raw(interaction: Interaction, text: str, view: discord.ui.View) -> None:
    """Answer with an ephemeral message. Where that fails, discord.py's own way tries again and says why."""
    if not await _posted(interaction, text, view):
        await interaction.response.send_message(text, view=view, ephemeral=True)


async def _posted(interaction: Interaction, text: str, view: discord.ui.View) -> bool:
    session: aiohttp.ClientSession | None = interaction._session
    if session is None:
        # A Discord within this process, as some tests have it, is not spoken to by HTTP.
        return False
    data = {
        "content": text,
        "flags": discord.MessageFlags(ephemeral=True).value,
        "components": _components(view),
        "allowed_mentions": _NOBODY,
    }
    url = f"{Route.BASE}/interactions/{interaction.id}/{interaction.token}/callback"
    body = orjson.dumps({"type": _ANSWER.value, "data": data})
    try:
        async with session.post(url, data=body, headers=_HEADERS, timeout=_TIME) as response:
            if response.status >= 300:
                return False
    except (aiohttp.ClientError, TimeoutError):
        return False
    interaction.response._response_type = _ANSWER
    return True


@lru_cache(maxsize=256)
def _components(view: discord.ui.View) -> list[dict[str, Any]]:
    """The views of receipts are shared, so that each is written out once."""
    return view.to_components()
