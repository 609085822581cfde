"""A treasury that has targets is looked at, and members are told when it is to be rebalanced."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.jobs.job import SpaceJob


class ReviewTreasury(SpaceJob):
    kind = "review_treasury"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.targets_since

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.treasury_review.review(space)
