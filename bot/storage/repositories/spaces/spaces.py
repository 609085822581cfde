"""Spaces, tracks and their policies."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import NotSetUp, StoredDataInvalid
from bot.domain.ids import ChannelId, GuildId, ProposalId, RoleId, SpaceId, TrackId
from bot.domain.policy.model import Policy, same_electorate
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import PagesFor, PolicyVersion, Space, Track, UnreadableTrack
from bot.domain.spaces.tree import SpaceTree
from bot.storage.dialect import insert
from bot.storage.tables import (
    digests,
    erasures,
    given_roles,
    jury_draws,
    mirrors,
    openings,
    proposals,
    retention_periods,
    role_looks,
    role_rules,
    spaces,
    start_panels,
    submissions,
    track_policies,
    tracks,
    treasury_settings,
)
from bot.storage.unreadable import FAULTS, UnreadableRows, readable, words_of

_SPACE = select(
    spaces.c.id,
    spaces.c.guild,
    spaces.c.name,
    spaces.c.announcements,
    spaces.c.discussion,
    spaces.c.log,
    spaces.c.moderators,
    spaces.c.guardians,
    spaces.c.voters,
    spaces.c.pages,
    select(func.max(mirrors.c.added_at))
    .where(mirrors.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("mirrored_at"),
    select(treasury_settings.c.targets_since)
    .where(treasury_settings.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("targets_since"),
    spaces.c.logs_links,
    spaces.c.events,
    select(func.min(given_roles.c.look_at))
    .where(given_roles.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("roles_end_at"),
    select(func.min(erasures.c.look_at))
    .where(erasures.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("erasures_at"),
    select(func.min(retention_periods.c.look_at))
    .where(retention_periods.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("retention_at"),
    select(start_panels.c.since)
    .where(start_panels.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("panel_since"),
    select(digests.c.next_at)
    .where(digests.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("digest_at"),
    select(func.min(jury_draws.c.after))
    .where(jury_draws.c.space == spaces.c.id, jury_draws.c.block_number.is_(None))
    .correlate(spaces)
    .scalar_subquery()
    .label("draws_at"),
    select(func.min(role_looks.c.at))
    .where(role_looks.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("role_looks_at"),
    select(func.min(role_rules.c.read_at))
    .where(role_rules.c.space == spaces.c.id)
    .correlate(spaces)
    .scalar_subquery()
    .label("role_rules_at"),
    spaces.c.parent,
    spaces.c.archived_at,
    spaces.c.limits,
    spaces.c.least_timelock,
)
_IN_GUILD = _SPACE.where(spaces.c.guild == bindparam("guild"))
_SPACE_OF_GUILD = _IN_GUILD.where(spaces.c.parent.is_(None))
_SPACES_IN_GUILD = _IN_GUILD.order_by(spaces.c.id)
_SPACE_OF_CHANNEL = (
    _IN_GUILD.where(
        or_(
            spaces.c.parent.is_(None),
            *(
                column == bindparam("channel")
                for column in (spaces.c.announcements, spaces.c.discussion, spaces.c.log)
            ),
        )
    )
    # An archived space keeps its channels until another one has them.
    .order_by(spaces.c.parent.is_(None), spaces.c.archived_at.is_not(None), spaces.c.id.desc())
    .limit(literal_column("1"))
)
_SPACE_BY_ID = _SPACE.where(spaces.c.id == bindparam("space"))
_SPACE_OF_TRACK = _SPACE.join(tracks, tracks.c.space == spaces.c.id).where(tracks.c.id == bindparam("track"))
_SPACE_OF_SUBMITTED = (
    _SPACE.join(proposals, proposals.c.space == spaces.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(proposals.c.id == bindparam("proposal"))
)
_SOME_GUILD = select(func.min(spaces.c.guild))
_ALL_SPACES = _SPACE.order_by(spaces.c.id)

latest_policy = (
    select(func.max(track_policies.c.id))
    .where(track_policies.c.track == tracks.c.id)
    .correlate(tracks)
    .scalar_subquery()
)
"""The id of the policy that a row of `tracks` has today."""

_TRACK = select(
    tracks.c.id, tracks.c.space, tracks.c.name, tracks.c.retired_at, track_policies.c.policy
).join_from(tracks, track_policies, track_policies.c.id == latest_policy)
_TRACKS_OF_SPACE = _TRACK.where(tracks.c.space == bindparam("space")).order_by(tracks.c.id)
_TRACK_BY_ID = _TRACK.where(tracks.c.id == bindparam("track"))
_POLICIES = (
    select(track_policies.c.id, track_policies.c.policy, track_policies.c.at)
    .where(track_policies.c.track == bindparam("track"))
    .order_by(track_policies.c.id)
)

_RULES_CHANGED = (
    update(proposals)
    .where(
        proposals.c.track == bindparam("of"),
        ~exists().where(openings.c.proposal == proposals.c.id),
    )
    .values(version=proposals.c.version + 1)
)
_UNOPENED = (
    select(proposals.c.id)
    .join(submissions, submissions.c.proposal == proposals.c.id)
    .where(
        ~proposals.c.settled,
        proposals.c.track == bindparam("track"),
        ~exists().where(openings.c.proposal == proposals.c.id),
    )
)

_POLICIES_OF_SUBMITTED = (
    select(track_policies.c.id, track_policies.c.policy)
    .where(
        track_policies.c.id.in_(
            select(submissions.c.policy)
            .join(proposals, submissions.c.proposal == proposals.c.id)
            .where(~proposals.c.settled, proposals.c.track == bindparam("track"))
        )
    )
    .order_by(track_policies.c.id)
)
"""Those that decide about proposals of a track."""
_FOLLOW = (
    update(submissions)
    .where(submissions.c.policy == bindparam("followed"), submissions.c.proposal.in_(_UNOPENED))
    .values(policy=bindparam("newest"))
)


@lru_cache(maxsize=512)
def policy_of(text: str) -> Policy:
    """The policy that the JSON text describes. Policies are frozen, so that all may share one.

    Raises StoredDataInvalid for one that this program wouldn't write, such as one beyond its bounds.
    """
    try:
        return Policy.model_validate_json(text)
    except RecursionError as error:
        raise StoredDataInvalid(f"policy: {words_of(error)}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StoredDataInvalid(f"policy: {place}: {first['msg']}") from error


@lru_cache(maxsize=512)
def _limits_of(text: str) -> SpaceLimits:
    """Raises StoredDataInvalid for what this program wouldn't write: nobody may take it for no limits at all."""
    try:
        return SpaceLimits.model_validate_json(text)
    except ValidationError as error:
        raise StoredDataInvalid("spaces: limits") from error


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
        row = (await self._connection.execute(_SPACE_OF_GUILD, {"guild": guild})).one_or_none()
        if row is None:
            raise NotSetUp(guild)
        return _space(row)

    async def of_channel(self, guild: GuildId, channel: ChannelId | None) -> Space:
        asked = {"guild": guild, "channel": channel}
        row = (await self._connection.execute(_SPACE_OF_CHANNEL, asked)).one_or_none()
        if row is None:
            raise NotSetUp(guild)
        return _space(row)

    async def tree(self, guild: GuildId) -> SpaceTree:
        return SpaceTree(
            [_space(row) for row in await self._connection.execute(_SPACES_IN_GUILD, {"guild": guild})]
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
        row = (await self._connection.execute(_SPACE_BY_ID, {"space": space})).one_or_none()
        if row is None:
            raise KeyError(space)
        return _space(row)

    async def find(self, space: SpaceId) -> Space | None:
        row = (await self._connection.execute(_SPACE_BY_ID, {"space": space})).one_or_none()
        return None if row is None else _space(row)

    async def of_track(self, track: TrackId) -> Space | None:
        row = (await self._connection.execute(_SPACE_OF_TRACK, {"track": track})).one_or_none()
        return None if row is None else _space(row)

    async def of_submitted(self, proposal: ProposalId) -> Space | None:
        row = (await self._connection.execute(_SPACE_OF_SUBMITTED, {"proposal": proposal})).one_or_none()
        return None if row is None else _space(row)

    async def some_guild(self) -> GuildId | None:
        found: int | None = await self._connection.scalar(_SOME_GUILD)
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
        return await readable(self._connection, _ALL_SPACES, spaces.c.id, {}, _space, self._unreadable)

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
        for row in await self._connection.execute(_TRACKS_OF_SPACE, {"space": space}):
            try:
                found.append(_track(row))
            except FAULTS as error:
                faults.append((UnreadableTrack(TrackId(row.id), space, row.name, words_of(error)), error))
        return found, faults

    async def track(self, track: TrackId) -> Track:
        row = (await self._connection.execute(_TRACK_BY_ID, {"track": track})).one_or_none()
        if row is None:
            raise KeyError(track)
        return _track(row)

    async def set_track(self, space: SpaceId, name: str, policy: Policy, at: datetime) -> Track:
        statement = insert(tracks).values(space=space, name=name, created_at=at).on_conflict_do_nothing()
        await self._connection.execute(statement)
        by_name = select(tracks.c.id).where(tracks.c.space == space, tracks.c.name == name)
        track = TrackId((await self._connection.execute(by_name)).scalar_one())
        await self._connection.execute(update(tracks).where(tracks.c.id == track).values(retired_at=None))
        stored = insert(track_policies).values(track=track, policy=policy.model_dump_json(), at=at)
        added = await self._connection.execute(stored.returning(track_policies.c.id))
        await self._follow(track, added.scalar_one(), policy)
        await self._connection.execute(_RULES_CHANGED, {"of": track})
        self._changed.update(await self._connection.scalars(_UNOPENED, {"track": track}))
        return Track(track, space, name, policy)

    async def _follow(self, track: TrackId, newest: int, policy: Policy) -> None:
        """The newest policy decides about those proposals that were submitted with the same electorate, and about those
        whose own can't be read any more."""
        for row in await self._connection.execute(_POLICIES_OF_SUBMITTED, {"track": track}):
            submitted = self._readable_policy(row)
            if submitted is None or same_electorate(submitted, policy):
                await self._connection.execute(
                    _FOLLOW, {"track": track, "followed": row.id, "newest": newest}
                )

    async def retire_track(self, track: TrackId, at: datetime) -> None:
        await self._connection.execute(update(tracks).where(tracks.c.id == track).values(retired_at=at))

    async def policies(self, track: TrackId) -> list[PolicyVersion]:
        rows = await self._connection.execute(_POLICIES, {"track": track})
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


def _space(row: Row[*tuple[Any, ...]]) -> Space:
    limits = None if row.limits is None else _limits_of(row.limits)
    named: dict[str, Any] = {
        **row._mapping,
        "pages": PagesFor(row.pages),
        "limits": limits,
        "least_timelock": timedelta(seconds=row.least_timelock),
    }
    return Space(**named)


def _track(row: Row[*tuple[Any, ...]]) -> Track:
    return Track(TrackId(row.id), SpaceId(row.space), row.name, policy_of(row.policy), row.retired_at)
