"""Events that a server's calendar shows: external ones, with a place and an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import ApiError, FormErrors

if TYPE_CHECKING:
    from sandbox.discord.world.guilds import Guild
    from sandbox.discord.world.members import User

Json = dict[str, Any]
EXTERNAL = 3
MOST = 100
"""Events of a server that are neither over nor cancelled."""
FURTHEST = timedelta(days=5 * 366)


class EventStatus(IntEnum):
    """What an event has come to."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


_NEXT = {
    EventStatus.SCHEDULED: (EventStatus.ACTIVE, EventStatus.CANCELED),
    EventStatus.ACTIVE: (EventStatus.COMPLETED,),
}


class ScheduledEvent:
    """One event. An active one whose end has come is over by itself."""

    def __init__(self, guild: Guild, event_id: int, creator: User, body: Json) -> None:
        self.guild = guild
        self.id = event_id
        self.creator = creator
        self.name: str = body["name"]
        self.description: str | None = body.get("description")
        self.location: str = body["entity_metadata"]["location"]
        self.starts_at = datetime.fromisoformat(body["scheduled_start_time"])
        self.ends_at = datetime.fromisoformat(body["scheduled_end_time"])
        self.set_status = EventStatus.SCHEDULED

    @property
    def status(self) -> EventStatus:
        """As it is now."""
        if self.set_status is EventStatus.ACTIVE and self.ends_at <= self.guild.world.clock.now():
            return EventStatus.COMPLETED
        return self.set_status

    @property
    def over(self) -> bool:
        """Whether it can't be changed any more."""
        return self.status not in _NEXT

    def change(self, body: Json) -> None:
        """Change it; raises `ApiError` for what Discord refuses."""
        wanted = EventStatus(body.get("status") or self.status)
        if self.over or (wanted is not self.status and wanted not in _NEXT[self.status]):
            raise ApiError(400, 180000, "Cannot update a finished event")
        starts_at = (
            datetime.fromisoformat(body["scheduled_start_time"]) if "scheduled_start_time" in body else None
        )
        ends_at = (
            datetime.fromisoformat(body["scheduled_end_time"]) if body.get("scheduled_end_time") else None
        )
        check_times(self.guild, starts_at, ends_at or self.ends_at, self.starts_at)
        self.starts_at, self.ends_at = starts_at or self.starts_at, ends_at or self.ends_at
        self.name = body.get("name", self.name)
        self.description = body.get("description", self.description)
        self.location = (body.get("entity_metadata") or {}).get("location", self.location)
        self.set_status = wanted

    def payload(self) -> Json:
        """The event as the API shows it."""
        return {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "name": self.name,
            "description": self.description,
            "channel_id": None,
            "creator_id": str(self.creator.id),
            "creator": self.creator.payload,
            "image": None,
            "scheduled_start_time": self.starts_at.isoformat(),
            "scheduled_end_time": self.ends_at.isoformat(),
            "status": int(self.status),
            "entity_type": EXTERNAL,
            "entity_id": None,
            "recurrence_rule": None,
            "privacy_level": 2,
            "sku_ids": [],
            "guild_scheduled_event_exceptions": [],
            "entity_metadata": {"location": self.location},
        }


def check_times(
    guild: Guild, starts_at: datetime | None, ends_at: datetime, started: datetime | None = None
) -> None:
    """Raises `ApiError` 50035 for times that are over, too far away, or in the wrong order. `starts_at` is None where
    it stays as it is (`started`)."""
    now, errors = guild.world.clock.now(), FormErrors()
    if starts_at is not None and starts_at <= now:
        errors.add(
            ("scheduled_start_time",),
            "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
            "Cannot schedule event in the past.",
        )
    first = starts_at or started
    if ends_at <= now or (first is not None and ends_at <= first):
        errors.add(
            ("scheduled_end_time",),
            "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
            "Cannot end event before it starts.",
        )
    if max(each for each in (first, ends_at) if each is not None) > now + FURTHEST:
        errors.add(
            ("scheduled_start_time",),
            "GUILD_SCHEDULED_EVENT_TOO_FAR",
            "Cannot schedule event so far in the future.",
        )
    errors.refuse()
