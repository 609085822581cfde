"""Contracts whose proposals a space shows: naming them, and following them on chain."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.errors import (
    AlreadyMirrored,
    FolkmootError,
    MirrorKindUnknown,
    MirrorsFull,
    MirrorUnknown,
)
from bot.domain.ids import ChainId, ChannelId, GuildId, SpaceId
from bot.domain.mirrors import (
    MIRROR_KINDS,
    MOST_MIRRORS,
    MOST_PROPOSALS,
    MOST_THREADS,
    MOST_THREADS_OF_ONE,
    Mirror,
)
from bot.services.accounts.reading import AccountReading
from bot.services.actors import ITSELF, Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.notifications import (
    AnyNotification,
    PostLogEntry,
    PostMirrored,
    PostMirroredEnd,
    RefreshMirrored,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.pages.access import PageAccess
from bot.services.ports import Chain, Clock, MirrorReaders, MirrorReading, Repositories, UnitOfWork

EVERY = timedelta(minutes=2)
"""So often a mirror is looked at. A look takes some seven requests, and no chain makes a block more slowly than in 15
seconds."""
LONGEST_PAUSE = timedelta(hours=1)
"""After looks that failed, again and again."""
_MOST_LIVE = 100
"""Proposals of one mirror that one look reads again: those that have threads, and of the others each in its turn."""
LOOKS_AT_ONCE = 8
"""On one chain over all servers, in the order in which they ask: each may hold megabytes of what somebody wrote into a
contract."""
_LONGEST_LOOK = timedelta(minutes=5)
_LONGEST_FAULT = 300

_log = structlog.get_logger(__name__)


class MirrorState(msgspec.Struct, frozen=True):
    """A mirror, and what is kept of it."""

    mirror: Mirror
    kept: int
    """Proposals."""
    live: int
    """Of them those of which something may still become."""
    page: str | None
    """Where all of them are listed; None where there are no pages."""


class Mirroring(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    readers: MirrorReaders
    account_reading: AccountReading
    page_access: PageAccess
    clock: Clock
    wake_signal: WakeSignal
    room: defaultdict[ChainId, asyncio.Semaphore] = msgspec.field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(LOOKS_AT_ONCE))
    )
    """For looks at each chain: one that doesn't answer holds up no mirrors on others."""

    async def add(self, actor: Actor, kind: str, account: str, channel: ChannelId, chain: str = "") -> Mirror:
        """Show the proposals of a contract in a channel from now on. The contract is on the chain of this name or
        number, the first one where none is named.

        Raises NotModerator, NotSetUp, UnknownChain, MirrorKindUnknown, BadAddress, NoCode, WrongContract, MirrorsFull,
        AlreadyMirrored, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            require_moderator(actor, await repositories.spaces.of_guild(actor.guild))
        kind = kind.strip().casefold()
        if kind not in MIRROR_KINDS:
            raise MirrorKindUnknown(kind, tuple(MIRROR_KINDS))
        on = chain_named(self.chains, chain)
        found = await self.account_reading.account(actor.guild, account, on)
        rules = await self.readers[kind].check(on.id, found)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            await _refuse_another(repositories, space.id, on.id, found)
            mirror = await repositories.mirrors.add(
                space.id, kind, on.id, found, channel, rules, actor.member, now
            )
            details = {"kind": kind, "account": found, "chain": str(on.id), "channel": str(channel)}
            await log_act(repositories, actor, "mirror add", at=now, details=details)
        self.wake_signal.send()
        return Mirror(mirror, space.id, kind, on.id, found, channel, actor.member, now, rules)

    async def remove(self, actor: Actor, account: str) -> Mirror:
        """Show a contract's proposals no more; what was posted stays. Raises NotModerator, NotSetUp, MirrorUnknown."""
        wanted = account.strip().casefold()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            mirrors = await repositories.mirrors.of_space(space.id)
            mirror = next((each for each in mirrors if wanted in _names(each)), None)
            if mirror is None:
                raise MirrorUnknown(account, tuple(each.address for each in mirrors))
            await repositories.mirrors.remove(mirror.id)
            details = {"kind": mirror.kind, "account": mirror.address, "chain": str(mirror.chain)}
            await log_act(repositories, actor, "mirror remove", at=self.clock.now(), details=details)
        self.wake_signal.send()
        return mirror

    async def of(self, guild: GuildId) -> list[MirrorState]:
        """The mirrors of a server, the oldest first. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            return [
                MirrorState(
                    each,
                    *await repositories.mirrored_proposals.count(each.id),
                    self.page_access.url_of_mirror(space, each.id),
                )
                for each in await repositories.mirrors.of_space(space.id)
            ]

    async def follow(self, space: SpaceId) -> datetime | None:
        """Look at those of the space's mirrors whose time has come. One that can't be read holds up no other.

        Returns when the next one's has; None where there are none.
        """
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            mirrors = await repositories.mirrors.of_space(space)
        due = [each for each in mirrors if each.look_at is None or each.look_at <= now]
        await asyncio.gather(*map(self._look, due))
        async with self.uow.reading() as repositories:
            times = [each.look_at or now for each in await repositories.mirrors.of_space(space)]
        return min(times, default=None)

    async def _look(self, mirror: Mirror) -> None:
        async with self.room[mirror.chain]:
            await self._read(mirror)

    async def _read(self, mirror: Mirror) -> None:
        # What it sees is as old as its begin: what comes later is for the next look.
        began = self.clock.now()
        try:
            async with asyncio.timeout(_LONGEST_LOOK.total_seconds()):
                async with self.uow.reading() as repositories:
                    live = await repositories.mirrored_proposals.live(mirror.id, _MOST_LIVE)
                reading = await self.readers[mirror.kind].read(mirror, live)
                were_live = {each.key for each in live}
        except FolkmootError as error:
            _log.warning("mirror.unread", mirror=mirror.id, error=repr(error))
            await self._failed(mirror, error)
        except Exception as error:  # noqa: BLE001 - logged; what a contract's answer does to the program is this mirror's alone
            _log.exception("mirror.fault", mirror=mirror.id)
            await self._failed(mirror, error)
        else:
            await self._store(mirror, reading, were_live, began)

    async def _store(
        self, mirror: Mirror, reading: MirrorReading, were_live: Set[str], began: datetime
    ) -> None:
        whole = reading.at_end and reading.read.is_whole
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if await repositories.mirrors.find(mirror.id) is None:
                return  # It was removed meanwhile.
            proposals = repositories.mirrored_proposals
            await proposals.note_ends(mirror.id, reading.ended_by)
            await proposals.put(mirror.id, reading.changed)
            await proposals.looked_at(
                mirror.id, {*were_live, *(each.key for each in reading.changed)}, reading.read.until
            )
            await proposals.keep_newest(mirror.id, MOST_PROPOSALS)
            await repositories.mirrors.was_read(
                mirror.id, reading.read, reading.rules, began + EVERY if whole else began
            )
            await repositories.outbox.add(*await _to_say(repositories, mirror, reading, were_live), at=now)
            await _tell_of_what_is_left_out(repositories, mirror, reading, now)
        self.wake_signal.send()

    async def _failed(self, mirror: Mirror, error: Exception) -> None:
        pause = min(LONGEST_PAUSE, EVERY * 2 ** min(mirror.failures, 10))
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_FAULT]
        async with self.uow.writing() as repositories:
            await repositories.mirrors.failed(mirror.id, fault, self.clock.now() + pause)


async def _to_say(
    repositories: Repositories, mirror: Mirror, reading: MirrorReading, were_live: Set[str]
) -> list[AnyNotification]:
    """The threads of what is new, and what has changed of those that are asked for already."""
    guild = (await repositories.spaces.get(mirror.space)).guild
    known = await repositories.mirrored_proposals.shown(mirror.id, [each.key for each in reading.changed])
    said: list[AnyNotification] = []
    for each in reading.changed:
        if (of := known.get(each.key)) is not None:
            said.append(RefreshMirrored(guild, of))
            if each.key in were_live and not each.stage.is_live:
                said.append(PostMirroredEnd(guild, of))
    new = await repositories.mirrored_proposals.show(mirror.id, MOST_THREADS, MOST_THREADS_OF_ONE)
    return [*said, *(PostMirrored(guild, of) for of in reversed(new))]


async def _tell_of_what_is_left_out(
    repositories: Repositories, mirror: Mirror, reading: MirrorReading, at: datetime
) -> None:
    """In the public log, when the first block of a mirror had to be left out: from then on its list counts them."""
    if reading.read.left_out == 0 or (mirror.read is not None and mirror.read.left_out > 0):
        return
    guild = (await repositories.spaces.get(mirror.space)).guild
    details = {"account": mirror.address, "chain": str(mirror.chain)}
    entry = await repositories.log.add(guild, ITSELF, "mirror omitted", at=at, details=details)
    await repositories.outbox.add(PostLogEntry(guild=guild, entry=entry.id), at=at)


async def _refuse_another(repositories: Repositories, space: SpaceId, chain: ChainId, account: str) -> None:
    """Raises MirrorsFull, AlreadyMirrored."""
    for each in await repositories.mirrors.of_space(space):
        if (each.chain, each.address) == (chain, account):
            raise AlreadyMirrored(account, each.channel)
    if await repositories.mirrors.count(space) >= MOST_MIRRORS:
        raise MirrorsFull(MOST_MIRRORS)


def _names(mirror: Mirror) -> tuple[str, str]:
    """By which a moderator may name it."""
    return mirror.address.casefold(), f"{mirror.chain}:{mirror.address}".casefold()
