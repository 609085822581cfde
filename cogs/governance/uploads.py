"""Policies that were uploaded and read, and wait for the moderator to say yes."""

import msgspec

from cogs.components.interactions.token_store import TokenStores

IN_MEMORY = 100


class Upload(msgspec.Struct, frozen=True):
    track: str
    data: bytes


uploads = TokenStores[Upload](IN_MEMORY)
