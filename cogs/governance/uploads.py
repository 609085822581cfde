"""Policies that were uploaded and read, and wait for the moderator to say yes."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import discord

from cogs.components.interactions.token_store import TokenStore

IN_MEMORY = 100


@dataclass(frozen=True)
class Upload:
    track: str
    data: bytes


_UPLOADS: WeakKeyDictionary[discord.Client, TokenStore[Upload]] = WeakKeyDictionary()


def uploads(client: discord.Client) -> TokenStore[Upload]:
    """Those that this connection keeps; a new one begins with none."""
    return _UPLOADS.setdefault(client, TokenStore(IN_MEMORY))
