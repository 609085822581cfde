"""The repository of what proposals begin with on tracks."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import TrackId
from bot.domain.spaces.template import TrackTemplate


class TrackTemplates(Protocol):
    async def of_track(self, track: TrackId) -> TrackTemplate | None:
        """None where it has none."""
        ...

    async def set(self, track: TrackId, template: TrackTemplate | None, at: datetime) -> None:
        """In place of the one that it had; None: it has none any more."""
        ...
