"""The time is over for which votes gave roles: they are taken."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class EndTerms(SpaceJob):
    kind = "end_terms"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.roles_end_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.ending_terms.end(space)
