"""Saying once, before the end of a vote, that it ends: in private, and where too few have come, in public."""

import msgspec

from bot.domain.ids import ProposalId
from bot.domain.notices.topics import Topic
from bot.domain.proposals.reminding import reminds_at
from bot.services.delivery.notifications import TellSubscribers, WarnOfTurnout
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, UnitOfWork


class RemindingVoters(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def remind(self, proposal: ProposalId) -> None:
        """Have them told, and keep that they were; nothing where it is not (or no longer) the time for it."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            found = await repositories.proposals.get(proposal)
            due = reminds_at(found)
            if due is None or now < due:
                return
            guild = (await repositories.spaces.get(found.space)).guild
            await repositories.proposals.remind(proposal, now)
            await repositories.outbox.add(TellSubscribers(guild, proposal, Topic.ENDING), at=now)
            await repositories.outbox.add(WarnOfTurnout(guild, proposal), at=now)
        self.wake_signal.send()
