"""Treasuries that have targets are looked at now and then, and members are told when one is to be rebalanced."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import SpaceId
from bot.domain.treasury.balance import Balance
from bot.domain.treasury.drift import by_calendar
from bot.domain.treasury.targets import Reminded, Targets
from bot.services.delivery.notifications import ReportDrift
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, UnitOfWork
from bot.services.treasury.holdings import Treasuries

LOOKED_AT_EVERY = timedelta(hours=6)


class TreasuryReview(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    treasuries: Treasuries
    clock: Clock
    wake_signal: WakeSignal

    async def review(self, space_id: SpaceId) -> datetime | None:
        """Tell once that a band was left, until all are back; and each time that the calendar has come, if there is
        anything to do. Of what can't be known nothing is told, and it is looked at again.

        Returns when to look again; None where there are no targets. Raises StoredDataInvalid.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.get(space_id)
        found = await self.treasuries.of_space(space)
        if found.balance is None:
            return None
        now = self.clock.now()
        if isinstance(found.balance, Balance):
            await self._tell(space_id, found.balance, now)
        return now + LOOKED_AT_EVERY

    async def _tell(self, space_id: SpaceId, balance: Balance, now: datetime) -> None:
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.get(space_id)
            settings = await repositories.treasuries.of_space(space_id)
            if settings.targets != balance.targets:
                return  # They were set anew meanwhile, which is looked at by itself.
            before = await repositories.treasuries.reminded(space_id)
            comes = _comes(balance.targets, before, now)
            after = Reminded(at=now if comes else before.at, out=balance.is_out)
            left = balance.is_out and not before.out
            if after != before:
                await repositories.treasuries.remind(space_id, after)
            if left or (comes and balance.rebalancing.trades):
                await repositories.outbox.add(ReportDrift(space.guild, space.id), at=now)
        self.wake_signal.send()


def _comes(targets: Targets, before: Reminded, now: datetime) -> bool:
    return targets.every is not None and by_calendar(before.at or targets.since, targets.every, now)
