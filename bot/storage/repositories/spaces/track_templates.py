"""What proposals begin with on tracks."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import TrackId
from bot.domain.spaces.template import TrackTemplate
from bot.storage.dialect import insert
from bot.storage.tables import track_templates

_OF_TRACK = select(track_templates.c.title, track_templates.c.text).where(
    track_templates.c.track == bindparam("of")
)


class StoredTrackTemplates:
    """`ports.TrackTemplates`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_track(self, track: TrackId) -> TrackTemplate | None:
        row = (await self._connection.execute(_OF_TRACK, {"of": track})).one_or_none()
        return TrackTemplate(*row) if row else None

    async def set(self, track: TrackId, template: TrackTemplate | None, at: datetime) -> None:
        if template is None:
            await self._connection.execute(delete(track_templates).where(track_templates.c.track == track))
            return
        written = {"title": template.title, "text": template.text, "at": at}
        new = insert(track_templates).values(track=track, **written)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["track"], set_=written))
