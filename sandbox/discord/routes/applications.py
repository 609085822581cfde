"""The application, and its commands."""

from __future__ import annotations

from typing import Any

from sandbox.discord.errors import ApiError, missing_access, unknown
from sandbox.discord.routes.routing import Answer, Call, Routes
from sandbox.discord.rules.commands import check_command, check_commands
from sandbox.discord.rules.role_connections import check_metadata
from sandbox.discord.rules.schema import check_request
from sandbox.discord.world.applications import CHAT_INPUT, Application, Command

routes = Routes()
Json = dict[str, Any]

_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


@routes.get("/applications/@me")
@routes.get("/oauth2/applications/@me")
def me(call: Call) -> Json:
    """The application that the token is of."""
    return call.app.payload()


@routes.patch("/applications/@me")
async def change_me(call: Call) -> Json:
    """Change the application; here only where its interactions are posted to, and where linked roles are."""
    if "role_connections_verification_url" in call.body:
        call.app.role_connections_verification_url = call.body["role_connections_verification_url"]
    if "interactions_endpoint_url" in call.body:
        await call.world.endpoints.register(call.app, call.body["interactions_endpoint_url"])
    return call.app.payload()


_METADATA = "/applications/{application_id}/role-connections/metadata"


@routes.get(_METADATA)
def list_metadata(call: Call) -> list[Json]:
    """The fields of which linked roles are made."""
    return _scope(call)[0].role_connections_metadata


@routes.put(_METADATA, checked=False)
def replace_metadata(call: Call) -> list[Json]:
    """Replace all of them."""
    app, _ = _scope(call)
    fields = call.body or []
    for index, sent in enumerate(fields):
        check_request("ApplicationRoleConnectionsMetadataItemRequest", sent, (index,))
    check_metadata(fields)
    app.role_connections_metadata = fields
    return fields


def _scope(call: Call) -> tuple[Application, int | None]:
    if call.number("application_id") != call.app.id:
        raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.params:
        return call.app, None
    guild = call.world.guild(call.number("guild_id"))
    if call.app.id not in guild.apps:
        raise missing_access()
    return call.app, guild.id


def _made(call: Call, app: Application, guild_id: int | None, sent: Json, before: Command | None) -> Command:
    permissions = sent.get("default_member_permissions")
    payload: Json = {
        "application_id": str(app.id),
        "version": str(call.world.new_id()),
        "default_member_permissions": None if permissions is None else str(permissions),
        "type": sent.get("type") or CHAT_INPUT,
        "name": sent["name"],
        "name_localizations": sent.get("name_localizations"),
        "description": sent.get("description") or "",
        "description_localizations": sent.get("description_localizations"),
        "nsfw": bool(sent.get("nsfw")),
    }
    if sent.get("options"):
        payload["options"] = [_option(option) for option in sent["options"]]
    if guild_id is not None:
        payload["guild_id"] = str(guild_id)
    else:
        payload["dm_permission"] = sent.get("dm_permission") is not False
        payload["contexts"] = sent.get("contexts")
        payload["integration_types"] = sent.get("integration_types") or [0]
    same = before is not None and {**before.payload, "version": 0, "id": 0} == {
        **payload,
        "version": 0,
        "id": 0,
    }
    if same and before is not None:
        return before
    command = Command(before.id if before else call.world.new_id(), guild_id, payload)
    payload["id"] = str(command.id)
    return command


def _option(sent: Json) -> Json:
    shown = {key: value for key, value in sent.items() if value is not None}
    for key in ("required", "autocomplete"):
        if shown.get(key) is False:
            del shown[key]
    if "options" in shown:
        shown["options"] = [_option(option) for option in shown["options"]]
    return shown


def _shown(call: Call, command: Command) -> Json:
    if call.query.get("with_localizations", "").lower() in ("1", "true") or call.template in (
        _GLOBAL,
        _GUILD,
    ):
        return command.payload
    return {key: value for key, value in command.payload.items() if not key.endswith("_localizations")}


@routes.get(_GLOBAL)
@routes.get(_GUILD)
def list_commands(call: Call) -> list[Json]:
    """The commands of a scope."""
    app, guild_id = _scope(call)
    return [_shown(call, command) for command in app.commands_in(guild_id)]


@routes.put(_GLOBAL, checked=False)
@routes.put(_GUILD, checked=False)
def replace_commands(call: Call) -> list[Json]:
    """Replace all commands of a scope; those of the same name and type keep their id."""
    app, guild_id = _scope(call)
    for index, sent in enumerate(call.body):
        check_request("ApplicationCommandUpdateRequest", sent, (index,))
    check_commands(call.body)
    made = []
    for sent in call.body:
        known = [
            c
            for c in app.commands_in(guild_id)
            if (c.name, c.kind) == (sent["name"], sent.get("type") or CHAT_INPUT)
        ]
        made.append(_made(call, app, guild_id, sent, known[0] if known else None))
    app.commands = {key: command for key, command in app.commands.items() if command.guild_id != guild_id}
    app.commands.update({command.id: command for command in made})
    return [command.payload for command in made]


@routes.post(_GLOBAL)
@routes.post(_GUILD)
def create_command(call: Call) -> Answer:
    """Create one command; one of the same name and type is replaced."""
    app, guild_id = _scope(call)
    check_command(call.body)
    key = (call.body["name"], call.body.get("type") or CHAT_INPUT)
    known = next((c for c in app.commands_in(guild_id) if (c.name, c.kind) == key), None)
    command = _made(call, app, guild_id, call.body, known)
    app.commands[command.id] = command
    return Answer(200 if known else 201, command.payload)


def _command(call: Call) -> Command:
    app, guild_id = _scope(call)
    command = app.commands.get(call.number("command_id"))
    if command is None or command.guild_id != guild_id:
        raise unknown("application command")
    return command


@routes.get(f"{_GLOBAL}/{{command_id}}")
@routes.get(f"{_GUILD}/{{command_id}}")
def get_command(call: Call) -> Json:
    """One command."""
    return _command(call).payload


@routes.patch(f"{_GLOBAL}/{{command_id}}")
@routes.patch(f"{_GUILD}/{{command_id}}")
def change_command(call: Call) -> Json:
    """Change one command."""
    command = _command(call)
    sent = {**command.payload, **call.body}
    check_command(sent)
    changed = _made(call, call.app, command.guild_id, sent, command)
    call.app.commands[changed.id] = changed
    return changed.payload


@routes.delete(f"{_GLOBAL}/{{command_id}}")
@routes.delete(f"{_GUILD}/{{command_id}}")
def delete_command(call: Call) -> None:
    """Delete one command."""
    del call.app.commands[_command(call).id]


@routes.get(f"{_GUILD}/permissions")
def all_permissions(call: Call) -> list[Json]:
    """Overrides of who may use commands: a guild here has none."""
    _scope(call)
    return []


@routes.get(f"{_GUILD}/{{command_id}}/permissions")
def command_permissions(call: Call) -> Json:
    """Overrides of who may use one command: none."""
    _scope(call)
    raise ApiError(404, 10066, "Unknown application command permissions")
