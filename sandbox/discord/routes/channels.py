"""Channels: read, create, change, delete; direct messages."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import ApiError, FormErrors, invalid_form, missing_permissions, unknown
from sandbox.discord.people.refusals import too_fast
from sandbox.discord.routes.routing import Answer, Call, Routes
from sandbox.discord.routes.threads import change_thread
from sandbox.discord.world.channels import FORUM, TEXT, Channel, Overwrite, tag
from sandbox.discord.world.direct import DirectChannel
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

routes = Routes()
Json = dict[str, Any]


@routes.get("/channels/{channel_id}")
def get_channel(call: Call) -> Json:
    """A channel, thread or direct channel."""
    return call.channel().payload(call.app)


@routes.patch("/channels/{channel_id}", checked=False)
def update_channel(call: Call) -> Json:
    """Change a channel or a thread; each kind has its own schema."""
    channel = call.channel()
    if isinstance(channel, Thread):
        call.check("UpdateThreadRequestPartial")
        return change_thread(call, channel)
    if isinstance(channel, DirectChannel):
        raise ApiError(403, 50003, "Cannot execute action on a DM channel")
    call.check("UpdateGuildChannelRequestPartial")
    call.require(channel, P.MANAGE_CHANNELS)
    body = call.body
    if body.get("permission_overwrites") is not None:
        call.require(channel, P.MANAGE_ROLES)
        _require_its_own(call, channel, [overwrite(row) for row in body["permission_overwrites"]])
    _change(channel, body)
    channel.changed()
    return channel.payload()


def _require_its_own(call: Call, channel: Channel, wanted: list[Overwrite]) -> None:
    """A bot allows and denies nothing that it hasn't itself; what stays as it is may stay."""
    own = channel.guild.bot(call.app).permissions_in(channel)
    new = {row.id: row for row in wanted}
    for number in new.keys() | channel.overwrites.keys():
        before, after = channel.overwrites.get(number), new.get(number)
        changed = (before.allow if before else 0) ^ (after.allow if after else 0)
        changed |= (before.deny if before else 0) ^ (after.deny if after else 0)
        if changed & ~own:
            raise missing_permissions()


def _change(channel: Channel, body: Json) -> None:
    for key, attribute in (
        ("name", "name"),
        ("topic", "topic"),
        ("nsfw", "nsfw"),
        ("rate_limit_per_user", "slowmode"),
    ):
        if key in body:
            setattr(channel, attribute, body[key])
    if body.get("position") is not None:
        channel.position = body["position"]
    if "flags" in body:
        channel.flags = int(body["flags"] or 0)
    if "parent_id" in body:
        channel.parent = channel.world.channel(int(body["parent_id"])) if body["parent_id"] else None
    if body.get("permission_overwrites") is not None:
        channel.overwrites = {int(row["id"]): overwrite(row) for row in body["permission_overwrites"]}
    if body.get("available_tags") is not None:
        if channel.kind != FORUM:
            raise invalid_form(("available_tags",), "CHANNEL_NOT_FORUM", "Only forums have tags.")
        channel.tags = [
            tag(int(row["id"]) if row.get("id") else channel.world.new_id(), row)
            for row in _tags(body["available_tags"])
        ]
    for key in ("default_auto_archive_duration", "default_thread_rate_limit_per_user", "default_sort_order"):
        if body.get(key) is not None:
            channel.settings[key] = int(body[key])


def _tags(given: list[Json]) -> list[Json]:
    errors = FormErrors()
    for index, row in enumerate(given):
        if not 1 <= len(row["name"]) <= 20:
            message = "Must be between 1 and 20 in length."
            errors.add(("available_tags", index, "name"), "BASE_TYPE_BAD_LENGTH", message)
    errors.refuse()
    return given


def overwrite(row: Json) -> Overwrite:
    """An overwrite as it was sent."""
    return Overwrite(
        int(row["id"]), int(row.get("type") or 0), int(row.get("allow") or 0), int(row.get("deny") or 0)
    )


@routes.delete("/channels/{channel_id}")
def delete_channel(call: Call) -> Json:
    """Delete a channel or thread."""
    channel = call.channel()
    call.require(channel, P.MANAGE_THREADS if isinstance(channel, Thread) else P.MANAGE_CHANNELS)
    payload = channel.payload(call.app)
    channel.delete()
    return payload


@routes.get("/guilds/{guild_id}/channels")
def list_channels(call: Call) -> list[Json]:
    """All channels of a guild, without threads."""
    return [channel.payload() for channel in call.guild().channels.values()]


@routes.post("/guilds/{guild_id}/channels")
def create_channel(call: Call) -> Answer:
    """Create a channel."""
    guild, _ = call.guild_with(P.MANAGE_CHANNELS)
    body = call.body
    kind = body.get("type") or TEXT
    channel = guild.add_channel(
        kind, body["name"] if kind not in (0, 5, 15) else body["name"].lower().replace(" ", "-")
    )
    _change(channel, {key: value for key, value in body.items() if key not in ("name", "type")})
    channel.changed()
    return Answer(201, channel.payload())


@routes.put("/channels/{channel_id}/permissions/{overwrite_id}", checked=False)
def set_overwrite(call: Call) -> None:
    """Set what a role or member may do in a channel; a bot can't give what it has not."""
    channel = call.channel(P.MANAGE_ROLES)
    body = call.body
    if int(body.get("allow") or 0) & ~channel.guild.bot(call.app).permissions_in(channel):
        raise missing_permissions()
    made = overwrite({**body, "id": call.params["overwrite_id"]})
    if made.id not in (channel.guild.members if made.kind else channel.guild.roles):
        raise unknown("overwrite")
    channel.overwrites[made.id] = made
    channel.changed()


@routes.delete("/channels/{channel_id}/permissions/{overwrite_id}")
def delete_overwrite(call: Call) -> None:
    """Remove an overwrite."""
    channel = call.channel(P.MANAGE_ROLES)
    if channel.overwrites.pop(call.number("overwrite_id"), None) is None:
        raise unknown("overwrite")
    channel.changed()


@routes.get("/channels/{channel_id}/webhooks")
def list_webhooks(call: Call) -> list[Json]:
    """There are none."""
    call.channel(P.MANAGE_WEBHOOKS)
    return []


@routes.post("/channels/{channel_id}/webhooks")
def create_webhook(call: Call) -> None:
    """Refused without the permission, and with it as where a channel has all that it may have: there are none here."""
    call.channel(P.MANAGE_WEBHOOKS)
    raise ApiError(400, 30007, "Maximum number of webhooks reached (15)")


@routes.get("/guilds/{guild_id}/webhooks")
def list_guild_webhooks(call: Call) -> list[Json]:
    """There are none."""
    call.guild_with(P.MANAGE_WEBHOOKS)
    return []


@routes.get("/webhooks/{webhook_id}")
def get_webhook(call: Call) -> None:
    """There are none."""
    raise unknown("webhook")


@routes.post("/users/@me/channels")
def open_direct(call: Call) -> Json:
    """The direct channel with somebody who shares a guild with the bot."""
    user = call.world.users.get(int(call.body.get("recipient_id") or 0))
    if user is None:
        raise invalid_form(("recipient_id",), "USER_NOT_FOUND", "Unknown user")
    shared = any(
        user.id in guild.members for guild in call.world.guilds.values() if call.app.id in guild.apps
    )
    if user.application is not None or not shared:
        raise ApiError(403, 50007, "Cannot send messages to this user")
    if user.closed and user.closed.at_opening:
        user.closed.refuse()
    window, new = call.world.conversations, (call.app.id, user.id) not in call.world.direct
    if new and window is not None and window.take(call.world.clock.now()):
        raise too_fast()
    return call.world.direct_channel(call.app, user).payload()
