"""What is decided elsewhere on a chain is looked at, in spaces that show it."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class FollowMirrors(SpaceJob):
    kind = "follow_mirrors"
    by_clock = False

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.mirrored_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.mirroring.follow(space)
