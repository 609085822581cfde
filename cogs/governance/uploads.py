"""Policies that were uploaded and read, and wait for the moderator to say yes."""

from dataclasses import dataclass

from cogs.components.interactions.token_store import TokenStores

IN_MEMORY = 100


@dataclass(frozen=True)
class Upload:
    track: str
    data: bytes


uploads = TokenStores[Upload](IN_MEMORY)
