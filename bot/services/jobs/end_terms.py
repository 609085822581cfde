"""The time is over for which votes gave roles: they are taken."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.jobs.job import SpaceJob

if TYPE_CHECKING:
    from bot.services.container import Services


class EndTerms(SpaceJob):
    kind = "end_terms"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return space.roles_end_at

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.ending_terms.end(space)
