"""Spaces and tracks: who governs where (governance.md §1).

The spaces of a server are a tree. Its root is what `/gov setup` binds; each child was created by its parent's vote.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from bot.domain.ids import ChannelId, GuildId, RoleId, SpaceId, TrackId
from bot.domain.policy.model import Policy
from bot.domain.spaces.limits import SpaceLimits

MOST_CHILDREN = 10
"""Of one space, those that are archived left out."""
MOST_SPACES = 50
"""In one server, those that are archived left out."""
DEEPEST = 4
"""So many spaces stand above one at most."""
LONGEST_SPACE_NAME = 40
MAIN = "main"
"""The track that every space has."""


class PagesFor(StrEnum):
    """Who may see a space's pages in the browser."""

    NOBODY = "off"
    MEMBERS = "members"
    """Who is in its Discord server, by Discord's own word."""
    EVERYBODY = "public"


class Space(msgspec.Struct, frozen=True):
    """A DAO's place in one Discord server, or that of a part of it, bound to its channels and roles."""

    id: SpaceId
    guild: GuildId
    name: str
    announcements: ChannelId
    discussion: ChannelId
    log: ChannelId
    moderators: RoleId
    guardians: RoleId
    voters: RoleId | None = None
    """The role that is mentioned when a vote opens; None: nobody is."""
    pages: PagesFor = PagesFor.MEMBERS
    mirrored_at: datetime | None = None
    """When the last of the contracts was named that it mirrors; None: it mirrors none."""
    targets_since: datetime | None = None
    """When the shares were set that its treasury is to have; None: it has no targets."""
    logs_links: bool = False
    """Whether the public log has an entry for each wallet that is linked or unlinked. Those that move to another
    account, or take themselves off one, have theirs in any case."""
    events: bool = False
    """Whether its votes have events in Discord's calendar."""
    roles_end_at: datetime | None = None
    """When the next of the roles is looked at that votes gave for a time; None: none has an end."""
    erasures_at: datetime | None = None
    """When it is looked next whether a member can be erased who asked for it here; None: nobody waits for that."""
    retention_at: datetime | None = None
    """When it is looked next whether anything goes that the server keeps for a while only; None: it keeps all."""
    panel_since: datetime | None = None
    """When moderators chose where its start panel stands; None: it has none."""
    digest_at: datetime | None = None
    """When its next weekly digest is due; None: it has none."""
    draws_at: datetime | None = None
    """From when on a block decides the next of the juries that are to be drawn; None: none waits."""
    role_looks_at: datetime | None = None
    """When a member is looked at next whose roles by rules may change; None: nobody is."""
    role_rules_at: datetime | None = None
    """When all are looked at again whom one of its rules for roles is about; None: it has none."""
    parent: SpaceId | None = None
    """The space that created it; None for a server's root."""
    archived_at: datetime | None = None
    """From then on nothing new is proposed in it; what runs goes on."""
    limits: SpaceLimits | None = None
    """What its parent lets it move, with all that stands below it; None: what its own rules let it."""
    least_timelock: timedelta = timedelta(0)
    """No track of it, nor of what stands below it, may have a shorter one: so long whoever stands above may veto. Set
    by its parent."""

    @property
    def channels(self) -> dict[str, ChannelId]:
        """By what they are for."""
        return {"announcements": self.announcements, "discussion": self.discussion, "log": self.log}


class Track(msgspec.Struct, frozen=True):
    """A kind of decision within a space, with its policy of today."""

    id: TrackId
    space: SpaceId
    name: str
    policy: Policy
    retired_at: datetime | None = None
    """From then on nothing new is proposed on it; what runs goes on."""


class UnreadableTrack(msgspec.Struct, frozen=True):
    """A track whose policy of today can't be read. A new one makes it a track again."""

    id: TrackId
    space: SpaceId
    name: str
    why: str
    """Technical words for the operator."""


class PolicyVersion(msgspec.Struct, frozen=True):
    """A policy that a track had or has. `number` counts from 1, the first one."""

    number: int
    policy: Policy
    at: datetime
