"""What a member wants to be told in private, and when."""

from collections.abc import Collection

import msgspec

from bot.domain.ids import GuildId, MemberId
from bot.domain.notices.quiet_hours import quiet_hours
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import Topic
from bot.services.ports import Clock, UnitOfWork


class ChoosingNotices(msgspec.Struct, frozen=True):
    """Each server by itself: who is in several chooses in each. Nobody chooses for somebody else."""

    uow: UnitOfWork
    clock: Clock

    async def settings(self, guild: GuildId, member: MemberId) -> NoticeSettings:
        """What the member asked for. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            await repositories.spaces.of_guild(guild)
            return await repositories.notices.of_member(guild, member)

    async def choose(
        self, guild: GuildId, member: MemberId, topics: Collection[Topic], locale: str
    ) -> NoticeSettings:
        """Tell the member of these topics from now on, and of no others. Raises NotSetUp."""
        async with self.uow.writing() as repositories:
            await repositories.spaces.of_guild(guild)
            await repositories.notices.choose(guild, member, topics, locale)
            return await repositories.notices.of_member(guild, member)

    async def keep_quiet(
        self, guild: GuildId, member: MemberId, begins: str, ends: str, zone: str
    ) -> NoticeSettings:
        """Tell the member nothing in these hours, as they wrote them; without hours, at any time.

        Raises NotSetUp, BadHour, QuietAllDay, UnknownZone.
        """
        quiet = quiet_hours(begins, ends, zone) if begins.strip() or ends.strip() else None
        async with self.uow.writing() as repositories:
            await repositories.spaces.of_guild(guild)
            await repositories.notices.keep_quiet(guild, member, quiet)
            return await repositories.notices.of_member(guild, member)

    async def turn_off(self, guild: GuildId, member: MemberId, locale: str) -> None:
        """Tell the member nothing any more of this server, whether it is set up still or not."""
        async with self.uow.writing() as repositories:
            await repositories.notices.choose(guild, member, (), locale)

    async def reached(self, settings: NoticeSettings, *, reached: bool) -> None:
        """Keep whether a direct message of the bot arrived, where that is new."""
        if reached == (settings.unreachable_since is None):
            return
        since = None if reached else self.clock.now()
        async with self.uow.writing() as repositories:
            await repositories.notices.note_reach(settings.guild, settings.member, since)
