"""A space's settings go to another server: its rules, tracks, address book and templates, without any past."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import BookEntry
from bot.domain.errors import BadSetting
from bot.domain.errors.governance.settings import TracksAreFull
from bot.domain.errors.governance.settings_files import NamesMissing
from bot.domain.ids import ChannelId, RoleId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.policy.toml.file import About, PolicyFile
from bot.domain.spaces.settings_file import (
    BookLine,
    SpaceSettings,
    TrackSettings,
    categories_in,
    mapped,
    read_settings,
    roles_in,
)
from bot.domain.spaces.space import Space, Track
from bot.services.accounts.book import MOST_ENTRIES, entry_details, refuse_taken
from bot.services.actors import Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.policies.least_timelock import require_timelock
from bot.services.governance.policies.policy_binding import BoundPolicy, PolicyBinding
from bot.services.governance.policies.policy_changes import Changes
from bot.services.governance.policies.rule_changes import in_discussion, tell_rule_change
from bot.services.governance.public_log import log_act
from bot.services.governance.tracks.tracks import MOST_TRACKS, earlier_policies, policy_details
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.stages import require_last_stage, require_names_parts_track

Id = TypeVar("Id", RoleId, ChannelId)

EXPORT_SETTINGS = Requirement(Effect.READ, frozenset({Who.MODERATORS}))


class ServerNames(msgspec.Struct, frozen=True):
    """What the roles and categories of a Discord server are called."""

    roles: Mapping[RoleId, str]
    categories: Mapping[ChannelId, str]


class Taken(msgspec.Struct, frozen=True):
    """What a server would have of a file, or has."""

    tracks: tuple[tuple[TrackSettings, bool], ...]
    """And whether each is new here."""
    book: tuple[BookEntry, ...]
    """Entries that are new here; none in a part, since the address book is the whole server's."""
    settings: SpaceSettings


class SettingsCopies(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    policy_binding: PolicyBinding
    clock: Clock
    wake_signal: WakeSignal

    async def of(self, actor: Actor, names: ServerNames) -> SpaceSettings:
        """Those of the channel's space, without tracks that were retired. Raises NotSetUp, NotModerator."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            return await settings_of(repositories, space, names)

    async def read(self, actor: Actor, data: bytes, names: ServerNames) -> Taken:
        """What the channel's space would have of the file, with everything on chain looked at; nothing is changed.

        Raises BadSettingsFile, BadPolicy, BadSetting, NamesMissing, LabelTaken, NotSetUp, NotModerator, and what
        `PolicyBinding.bound` raises.
        """
        space, tracks = await self._moderated(actor)
        settings = _here(read_settings(data), names)
        await self._bound(space, tracks, settings)
        async with self.uow.reading() as repositories:
            return await self._taken(repositories, actor, space, settings, tracks)

    async def take(self, actor: Actor, data: bytes, names: ServerNames) -> Taken:
        """All of it at once: tracks of the same name get these rules, others are made; tracks and entries that the file
        doesn't have stay. Votes under way keep their frozen rules. Raises what `read` raises."""
        space, tracks = await self._moderated(actor)
        settings = _here(read_settings(data), names)
        bound = await self._bound(space, tracks, settings)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            taken = await self._taken(repositories, actor, space, settings, tracks)
            details = {"file": sha256(data).hexdigest(), "from": settings.space}
            await log_act(repositories, actor, "settings import", at=now, space=space, details=details)
            made: list[Track] = []
            for wanted, found in zip(settings.tracks, bound, strict=True):
                was = next((each for each in tracks if each.name.casefold() == wanted.name.casefold()), None)
                discussed = await in_discussion(repositories, was)
                name = was.name if was else wanted.name
                track = await repositories.spaces.set_track(space.id, name, found.policy, now)
                await tell_rule_change(repositories, actor.guild, discussed, track, now)
                if wanted.template is not None:
                    await repositories.track_templates.set(track.id, wanted.template, now)
                    begun = {"track": track.name, "template": wanted.template.hash}
                    await log_act(repositories, actor, "track template", at=now, space=space, details=begun)
                act = "policy upload" if was else "track add"
                await log_act(repositories, actor, act, at=now, space=space, details=policy_details(track))
                made.append(track)
            for track in made:
                await require_last_stage(repositories, track)
                require_names_parts_track(track)
            for entry in taken.book:
                await repositories.address_book.add(space.id, entry)
                await log_act(repositories, actor, "address add", at=now, details=entry_details(entry))
            if settings.digest is not None and space.parent is None:
                await repositories.digests.set(space.id, settings.digest, settings.digest.after(now))
        self.wake_signal.send()
        return taken

    async def _moderated(self, actor: Actor) -> tuple[Space, list[Track]]:
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            return space, await repositories.spaces.tracks(space.id)

    async def _bound(self, space: Space, tracks: list[Track], settings: SpaceSettings) -> list[BoundPolicy]:
        """The rules of the file with this server's own executors."""
        names = {each.name.casefold() for each in tracks if each.retired_at is None}
        names |= {each.name.casefold() for each in settings.tracks}
        if len(names) > MOST_TRACKS:
            raise BadSetting("file", settings.space, TracksAreFull(MOST_TRACKS))
        found = []
        for wanted in settings.tracks:
            async with self.uow.reading() as repositories:
                before = await earlier_policies(repositories, tracks, wanted.name)
                file = PolicyFile(wanted.policy, About(power="own"))
                await require_timelock(repositories, space, wanted.policy)
            found.append(await self.policy_binding.bound(file, Changes(), before))
        return found

    async def _taken(
        self,
        repositories: Repositories,
        actor: Actor,
        space: Space,
        settings: SpaceSettings,
        tracks: list[Track],
    ) -> Taken:
        there = {each.name.casefold() for each in tracks}
        listed = tuple((each, each.name.casefold() not in there) for each in settings.tracks)
        if space.parent is not None:
            return Taken(listed, (), settings)
        entries = await repositories.address_book.of_space(space.id)
        known = {(each.chain, each.key) for each in entries}
        book: list[BookEntry] = []
        for line in settings.book:
            on = chain_named(self.policy_binding.chains, str(line.chain))
            entry = BookEntry(on.id, line.name, line.account, actor.member, self.clock.now())
            if (entry.chain, entry.key) not in known:
                refuse_taken([*entries, *book], entry)
                book.append(entry)
        return Taken(listed, tuple(book[: max(0, MOST_ENTRIES - len(entries))]), settings)


async def settings_of(repositories: Repositories, space: Space, names: ServerNames) -> SpaceSettings:
    """The settings of a space, without tracks that were retired. A role or category without a name has its number."""
    tracks = [each for each in await repositories.spaces.tracks(space.id) if each.retired_at is None]
    templates = [await repositories.track_templates.of_track(each.id) for each in tracks]
    root = await repositories.spaces.of_guild(space.guild)
    entries = await repositories.address_book.of_space(root.id)
    digest = await repositories.digests.of_space(root.id)
    roles = frozenset[RoleId]().union(*(roles_in(each.policy) for each in tracks))
    categories = frozenset[ChannelId]().union(*(categories_in(each.policy) for each in tracks))
    return SpaceSettings(
        space.name,
        tuple(
            TrackSettings(track.name, track.policy, template)
            for track, template in zip(tracks, templates, strict=True)
        ),
        tuple(BookLine(each.chain, each.name, each.account) for each in entries),
        digest,
        {each: names.roles.get(each, str(each)) for each in sorted(roles)},
        {each: names.categories.get(each, str(each)) for each in sorted(categories)},
    )


def _here(settings: SpaceSettings, names: ServerNames) -> SpaceSettings:
    """With the roles and categories of this server by their names. Raises NamesMissing."""
    roles, no_roles = _by_name(settings.roles, names.roles)
    categories, no_categories = _by_name(settings.categories, names.categories)
    used_roles = frozenset[RoleId]().union(*(roles_in(each.policy) for each in settings.tracks))
    used_categories = frozenset[ChannelId]().union(*(categories_in(each.policy) for each in settings.tracks))
    no_roles += [str(each) for each in sorted(used_roles - settings.roles.keys())]
    no_categories += [str(each) for each in sorted(used_categories - settings.categories.keys())]
    if no_roles or no_categories:
        raise NamesMissing(tuple(no_roles), tuple(no_categories))
    tracks = [replace(each, policy=mapped(each.policy, roles, categories)) for each in settings.tracks]
    return replace(settings, tracks=tuple(tracks))


def _by_name(wanted: Mapping[Id, str], here: Mapping[Id, str]) -> tuple[dict[Id, Id], list[str]]:
    found: dict[Id, Id] = {}
    missing: list[str] = []
    for each, name in wanted.items():
        called = [other for other, known in here.items() if known == name]
        if len(called) == 1:
            found[each] = called[0]
        else:
            missing.append(name)
    return found, missing
