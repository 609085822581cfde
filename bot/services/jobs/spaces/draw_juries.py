"""A time has come from which on a block decides who is drawn for a jury."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class DrawJuries(SpaceJob):
    kind = "draw_juries"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.draws_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.drawing_juries.draw(space)
