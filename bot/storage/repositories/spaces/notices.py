"""What members asked to be told in private."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, MemberId
from bot.domain.notices.quiet_hours import QuietHours
from bot.domain.notices.settings import NoticeSettings
from bot.domain.notices.topics import Topic
from bot.storage.dialect import add_missing, insert, json_rows
from bot.storage.tables import notice_settings, notice_topics
from bot.storage.unreadable import named

_settings = (notice_settings.c.guild == bindparam("of"), notice_settings.c.member == bindparam("who"))
_topics = (notice_topics.c.guild == bindparam("of"), notice_topics.c.member == bindparam("who"))

_SETTINGS = select(
    notice_settings.c.quiet_begins,
    notice_settings.c.quiet_ends,
    notice_settings.c.zone,
    notice_settings.c.locale,
    notice_settings.c.unreachable_since,
).where(*_settings)
# Each by the whole key: what other topics have many subscribers of is not looked through.
_TOPICS = select(notice_topics.c.topic).where(*_topics, notice_topics.c.topic.in_(list(Topic)))
_FORGET_TOPICS = delete(notice_topics).where(*_topics, notice_topics.c.topic.in_(list(Topic)))
_ADD_TOPICS = add_missing(notice_topics, "guild", "topic", "member")
_REACH = update(notice_settings).where(*_settings)
_SUBSCRIBERS = (
    select(notice_topics.c.member)
    .where(
        notice_topics.c.guild == bindparam("of"),
        notice_topics.c.topic == bindparam("about"),
        notice_topics.c.member > bindparam("after"),
    )
    .order_by(notice_topics.c.member)
    .limit(bindparam("limit"))
)


class StoredNotices:
    """`ports.Notices`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_member(self, guild: GuildId, member: MemberId) -> NoticeSettings:
        whose = {"of": guild, "who": member}
        row = (await self._connection.execute(_SETTINGS, whose)).one_or_none()
        if row is None:
            return NoticeSettings(guild, member)
        topics = await self._connection.scalars(_TOPICS, whose)
        with named(f"notice_settings {guild} {member}"):
            return NoticeSettings(
                guild,
                member,
                frozenset(map(Topic, topics)),
                _quiet(row),
                row.locale,
                row.unreachable_since,
            )

    async def choose(self, guild: GuildId, member: MemberId, topics: Collection[Topic], locale: str) -> None:
        await self._set(guild, member, locale=locale)
        await self._connection.execute(_FORGET_TOPICS, {"of": guild, "who": member})
        if topics:
            rows = [(guild, topic, member) for topic in topics]
            await self._connection.execute(_ADD_TOPICS, json_rows(rows))

    async def add(self, guild: GuildId, member: MemberId, topic: Topic) -> None:
        new = insert(notice_settings).values(guild=guild, member=member, locale="")
        await self._connection.execute(new.on_conflict_do_nothing())
        await self._connection.execute(_ADD_TOPICS, json_rows([(guild, topic, member)]))

    async def keep_quiet(self, guild: GuildId, member: MemberId, quiet: QuietHours | None) -> None:
        hours = (
            {"quiet_begins": None, "quiet_ends": None, "zone": None}
            if quiet is None
            else {
                "quiet_begins": quiet.begins.isoformat("minutes"),
                "quiet_ends": quiet.ends.isoformat("minutes"),
                "zone": quiet.zone,
            }
        )
        await self._set(guild, member, **hours)

    async def note_reach(self, guild: GuildId, member: MemberId, unreachable_since: datetime | None) -> None:
        await self._connection.execute(
            _REACH.values(unreachable_since=unreachable_since), {"of": guild, "who": member}
        )

    async def subscribers(self, guild: GuildId, topic: Topic, after: MemberId, limit: int) -> list[MemberId]:
        asked = {"of": guild, "about": topic, "after": after, "limit": limit}
        return [MemberId(member) for member in await self._connection.scalars(_SUBSCRIBERS, asked)]

    async def _set(self, guild: GuildId, member: MemberId, **values: Any) -> None:
        new = insert(notice_settings).values(guild=guild, member=member, **{"locale": "", **values})
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=["guild", "member"], set_=values)
        )


def _quiet(row: Row[*tuple[Any, ...]]) -> QuietHours | None:
    if row.zone is None:
        return None
    return QuietHours(time.fromisoformat(row.quiet_begins), time.fromisoformat(row.quiet_ends), row.zone)
