"""The channels of a Discord server, as far as a space can live in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId


class ChannelKind(StrEnum):
    TEXT = "text"
    FORUM = "forum"
    OTHER = "other"
    """Such as a voice channel: no space lives there."""


SUITED: Mapping[str, Sequence[ChannelKind]] = {
    "announcements": (ChannelKind.TEXT,),
    "discussion": (ChannelKind.TEXT, ChannelKind.FORUM),
    "log": (ChannelKind.TEXT,),
}
"""What a channel has to be, by what it is for."""


@dataclass(frozen=True)
class FoundChannel:
    """A channel as Discord describes it now."""

    id: ChannelId
    name: str
    kind: ChannelKind
