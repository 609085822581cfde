"""Spaces, tracks and their policies."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotSetUp
from bot.domain.ids import ChannelId, GuildId, ProposalId, RoleId, SpaceId, TrackId
from bot.domain.policy.model import Policy, same_electorate
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import PagesFor, PolicyVersion, Space, Track, UnreadableTrack
from bot.domain.spaces.tree import SpaceTree
from bot.storage.dialect import insert
from bot.storage.repositories.spaces import space_queries as queries
from bot.storage.repositories.spaces.space_rows import policy_of, space_of, track_of
from bot.storage.tables import (
    spaces,
    track_policies,
    tracks,
)
from bot.storage.unreadable import FAULTS, UnreadableRows, readable, words_of


class StoredSpaces:
    """`ports.Spaces`. An id that is not stored is a mistake of the program: KeyError."""

    def __init__(
        self,
        connection: AsyncConnection,
        changed: set[ProposalId],
        bound: set[SpaceId],
        unreadable: UnreadableRows,
    ) -> None:
        """`changed` gathers the proposals, `bound` the spaces whose times depend on what is stored here."""
        self._connection = connection
        self._unreadable = unreadable
        self._changed = changed
        self._bound = bound

    async def of_guild(self, guild: GuildId) -> Space:
        row = (await self._connection.execute(queries.SPACE_OF_GUILD, {"guild": guild})).one_or_none()
        if row is None:
            raise NotSetUp(guild)
        return space_of(row)

    async def of_channel(self, guild: GuildId, channel: ChannelId | None) -> Space:
        asked = {"guild": guild, "channel": channel}
        row = (await self._connection.execute(queries.SPACE_OF_CHANNEL, asked)).one_or_none()
        if row is None:
            raise NotSetUp(guild)
        return space_of(row)

    async def tree(self, guild: GuildId) -> SpaceTree:
        return SpaceTree(
            [
                space_of(row)
                for row in await self._connection.execute(queries.SPACES_IN_GUILD, {"guild": guild})
            ]
        )

    async def create(
        self,
        parent: Space,
        name: str,
        *,
        announcements: ChannelId,
        discussion: ChannelId,
        log: ChannelId,
        moderators: RoleId,
        guardians: RoleId,
        at: datetime,
    ) -> Space:
        statement = insert(spaces).values(
            guild=parent.guild,
            parent=parent.id,
            name=name,
            announcements=announcements,
            discussion=discussion,
            log=log,
            moderators=moderators,
            guardians=guardians,
            pages=parent.pages.value,
            events=parent.events,
            created_at=at,
            bound_at=at,
        )
        created = await self._connection.execute(statement.returning(spaces.c.id))
        space = await self.get(SpaceId(created.scalar_one()))
        self._bound.add(space.id)
        return space

    async def limit(self, space: SpaceId, limits: SpaceLimits | None) -> None:
        stored = None if limits is None else limits.model_dump_json()
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(limits=stored))

    async def set_least_timelock(self, space: SpaceId, least: timedelta) -> None:
        seconds = least // timedelta(seconds=1)
        await self._connection.execute(
            update(spaces).where(spaces.c.id == space).values(least_timelock=seconds)
        )

    async def archive(self, space: SpaceId, at: datetime) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(archived_at=at))

    async def get(self, space: SpaceId) -> Space:
        row = (await self._connection.execute(queries.SPACE_BY_ID, {"space": space})).one_or_none()
        if row is None:
            raise KeyError(space)
        return space_of(row)

    async def find(self, space: SpaceId) -> Space | None:
        row = (await self._connection.execute(queries.SPACE_BY_ID, {"space": space})).one_or_none()
        return None if row is None else space_of(row)

    async def of_track(self, track: TrackId) -> Space | None:
        row = (await self._connection.execute(queries.SPACE_OF_TRACK, {"track": track})).one_or_none()
        return None if row is None else space_of(row)

    async def of_submitted(self, proposal: ProposalId) -> Space | None:
        row = (
            await self._connection.execute(queries.SPACE_OF_SUBMITTED, {"proposal": proposal})
        ).one_or_none()
        return None if row is None else space_of(row)

    async def some_guild(self) -> GuildId | None:
        found: int | None = await self._connection.scalar(queries.SOME_GUILD)
        return None if found is None else GuildId(found)

    async def show_pages_to(self, space: SpaceId, pages: PagesFor) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(pages=pages.value))

    async def show_events(self, guild: GuildId, shown: bool) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.guild == guild).values(events=shown))

    async def log_links(self, space: SpaceId, logged: bool) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(logs_links=logged))

    async def name_moderators(self, space: SpaceId, role: RoleId) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(moderators=role))

    async def name_guardians(self, space: SpaceId, role: RoleId) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(guardians=role))

    async def all(self) -> list[Space]:
        return await readable(
            self._connection, queries.ALL_SPACES, spaces.c.id, {}, space_of, self._unreadable
        )

    async def bind(
        self,
        guild: GuildId,
        name: str,
        *,
        announcements: ChannelId,
        discussion: ChannelId,
        log: ChannelId,
        moderators: RoleId,
        guardians: RoleId,
        voters: RoleId | None = None,
        at: datetime,
    ) -> Space:
        binding = {
            "name": name,
            "announcements": announcements,
            "discussion": discussion,
            "log": log,
            "moderators": moderators,
            "guardians": guardians,
            "voters": voters,
            "bound_at": at,
        }
        statement = insert(spaces).values(guild=guild, created_at=at, **binding)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[spaces.c.guild], index_where=spaces.c.parent.is_(None), set_=binding
            )
        )
        space = await self.of_guild(guild)
        self._bound.add(space.id)
        return space

    async def name_voters(self, space: SpaceId, role: RoleId | None) -> None:
        await self._connection.execute(update(spaces).where(spaces.c.id == space).values(voters=role))

    async def tracks(self, space: SpaceId) -> list[Track]:
        found, faults = await self._read_tracks(space)
        for each, fault in faults:
            self._unreadable.report(f"tracks {each.id}", fault)
        return found

    async def unreadable_tracks(self, space: SpaceId) -> list[UnreadableTrack]:
        return [each for each, _ in (await self._read_tracks(space))[1]]

    async def _read_tracks(
        self, space: SpaceId
    ) -> tuple[list[Track], list[tuple[UnreadableTrack, Exception]]]:
        found: list[Track] = []
        faults: list[tuple[UnreadableTrack, Exception]] = []
        for row in await self._connection.execute(queries.TRACKS_OF_SPACE, {"space": space}):
            try:
                found.append(track_of(row))
            except FAULTS as error:
                faults.append((UnreadableTrack(TrackId(row.id), space, row.name, words_of(error)), error))
        return found, faults

    async def track(self, track: TrackId) -> Track:
        row = (await self._connection.execute(queries.TRACK_BY_ID, {"track": track})).one_or_none()
        if row is None:
            raise KeyError(track)
        return track_of(row)

    async def set_track(self, space: SpaceId, name: str, policy: Policy, at: datetime) -> Track:
        statement = insert(tracks).values(space=space, name=name, created_at=at).on_conflict_do_nothing()
        await self._connection.execute(statement)
        by_name = select(tracks.c.id).where(tracks.c.space == space, tracks.c.name == name)
        track = TrackId((await self._connection.execute(by_name)).scalar_one())
        await self._connection.execute(update(tracks).where(tracks.c.id == track).values(retired_at=None))
        stored = insert(track_policies).values(track=track, policy=policy.model_dump_json(), at=at)
        added = await self._connection.execute(stored.returning(track_policies.c.id))
        await self._follow(track, added.scalar_one(), policy)
        await self._connection.execute(queries.RULES_CHANGED, {"of": track})
        self._changed.update(await self._connection.scalars(queries.UNOPENED, {"track": track}))
        return Track(track, space, name, policy)

    async def _follow(self, track: TrackId, newest: int, policy: Policy) -> None:
        """The newest policy decides about those proposals that were submitted with the same electorate, and about those
        whose own can't be read any more."""
        for row in await self._connection.execute(queries.POLICIES_OF_SUBMITTED, {"track": track}):
            submitted = self._readable_policy(row)
            if submitted is None or same_electorate(submitted, policy):
                await self._connection.execute(
                    queries.FOLLOW, {"track": track, "followed": row.id, "newest": newest}
                )

    async def retire_track(self, track: TrackId, at: datetime) -> None:
        await self._connection.execute(update(tracks).where(tracks.c.id == track).values(retired_at=at))

    async def policies(self, track: TrackId) -> list[PolicyVersion]:
        rows = await self._connection.execute(queries.POLICIES, {"track": track})
        return [
            PolicyVersion(number, policy, row.at)
            for number, row in enumerate(rows, start=1)
            if (policy := self._readable_policy(row)) is not None
        ]

    def _readable_policy(self, row: Row[*tuple[Any, ...]]) -> Policy | None:
        try:
            return policy_of(row.policy)
        except FAULTS as error:
            self._unreadable.report(f"track_policies {row.id}", error)
            return None
