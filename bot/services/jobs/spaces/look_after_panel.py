"""The start panel is looked at once a day, and posted anew where it is gone."""

from datetime import datetime

from bot.domain.ids import SpaceId
from bot.domain.spaces.space import Space
from bot.services.container import Services
from bot.services.governance.setup.start_panel import LOOKED_AFTER
from bot.services.jobs.job import SpaceJob


class LookAfterPanel(SpaceJob):
    kind = "look_after_panel"

    @staticmethod
    def due(space: Space) -> datetime | None:
        return None if space.panel_since is None else space.panel_since + LOOKED_AFTER

    async def run(self, services: Services, space: SpaceId) -> datetime | None:
        return await services.start_panels.look(space)
