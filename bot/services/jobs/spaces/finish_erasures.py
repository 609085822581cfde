"""Members who asked to be erased are erased once nothing holds it up."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class FinishErasures(SpaceJob):
    kind = "finish_erasures"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.erasures_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.own_data.finish(space)
