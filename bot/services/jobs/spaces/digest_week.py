"""A week is over: its digest is told, in servers that have one."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class DigestWeek(SpaceJob):
    kind = "digest_week"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.digest_at

    async def run(self, services: Services, space: SpaceId) -> None:
        await services.digesting.tell(space)
