"""The channels of a Discord server, as far as a space can live in them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from bot.domain.ids import ChannelId
from bot.domain.server_acts.base import text_of
from bot.domain.server_acts.roles.roles import Overwrite


class ChannelKind(StrEnum):
    TEXT = "text"
    FORUM = "forum"
    CATEGORY = "category"
    OTHER = "other"
    """Such as a voice channel: no space lives there."""


SUITED: Mapping[str, Sequence[ChannelKind]] = {
    "announcements": (ChannelKind.TEXT,),
    "discussion": (ChannelKind.TEXT, ChannelKind.FORUM),
    "log": (ChannelKind.TEXT,),
}
"""What a channel has to be, by what it is for."""


class FoundChannel(msgspec.Struct, frozen=True):
    """A channel as Discord describes it now."""

    id: ChannelId
    name: str
    kind: ChannelKind
    category: ChannelId | None = None
    """In which it stands."""
    overwrites: tuple[Overwrite, ...] = ()


class NamedChannel(msgspec.Struct, frozen=True):
    """A channel or category in an act."""

    id: ChannelId
    name: str
    """Its name when the act was written."""

    def document(self) -> dict[str, Any]:
        return {"id": str(self.id), "name": self.name}


def named_channel(document: Any) -> NamedChannel:
    """Raises LookupError, TypeError or ValueError for another shape."""
    return NamedChannel(ChannelId(int(document["id"])), text_of(document["name"]))


def channel_name(text: str) -> str:
    """As Discord writes the name of a text channel: in small letters, and with a dash for each space."""
    return "-".join(text.lower().split())
