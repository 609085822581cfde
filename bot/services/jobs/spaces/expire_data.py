"""What a server keeps for a while only goes when that is over."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class ExpireData(SpaceJob):
    kind = "expire_data"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.retention_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.retaining.expire(space)
