"""Where a server's start panel is to stand, and that it stands there still."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import ChannelId, GuildId, MessageId, SpaceId
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.start_panel import StartPanel
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import PostStartPanel
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, UnitOfWork

LOOKED_AFTER = timedelta(days=1)
"""So often it is looked at, since Discord doesn't tell of what is deleted while the bot isn't there."""


class StartPanels(msgspec.Struct, frozen=True):
    """One for each server: that of its root space."""

    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def place(self, actor: Actor, channel: ChannelId | None) -> Space:
        """Have it in this channel from now on, or nowhere. The same channel again posts it anew where it is lost.

        Raises NotSetUp, NotModerator.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            before = await repositories.start_panels.of_space(space.id)
            if channel != (before.channel if before else None):
                await repositories.start_panels.place(space.id, channel, now)
                details = {} if channel is None else {"channel": str(channel)}
                await log_act(repositories, actor, "panel", at=now, space=space, details=details)
            await repositories.outbox.add(PostStartPanel(actor.guild), at=now)
        self.wake_signal.send()
        return space

    async def of(self, guild: GuildId) -> tuple[Space, StartPanel | None, list[Track]]:
        """The root space, its panel, and the tracks that say what the panel offers. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            tracks = await repositories.spaces.tracks(space.id)
            return space, await repositories.start_panels.of_space(space.id), tracks

    async def stands(self, space: SpaceId, channel: ChannelId, message: MessageId) -> None:
        """It was posted."""
        async with self.uow.writing() as repositories:
            await repositories.start_panels.stands(space, channel, message)

    async def lost(self, space: SpaceId) -> None:
        """It stands nowhere any more."""
        async with self.uow.writing() as repositories:
            await repositories.start_panels.stands(space, None, None)

    async def deleted(self, guild: GuildId, messages: Collection[MessageId]) -> None:
        """Somebody deleted messages: where the panel was among them, it is posted anew."""
        async with self.uow.reading() as repositories:
            panel = await repositories.start_panels.of_guild(guild)
            if await repositories.handovers.of(guild) is not None:
                return
        if panel is not None and panel.message in messages:
            await self._look(guild)

    async def look(self, space: SpaceId) -> datetime:
        """Have it looked at; returns when to do that again."""
        async with self.uow.reading() as repositories:
            guild = (await repositories.spaces.get(space)).guild
        await self._look(guild)
        return self.clock.now() + LOOKED_AFTER

    async def _look(self, guild: GuildId) -> None:
        async with self.uow.writing() as repositories:
            await repositories.outbox.add(PostStartPanel(guild), at=self.clock.now())
        self.wake_signal.send()
