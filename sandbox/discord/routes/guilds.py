"""Guilds, members, roles and accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.discord.errors import missing_access, missing_permissions, unknown
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.routes.routing import Answer, Call, Routes
from sandbox.discord.world.guilds import Guild, Role
from sandbox.discord.world.members import Member
from sandbox.discord.world.permissions import P

routes = Routes()
Json = dict[str, Any]


@routes.get("/users/@me")
def me(call: Call) -> Json:
    """The bot's account."""
    return call.app.user.own_payload()


@routes.patch("/users/@me")
def change_me(call: Call) -> Json:
    """Rename the bot."""
    if call.body.get("username"):
        call.app.user.name = call.app.user.payload["username"] = call.body["username"]
    return call.app.user.own_payload()


@routes.get("/users/{user_id}")
def get_user(call: Call) -> Json:
    """Any account."""
    call.app  # noqa: B018 (needs a token)
    user = call.world.users.get(call.number("user_id"))
    if user is None:
        raise unknown("user")
    return user.payload


@routes.get("/users/@me/guilds")
def my_guilds(call: Call) -> list[Json]:
    """The guilds that the bot is in."""
    mine = [guild for guild in call.world.guilds.values() if call.app.id in guild.apps]
    after = int(call.query.get("after", 0))
    return [_partial(call, guild) for guild in mine if guild.id > after][: call.limit(200, 200)]


def _partial(call: Call, guild: Guild) -> Json:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "banner": None,
        "owner": False,
        "permissions": str(guild.bot(call.app).permissions),
        "features": guild.payload()["features"],
    }


@routes.delete("/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> None:
    """The bot leaves."""
    guild = call.guild()
    guild.remove(guild.bot(call.app))


@routes.get("/guilds/{guild_id}")
def get_guild(call: Call) -> Json:
    """A guild."""
    guild = call.guild()
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    return {**guild.payload(), **(counts if call.flag("with_counts") else {})}


@routes.get("/guilds/{guild_id}/members")
def list_members(call: Call) -> list[Json]:
    """A page of members by id; needs the members intent."""
    guild = call.guild()
    if not call.app.privileged_intents & Intent.GUILD_MEMBERS:
        raise missing_access()
    after = int(call.query.get("after", 0))
    page = [guild.members[user_id] for user_id in sorted(guild.members) if user_id > after]
    return [member.payload() for member in page[: call.limit(1, 1000)]]


@routes.get("/guilds/{guild_id}/members/search")
def search_members(call: Call) -> list[Json]:
    """Members whose name begins so."""
    wanted = call.query.get("query", "").lower()
    found = [member for member in call.guild().members.values() if member.name.lower().startswith(wanted)]
    return [member.payload() for member in found[: call.limit(1, 1000)]]


@routes.get("/guilds/{guild_id}/members/{user_id}")
def get_member(call: Call) -> Json:
    """One member."""
    return call.guild().member(call.number("user_id")).payload()


def _above(bot: Member, other: Member) -> None:
    if other.user is other.guild.owner.user or other.rank >= bot.rank:
        raise missing_permissions()


@routes.patch("/guilds/{guild_id}/members/@me")
def change_own_member(call: Call) -> Json:
    """The bot's nickname."""
    guild, bot = call.guild_with(P.CHANGE_NICKNAME)
    bot.nick = call.body.get("nick")
    guild.member_changed(bot)
    return bot.payload()


@routes.patch("/guilds/{guild_id}/members/{user_id}", checked=False)
def change_member(call: Call) -> Json:
    """Nickname, roles, time-out: of members below the bot."""
    guild = call.guild()
    bot, member = guild.bot(call.app), guild.member(call.number("user_id"))
    needed = {
        "nick": P.MANAGE_NICKNAMES,
        "roles": P.MANAGE_ROLES,
        "communication_disabled_until": P.MODERATE_MEMBERS,
    }
    for key in call.body:
        if key in needed and needed[key] & ~bot.permissions:
            raise missing_permissions()
    _above(bot, member)
    if "nick" in call.body:
        member.nick = call.body["nick"] or None
    if "roles" in call.body:
        member.roles = [_role(guild, int(role_id)) for role_id in call.body["roles"] or []]
    if "communication_disabled_until" in call.body:
        until = call.body["communication_disabled_until"]
        member.timeout_until = datetime.fromisoformat(until) if until else None
    guild.member_changed(member)
    return member.payload()


@routes.delete("/guilds/{guild_id}/members/{user_id}")
def kick(call: Call) -> None:
    """Remove a member below the bot."""
    guild, bot = call.guild_with(P.KICK_MEMBERS)
    member = guild.member(call.number("user_id"))
    _above(bot, member)
    guild.remove(member)


# Roles


def _role(guild: Guild, role_id: int) -> Role:
    found = guild.roles.get(role_id)
    if found is None:
        raise unknown("role")
    return found


def _manageable(call: Call, role_id: int) -> tuple[Guild, Role]:
    guild, bot = call.guild_with(P.MANAGE_ROLES)
    role = _role(guild, role_id)
    if role.position >= bot.rank:
        raise missing_permissions()
    return guild, role


@routes.get("/guilds/{guild_id}/roles")
def list_roles(call: Call) -> list[Json]:
    """All roles."""
    return [role.payload() for role in call.guild().roles.values()]


@routes.get("/guilds/{guild_id}/roles/member-counts")
def count_members(call: Call) -> Json:
    """How many have each role, without @everyone."""
    guild = call.guild()
    return {
        str(role.id): sum(role in member.roles for member in guild.members.values())
        for role in guild.roles.values()
        if role is not guild.everyone
    }


@routes.get("/guilds/{guild_id}/roles/{role_id}")
def get_role(call: Call) -> Json:
    """One role."""
    return _role(call.guild(), call.number("role_id")).payload()


@routes.post("/guilds/{guild_id}/roles")
def create_role(call: Call) -> Json:
    """A new role, at the bottom; not with permissions that the bot has not."""
    guild, bot = call.guild_with(P.MANAGE_ROLES)
    given = call.body.get("permissions")
    allowed = guild.everyone.permissions if given is None else int(given)
    if allowed & ~bot.permissions:
        raise missing_permissions()
    role = guild.add_role(
        call.body.get("name") or "new role", allowed, mentionable=bool(call.body.get("mentionable"))
    )
    for other in guild.roles.values():
        if other is not guild.everyone:
            other.position += 1
    role.position = 1
    _change_role(role, call.body)
    return role.payload()


def _change_role(role: Role, body: Json) -> None:
    if body.get("name"):
        role.name = body["name"]
    if body.get("permissions") is not None:
        role.permissions = int(body["permissions"])
    if body.get("color") is not None:
        role.color = body["color"]
    if body.get("hoist") is not None:
        role.hoist = body["hoist"]
    if body.get("mentionable") is not None:
        role.mentionable = body["mentionable"]
    role.guild.role_changed(role)


@routes.patch("/guilds/{guild_id}/roles/{role_id}")
def change_role(call: Call) -> Json:
    """Change a role below the bot's own."""
    guild, role = _manageable(call, call.number("role_id"))
    if int(call.body.get("permissions") or 0) & ~guild.bot(call.app).permissions & ~role.permissions:
        raise missing_permissions()
    _change_role(role, call.body)
    return role.payload()


@routes.delete("/guilds/{guild_id}/roles/{role_id}")
def delete_role(call: Call) -> None:
    """Delete a role below the bot's own."""
    guild, role = _manageable(call, call.number("role_id"))
    guild.delete_role(role)


@routes.put("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def give_role(call: Call) -> None:
    """Give a member a role below the bot's own."""
    guild, role = _manageable(call, call.number("role_id"))
    guild.member(call.number("user_id")).give(role)


@routes.delete("/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def take_role(call: Call) -> None:
    """Take a role from a member."""
    guild, role = _manageable(call, call.number("role_id"))
    guild.member(call.number("user_id")).take(role)


@routes.get("/gateway", public=True)
def gateway(call: Call) -> Json:
    """Where the gateway is."""
    return {"url": call.world.gateway_url}


@routes.get("/gateway/bot")
def gateway_bot(call: Call) -> Answer:
    """Where the gateway is, with the advice on shards and what is left of the 1,000 IDENTIFYs of a day."""
    call.app  # noqa: B018 (needs a token)
    limits = {
        "total": 1000,
        "remaining": max(0, 1000 - call.world.identifies()),
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    return Answer(200, {"url": call.world.gateway_url, "shards": 1, "session_start_limit": limits})
