"""What was given up: shown to those who can mend what kept it back, and tried again when they say so."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.domain.ids import GuildId, ProposalId, ProposalNumber
from bot.domain.spaces.space import Space
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import Notification
from bot.services.delivery.notifications.notification import ProposalNotification
from bot.services.delivery.outbox import WARNED_AFTER, WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, GivenUp, OutboxEntry, Repositories, UnitOfWork

AT_ONCE = 1000
"""So many are taken up by one command."""


class Retrying(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def given_up(self, guild: GuildId) -> tuple[Space, Sequence[GivenUp]]:
        """What people of a server miss, the oldest first, at most 100. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return await repositories.spaces.of_guild(guild), await _missed(repositories, guild)

    async def waiting(self, guild: GuildId) -> tuple[Space, Sequence[OutboxEntry]]:
        """What people of a server miss for now, since it has been tried in vain for minutes, the oldest first, at most
        100. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            found = await repositories.outbox.stuck(guild, WARNED_AFTER[0])
            return await repositories.spaces.of_guild(guild), [
                each for each in found if each.notification.missed and each.notification.warned
            ]

    async def given_up_anywhere(self, guild: GuildId | None = None) -> Sequence[GivenUp]:
        """The same for the operator: of all servers, or of one that may not even be set up."""
        async with self.uow.reading() as repositories:
            return await _missed(repositories, guild)

    async def numbers(self, found: Iterable[Notification]) -> Mapping[ProposalId, ProposalNumber]:
        """By which people know the proposals that these are about."""
        about = {each.proposal for each in found if isinstance(each, ProposalNotification)}
        async with self.uow.reading() as repositories:
            return await repositories.proposals.numbers(about)

    async def retry(self, actor: Actor) -> int:
        """Try again what was given up in the moderator's server. Returns how much it is.

        Raises NotSetUp, NotModerator.
        """
        async with self.uow.writing() as repositories:
            require_moderator(actor, await repositories.spaces.of_guild(actor.guild))
            number = await self._take_up(repositories, actor.guild)
            if number:
                details = {"deliveries": str(number)}
                await log_act(repositories, actor, "retry", at=self.clock.now(), details=details)
        self.wake_signal.send()
        return number

    async def retry_anywhere(self, guild: GuildId | None = None) -> int:
        """What the operator's command does: in one server, or in all. Returns how much it is."""
        async with self.uow.writing() as repositories:
            return await self._take_up(repositories, guild)

    async def _take_up(self, repositories: Repositories, guild: GuildId | None) -> int:
        found = await repositories.outbox.given_up(guild, limit=AT_ONCE)
        await repositories.outbox.take_up([each.entry for each in found], self.clock.now())
        return sum(each.entry.notification.missed for each in found)


async def _missed(repositories: Repositories, guild: GuildId | None) -> list[GivenUp]:
    return [each for each in await repositories.outbox.given_up(guild) if each.entry.notification.missed]
