"""The auditors of a space, who see what Discord signed for each ballot. Each change is in the public log."""

import msgspec

from bot.domain.errors import AuditorsFull, AuditorUnknown
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.spaces.auditors import MOST_AUDITORS, Auditor
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.governance.setup.space_setup import require_some
from bot.services.ports import Clock, UnitOfWork


class NamingAuditors(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def of(self, guild: GuildId, channel: ChannelId | None = None) -> list[Auditor]:
        """Those of the channel's space, members first. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            return await repositories.auditors.of_space(space.id)

    async def add(self, actor: Actor, auditor: Auditor) -> None:
        """Nothing changes where it is one already. Raises NotModerator, NotSetUp, BadSetting for @everyone,
        AuditorsFull."""
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            if auditor.is_role:
                require_some("auditor", RoleId(auditor.id), actor.guild)
            named = await repositories.auditors.of_space(space.id)
            if auditor in named:
                return
            if len(named) >= MOST_AUDITORS:
                raise AuditorsFull(MOST_AUDITORS)
            await repositories.auditors.add(space.id, auditor)
            await log_act(
                repositories,
                actor,
                "auditor add",
                at=self.clock.now(),
                space=space,
                details=_details(auditor),
            )
        self.wake_signal.send()

    async def remove(self, actor: Actor, auditor: Auditor) -> None:
        """What they have been given stays theirs. Raises NotModerator, NotSetUp, AuditorUnknown."""
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            if auditor not in await repositories.auditors.of_space(space.id):
                raise AuditorUnknown
            await repositories.auditors.remove(space.id, auditor)
            await log_act(
                repositories,
                actor,
                "auditor remove",
                at=self.clock.now(),
                space=space,
                details=_details(auditor),
            )
        self.wake_signal.send()


def _details(auditor: Auditor) -> dict[str, str]:
    return {"role" if auditor.is_role else "member": str(auditor.id)}
