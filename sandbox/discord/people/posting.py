"""Turns what a bot or a member sent into a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sandbox.discord.errors import ApiError, Path, invalid_form, missing_permissions
from sandbox.discord.rules.messages import check_message
from sandbox.discord.world import components as parts
from sandbox.discord.world.attachments import Attachment
from sandbox.discord.world.channels import Channel
from sandbox.discord.world.members import Member, User
from sandbox.discord.world.messages import COMPONENTS_V2, EPHEMERAL, Message
from sandbox.discord.world.permissions import P
from sandbox.discord.world.threads import Thread

if TYPE_CHECKING:
    from sandbox.discord.world.world import World

Json = dict[str, Any]

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_BYTES = "application/octet-stream"
_RUN = re.compile(r"html|xml|script", re.IGNORECASE)
MAX_UPLOAD = 10 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that arrived in a form."""

    filename: str
    content: bytes
    content_type: str | None


def write(
    message: Message,
    body: Json,
    uploads: dict[int, Upload],
    sender: Member | User,
    *,
    editing: bool = False,
    at: Path = (),
) -> None:
    """Put a body into a message, new or edited; refuse (`ApiError`) what Discord refuses."""
    flags = int(body.get("flags") or 0)
    v2 = bool((message.flags | flags) & COMPONENTS_V2)
    if body.get("poll"):
        _refuse_poll(message, sender)
    staying = _staying(message, body, editing)
    names = [attachment.filename for attachment in staying] + [upload.filename for upload in uploads.values()]
    check_message(body, v2=v2, uploads=names, kept=_kept(message, body) if editing else 0, at=at)
    if v2 and editing and not message.flags & COMPONENTS_V2:
        for key, present in (("content", message.content), ("embeds", message.embeds)):
            if present and key not in body:
                text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                raise invalid_form((*at, key), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    if editing:
        message.flags = message.flags & ~4 | flags & (4 | COMPONENTS_V2) if "flags" in body else message.flags
    else:
        message.flags |= flags
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = [_embed(embed) for embed in body["embeds"] or []]
    message.attachments = staying + _attached(message, body, uploads, at)
    if "components" in body:
        world, files = message.channel.world, {found.filename: found for found in message.attachments}
        message.components = parts.published(body["components"] or [], lambda url: _medium(world, url, files))
    if message.channel.in_guild:
        message.channel.guild.filters.check_text(
            "\n".join([message.content, *parts.texts(message.components)]),
            private=bool(message.flags & EPHEMERAL),
        )
    _mention(message, body.get("allowed_mentions"), sender)


def _refuse_poll(message: Message, sender: Member | User) -> None:
    """As where the permission is missing, or in a channel that takes none: this Discord has no polls."""
    if isinstance(sender, Member) and not sender.permissions_in(message.channel) & P.SEND_POLLS:
        raise missing_permissions()
    raise ApiError(400, 520002, "Invalid channel type for poll creation")


def _kept(message: Message, body: Json) -> int:
    parts_of = {"content": message.content, "embeds": message.embeds, "components": message.components}
    return sum(bool(value) for key, value in parts_of.items() if key not in body)


def _staying(message: Message, body: Json, editing: bool) -> list[Attachment]:
    if not editing:
        return []
    if body.get("attachments") is None and "attachments" not in body:
        return list(message.attachments)
    wanted = {int(given["id"]) for given in body["attachments"] or []}
    return [attachment for attachment in message.attachments if attachment.id in wanted]


def _attached(message: Message, body: Json, uploads: dict[int, Upload], at: Path) -> list[Attachment]:
    described = {int(given["id"]): given for given in body.get("attachments") or []}
    existing = {attachment.id for attachment in message.attachments}
    for number in described:
        if number not in uploads and number not in existing:
            raise invalid_form((*at, "attachments"), "ATTACHMENT_NOT_FOUND", f"There is no file {number}.")
    world = message.channel.world
    made = []
    for number, upload in sorted(uploads.items()):
        if len(upload.content) > MAX_UPLOAD:
            raise ApiError(413, 40005, "Request entity too large")
        given = described.get(number, {})
        file = store_file(world, message.channel, upload, ephemeral=bool(message.flags & EPHEMERAL))
        file.description = given.get("description")
        made.append(file)
    return made


def store_file(world: World, channel: Channel, upload: Upload, *, ephemeral: bool = False) -> Attachment:
    """Keep a file where its URL can be fetched."""
    file_id = world.new_id()
    name = re.sub(r"[^\w.\-]", "_", upload.filename)
    url = f"{world.base_url}/attachments/{channel.id}/{file_id}/{quote(name)}"
    file = Attachment(file_id, name, upload.content, url, _content_type(upload), ephemeral=ephemeral)
    world.files[file_id] = file
    return file


def _content_type(upload: Upload) -> str | None:
    """What the file is: by its name, since libraries send everything as a stream of bytes. Nothing that a browser would
    run is served as what it is."""
    found = upload.content_type
    if found in (None, _BYTES):
        found = guess_type(upload.filename)[0] or found
    return "text/plain; charset=utf-8" if found and _RUN.search(found) else found


def _medium(world: World, url: str, files: dict[str, Attachment]) -> Json:
    name = url.removeprefix("attachment://")
    if name != url:
        file = files.get(name) or files[re.sub(r"[^\w.\-]", "_", name)]
        shown: Json = {
            "id": str(file.id),
            "url": file.url,
            "proxy_url": file.url,
            "attachment_id": str(file.id),
        }
        if file.content_type:
            shown["content_type"] = file.content_type
        return {**shown, "name": file.filename, "size": file.size}
    return {"id": str(world.new_id()), "url": url, "proxy_url": url, "name": None, "size": None}


def _embed(sent: Json) -> Json:
    shown = {key: value for key, value in sent.items() if value is not None}
    shown["type"] = sent.get("type") or "rich"
    if "fields" in shown:
        shown["fields"] = [{**row, "inline": bool(row.get("inline"))} for row in shown["fields"]]
    return shown


def _mention(message: Message, allowed: Json | None, sender: Member | User) -> None:
    text = "\n".join([message.content, *parts.texts(message.components)])
    users = {int(found) for found in _USER.findall(text)}
    roles = {int(found) for found in _ROLE.findall(text)}
    everyone = "@everyone" in text or "@here" in text
    if allowed is not None:
        parse = allowed.get("parse") or []
        for kind in ("users", "roles"):
            if kind in parse and allowed.get(kind):
                reason = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
                raise invalid_form(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", reason)
        if "users" not in parse:
            users &= {int(given) for given in allowed.get("users") or []}
        if "roles" not in parse:
            roles &= {int(given) for given in allowed.get("roles") or []}
        everyone = everyone and "everyone" in parse
    channel = message.channel
    message.mentions = [channel.world.users[user] for user in sorted(users) if user in channel.world.users]
    if message.reference and message.kind == 19 and (allowed is None or allowed.get("replied_user", True)):
        author = message.reference.author
        if author not in message.mentions:
            message.mentions.append(author)
    message.mention_roles = []
    message.mention_everyone = False
    if channel.in_guild and isinstance(sender, Member):
        may = bool(sender.permissions_in(channel) & P.MENTION_EVERYONE)
        known = channel.guild.roles
        message.mention_roles = [
            role for role in sorted(roles) if role in known and (may or known[role].mentionable)
        ]
        message.mention_everyone = everyone and may


def publish(message: Message) -> None:
    """Put a new message into its channel, and tell everybody; a thread comes out of the archive."""
    channel = message.channel
    channel.world.messages[message.id] = message
    if message.ephemeral:
        message.touched()
        return
    if isinstance(channel, Thread):
        channel.archive(False)
        channel.total_sent += 1
        if channel.in_guild and message.author.application is None:
            channel.join(message.author)
    channel.stored[message.id] = message
    message.announce("MESSAGE_CREATE")
    message.touched()
