"""Scheduled events of a guild."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.discord.errors import ApiError, invalid_form, missing_permissions, unknown
from sandbox.discord.routes.routing import Call, Routes
from sandbox.discord.world.permissions import P
from sandbox.discord.world.scheduled_events import EXTERNAL, MOST, ScheduledEvent, check_times

routes = Routes()
Json = dict[str, Any]
_EVENTS = "/guilds/{guild_id}/scheduled-events"
_EVENT = _EVENTS + "/{guild_scheduled_event_id}"


@routes.get(_EVENTS)
def list_events(call: Call) -> list[Json]:
    """Those that are neither over nor cancelled."""
    return [event.payload() for event in call.guild().scheduled_events.values() if not event.over]


@routes.post(_EVENTS, checked=False)
def create_event(call: Call) -> Json:
    """A new external event; others are not served here. Needs Create Events."""
    guild, bot = call.guild_with(P.CREATE_EVENTS)
    if call.body.get("entity_type") != EXTERNAL:
        raise ApiError(501, 0, "only external events are served here")
    call.check("ExternalScheduledEventCreateRequest")
    if not call.body.get("scheduled_end_time"):
        raise invalid_form(("scheduled_end_time",), "BASE_TYPE_REQUIRED", "This field is required")
    if sum(not event.over for event in guild.scheduled_events.values()) >= MOST:
        raise ApiError(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    starts_at, ends_at = (
        datetime.fromisoformat(call.body[name]) for name in ("scheduled_start_time", "scheduled_end_time")
    )
    check_times(guild, starts_at, ends_at)
    event = ScheduledEvent(guild, guild.world.new_id(), bot.user, call.body)
    guild.scheduled_events[event.id] = event
    guild.tell_of_event("CREATE", event)
    return event.payload()


def _event(call: Call) -> ScheduledEvent:
    found = call.guild().scheduled_events.get(call.number("guild_scheduled_event_id"))
    if found is None:
        raise unknown("guild scheduled event")
    return found


def _own_event(call: Call) -> ScheduledEvent:
    """One that the bot may change: its own with Create Events, any with Manage Events."""
    event, held = _event(call), call.guild().bot(call.app).permissions
    own = event.creator is call.app.user and held & P.CREATE_EVENTS
    if not own and not held & P.MANAGE_EVENTS:
        raise missing_permissions()
    return event


@routes.get(_EVENT)
def get_event(call: Call) -> Json:
    """One event."""
    return _event(call).payload()


@routes.patch(_EVENT, checked=False)
def change_event(call: Call) -> Json:
    """Other times, words or status."""
    event = _own_event(call)
    call.check("ExternalScheduledEventPatchRequestPartial")
    event.change(call.body)
    event.guild.tell_of_event("UPDATE", event)
    return event.payload()


@routes.delete(_EVENT)
def delete_event(call: Call) -> None:
    """Take it away."""
    event = _own_event(call)
    del event.guild.scheduled_events[event.id]
    event.guild.tell_of_event("DELETE", event)
