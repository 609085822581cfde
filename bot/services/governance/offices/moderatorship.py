"""Whether anybody can moderate a space: where the role was deleted nobody can, and that is said in public."""

from collections.abc import Callable

import msgspec

from bot.domain.ids import GuildId, RoleId
from bot.domain.spaces.space import Space
from bot.services.actors import ITSELF, Actor
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, LogEntry, Repositories, UnitOfWork

_LOOKED_THROUGH = 200
"""Entries of the log: what was said before those is said again."""


class Moderatorship(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def look(self, guild: GuildId, is_lost: Callable[[RoleId], bool]) -> None:
        """Write each space of a server into the public log whose moderators' role is lost, once, with what can be done.
        Nothing in a server without spaces, or that was handed over."""
        async with self.uow.reading() as repositories:
            if not await self._unmoderated(repositories, guild, is_lost):
                return
        async with self.uow.writing() as repositories:
            actor = Actor(ITSELF, "", guild, "")
            for space in await self._unmoderated(repositories, guild, is_lost):
                await log_act(
                    repositories,
                    actor,
                    _act(space),
                    at=self.clock.now(),
                    space=space,
                    details={"role": str(space.moderators)},
                )
        self.wake_signal.send()

    async def _unmoderated(
        self, repositories: Repositories, guild: GuildId, is_lost: Callable[[RoleId], bool]
    ) -> list[Space]:
        """Those of which it wasn't said yet."""
        spaces = (await repositories.spaces.tree(guild)).spaces
        lost = [space for space in spaces if space.archived_at is None and is_lost(space.moderators)]
        if not lost or await repositories.handovers.of(guild) is not None:
            return []
        said = {_said(entry) for entry in await repositories.log.of_guild(guild, limit=_LOOKED_THROUGH)}
        return [space for space in lost if (_act(space), str(space.moderators)) not in said]


def _act(space: Space) -> str:
    return "moderators lost" if space.parent is None else "moderators missing"


def _said(entry: LogEntry) -> tuple[str, str | None]:
    return entry.act, entry.details.get("role")
