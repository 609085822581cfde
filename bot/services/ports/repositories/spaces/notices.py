"""The repository of what members asked to be told in private."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId, MemberId
from bot.domain.notices.quiet_hours import QuietHours
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import Topic


class Notices(Protocol):
    async def of_member(self, guild: GuildId, member: MemberId) -> NoticeSettings:
        """What the member asked for in this server; nothing where nothing is stored."""
        ...

    async def choose(self, guild: GuildId, member: MemberId, topics: Collection[Topic], locale: str) -> None:
        """The member wants to be told of these, and of nothing else, in the language of this locale."""
        ...

    async def add(self, guild: GuildId, member: MemberId, topic: Topic) -> None:
        """The member wants to be told of this, too."""
        ...

    async def keep_quiet(self, guild: GuildId, member: MemberId, quiet: QuietHours | None) -> None:
        """When the member wants to hear nothing."""
        ...

    async def note_reach(self, guild: GuildId, member: MemberId, unreachable_since: datetime | None) -> None:
        """Since when no direct message arrives. Nothing is stored for who never asked for anything."""
        ...

    async def subscribers(self, guild: GuildId, topic: Topic, after: MemberId, limit: int) -> list[MemberId]:
        """Members of the server who asked for this, by their ids, from the one after `after` on."""
        ...
