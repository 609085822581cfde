"""A treasury that has targets is looked at, and members are told when it is to be rebalanced."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.jobs.job import SpaceJob

if TYPE_CHECKING:
    from bot.services.container import Services


class ReviewTreasury(SpaceJob):
    kind = "review_treasury"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.targets_since

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.treasury_review.review(space)
