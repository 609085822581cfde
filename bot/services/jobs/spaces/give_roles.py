"""Members are looked at whose roles follow from rules."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class GiveRoles(SpaceJob):
    kind = "give_roles"

    @staticmethod
    def due(space: Space) -> datetime | None:
        times = [each for each in (space.role_looks_at, space.role_rules_at) if each is not None]
        return min(times, default=None)

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.giving_roles.look(space)
