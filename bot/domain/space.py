"""Spaces and tracks: who governs where (governance.md §1)."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, GuildId, RoleId, SpaceId, TrackId
from bot.domain.policy import Policy


@dataclass(frozen=True)
class Space:
    """A DAO's place in one Discord server, bound to its channels and roles."""

    id: SpaceId
    guild: GuildId
    name: str
    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    moderators: RoleId
    guardians: RoleId


@dataclass(frozen=True)
class Track:
    """A kind of decision within a space, with its policy of today."""

    id: TrackId
    space: SpaceId
    name: str
    policy: Policy
