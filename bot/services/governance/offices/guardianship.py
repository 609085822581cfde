"""Guardians are those of a proposal's submission: where their role was deleted since, nobody can veto. That is said."""

from collections.abc import Callable

import msgspec
import structlog

from bot.domain.ids import GuildId, ProposalId, RoleId
from bot.services.delivery.notifications import PostEvent, WarnModerators
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.ports import Clock, UnitOfWork

_log = structlog.get_logger(__name__)


class Guardianship(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def look(self, is_lost: Callable[[GuildId, RoleId], bool], within: GuildId | None = None) -> None:
        """Tell of each proposal (of one server, or of all) whose guardians' role is lost, once: its thread, the
        announcement and log channels, moderators and the operator. What one raises is raised after the others."""
        async with self.uow.reading() as repositories:
            guarded = await repositories.proposals.guarded(within)
        lost = [each for each in guarded if is_lost(each[0], each[2])]
        await each_by_itself(lost, lambda each: self._lost(*each))

    async def _lost(self, guild: GuildId, proposal_id: ProposalId, role: RoleId) -> None:
        async with self.uow.writing() as repositories:
            now = self.clock.now()
            proposal = await repositories.proposals.get(proposal_id)
            if proposal.guardians_lost_at is not None or await repositories.handovers.of(guild) is not None:
                return
            await repositories.proposals.lose_guardians(proposal_id, now)
            await repositories.outbox.add(
                PostEvent(guild, proposal_id, event="unguarded", announce=True, alarm=True),
                WarnModerators(guild, proposal_id, about="unguarded"),
                at=now,
            )
        _log.warning("guardians.lost", guild=guild, proposal=proposal_id, role=role)
        self.wake_signal.send()
