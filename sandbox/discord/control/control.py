"""The control interface: what scripts in other processes and languages can do on the loopback Discord.

Every request is `POST /control/<verb>` with a JSON object, and answers a JSON object (200), or {"error": sentence}
(400; 504 with {"error", "no_answer": true} when the application didn't respond in three seconds). Ids are decimal
strings, numbers work too. A *reply* is {"kind", "ephemeral", "message", "modal", "followups", "interaction_id"}; a
*message* is Discord's own JSON with "text" and "buttons" added; a *modal* is {"custom_id", "title", "fields"}.

Making things:

    application {name, privileged_intents?}                    → {id, token, user_id}
    guild {name, locale?}                                      → {id, owner_id, everyone_id}
    role {guild_id, name, permissions?}                        → {id}
    channel {guild_id, name, kind?: text|announcement|forum|category, tags?}  → {id, tags}
    member {guild_id, name, role_ids?, locale?, permissions?}  → {id}
    invite {guild_id, application_id, permissions?}            → {}
    overwrite {channel_id, target_id, allow?, deny?}           → {}

Acting as a member (`guild_id` and `user_id` name who):

    slash {channel_id, command, options?, settle?}             → reply; settle: seconds to wait for a deferred answer
    autocomplete {channel_id, command, focused, value, options?}  → {choices}
    click {message_id, label? or custom_id?, settle?}          → reply
    select {message_id, custom_id?, values, settle?}           → reply
    context_menu {message_id, name, settle?}                   → reply
    submit {interaction_id, values, settle?}                   → reply; the interaction that opened the modal
    say {channel_id, text}                                     → {message}
    react {message_id, emoji, burst?} / unreact {...}          → {}
    delete {message_id}                                        → {}
    settled {interaction_id, timeout?}                         → reply

Looking:

    messages {channel_id}                                      → {messages}
    wait_for {channel_id, contains, timeout?}                  → {message}
    threads {guild_id}                                         → {threads}
    reply {interaction_id}                                     → reply
    requests {since?: number}                                  → {requests: [{method, path, body, status, at}]}
    violations {}                                              → {violations, invalid_requests}
    connected {application_id, timeout?}                       → {}

Making it misbehave:

    fail_next {method, path, status?, times?, after?}          → {}
    delay {method, path, seconds, times?}                      → {}
    disconnect {resumable?}                                    → {connections}
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import hdrs, web

from sandbox.discord.control.shapes import shown, shown_reply
from sandbox.discord.errors import ApiError, NoAnswer, SandboxError
from sandbox.discord.people.interactions import Reply
from sandbox.discord.people.people import Person
from sandbox.discord.world.messages import Message

if TYPE_CHECKING:
    from sandbox.discord.server import Discord

Json = dict[str, Any]
Verb = Callable[[Json], Awaitable[Json]]


class Control:
    """Answers /control/."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self._world = discord.world
        self._replies: dict[int, Reply] = {}

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """One request."""
        verb: Verb | None = getattr(
            self, "do_" + request.rel_url.path.removeprefix("/control/").strip("/"), None
        )
        if request.method != "POST" or verb is None:
            return _answer(404, {"error": f"there is no {request.method} {request.rel_url.path}"})
        raw = await request.read()
        try:
            return _answer(200, await verb(orjson.loads(raw) if raw else {}))
        except NoAnswer as silence:
            return _answer(504, {"error": str(silence), "no_answer": True})
        except (SandboxError, ApiError) as refusal:
            return _answer(400, {"error": str(refusal)})
        except TimeoutError:
            return _answer(400, {"error": "it did not happen in time"})
        except (KeyError, ValueError, TypeError) as mistake:
            return _answer(400, {"error": f"{type(mistake).__name__}: {mistake}"})

    # Making things

    async def do_application(self, given: Json) -> Json:
        """A new application."""
        app = self._discord.create_application(
            given["name"], privileged_intents=int(given.get("privileged_intents") or 0)
        )
        return {"id": str(app.id), "token": app.token, "user_id": str(app.user_id)}

    async def do_guild(self, given: Json) -> Json:
        """A new guild."""
        guild = self._discord.create_guild(given["name"], locale=given.get("locale", "en-US"))
        return {"id": str(guild.id), "owner_id": str(guild.owner.id), "everyone_id": str(guild.everyone.id)}

    async def do_role(self, given: Json) -> Json:
        """A new role."""
        guild = self._world.guild(int(given["guild_id"]))
        return {"id": str(guild.create_role(given["name"], int(given.get("permissions") or 0)).id)}

    async def do_channel(self, given: Json) -> Json:
        """A new channel."""
        guild = self._world.guild(int(given["guild_id"]))
        kind = given.get("kind", "text")
        if kind == "forum":
            channel = guild.create_forum_channel(given["name"], given.get("tags") or [])
        else:
            make = {
                "text": guild.create_text_channel,
                "announcement": guild.create_announcement_channel,
                "category": guild.create_category,
            }[kind]
            channel = make(given["name"])
        return {"id": str(channel.id), "tags": channel.tags}

    async def do_member(self, given: Json) -> Json:
        """A new member."""
        guild = self._world.guild(int(given["guild_id"]))
        roles = [guild.roles[int(role_id)] for role_id in given.get("role_ids") or []]
        allowed = given.get("permissions")
        person = guild.create_member(
            given["name"], roles, given.get("locale", "en-US"), None if allowed is None else int(allowed)
        )
        return {"id": str(person.id)}

    async def do_invite(self, given: Json) -> Json:
        """A bot joins."""
        guild = self._world.guild(int(given["guild_id"]))
        app = self._world.applications[int(given["application_id"])]
        if given.get("permissions") is None:
            guild.invite(app)
        else:
            guild.invite(app, int(given["permissions"]))
        return {}

    async def do_overwrite(self, given: Json) -> Json:
        """A channel's permissions for a role or member."""
        channel = self._world.channel(int(given["channel_id"]))
        target_id = int(given["target_id"])
        target = channel.guild.roles.get(target_id) or channel.guild.member(target_id)
        channel.overwrite(target, int(given.get("allow") or 0), int(given.get("deny") or 0))
        return {}

    # Acting as a member

    def _person(self, given: Json) -> Person:
        member = self._world.guild(int(given["guild_id"])).member(int(given["user_id"]))
        if not isinstance(member, Person):
            raise SandboxError(f"{member.name} is a bot")
        return member

    def _message(self, given: Json) -> Message:
        message = self._world.messages.get(int(given["message_id"]))
        if message is None:
            raise SandboxError(f"there is no message {given['message_id']}")
        return message

    async def _replied(self, reply: Reply, given: Json) -> Json:
        self._replies[reply.interaction.id] = reply
        if given.get("settle"):
            await reply.settled(given["settle"])
        return shown_reply(reply)

    async def do_slash(self, given: Json) -> Json:
        """Use a slash command."""
        channel = self._world.channel(int(given["channel_id"]))
        person = self._person(given)
        return await self._replied(
            await person.slash(channel, given["command"], **given.get("options") or {}), given
        )

    async def do_autocomplete(self, given: Json) -> Json:
        """Ask for suggestions."""
        channel = self._world.channel(int(given["channel_id"]))
        choices = await self._person(given).autocomplete(
            channel,
            given["command"],
            focused=given["focused"],
            value=given["value"],
            **given.get("options") or {},
        )
        return {"choices": choices}

    async def do_click(self, given: Json) -> Json:
        """Click a button."""
        message = self._message(given)
        reply = await self._person(given).click(message, given.get("label"), custom_id=given.get("custom_id"))
        return await self._replied(reply, given)

    async def do_select(self, given: Json) -> Json:
        """Choose from a menu."""
        message = self._message(given)
        reply = await self._person(given).select(message, given.get("custom_id"), values=given["values"])
        return await self._replied(reply, given)

    async def do_context_menu(self, given: Json) -> Json:
        """Use a command from a message's menu."""
        return await self._replied(
            await self._person(given).context_menu(self._message(given), given["name"]), given
        )

    async def do_submit(self, given: Json) -> Json:
        """Send a filled-in form."""
        modal = self._replies[int(given["interaction_id"])].modal
        if modal is None:
            raise SandboxError("that interaction opened no form")
        return await self._replied(await modal.submit(given["values"]), given)

    async def do_say(self, given: Json) -> Json:
        """Write a message."""
        channel = self._world.channel(int(given["channel_id"]))
        return {"message": shown(await self._person(given).say(channel, given["text"]))}

    async def do_react(self, given: Json) -> Json:
        """Add a reaction."""
        await self._person(given).react(self._message(given), given["emoji"], burst=bool(given.get("burst")))
        return {}

    async def do_unreact(self, given: Json) -> Json:
        """Take a reaction back."""
        await self._person(given).unreact(self._message(given), given["emoji"])
        return {}

    async def do_delete(self, given: Json) -> Json:
        """Delete a message."""
        self._message(given).delete_by(self._person(given))
        return {}

    async def do_settled(self, given: Json) -> Json:
        """Wait for a deferred answer."""
        reply = self._replies[int(given["interaction_id"])]
        await reply.settled(given.get("timeout", 10))
        return shown_reply(reply)

    # Looking

    async def do_messages(self, given: Json) -> Json:
        """What is in a channel."""
        return {
            "messages": [shown(message) for message in self._world.channel(int(given["channel_id"])).messages]
        }

    async def do_wait_for(self, given: Json) -> Json:
        """Wait for a message that contains a text."""
        channel = self._world.channel(int(given["channel_id"]))
        found = await channel.wait_for(
            lambda message: given["contains"] in message.text, given.get("timeout", 30)
        )
        return {"message": shown(found)}

    async def do_threads(self, given: Json) -> Json:
        """The threads of a guild."""
        return {"threads": [thread.payload() for thread in self._world.guild(int(given["guild_id"])).threads]}

    async def do_reply(self, given: Json) -> Json:
        """An earlier reply as it stands now."""
        return shown_reply(self._replies[int(given["interaction_id"])])

    async def do_requests(self, given: Json) -> Json:
        """What arrived at the API."""
        found = self._discord.requests[int(given.get("since") or 0) :]
        return {
            "requests": [
                {
                    "method": r.method,
                    "path": r.path,
                    "body": r.body,
                    "status": r.status,
                    "at": r.at.isoformat(),
                }
                for r in found
            ]
        }

    async def do_violations(self, given: Json) -> Json:
        """Where the sandbox was not like Discord."""
        return {"violations": self._discord.violations, "invalid_requests": self._discord.invalid_requests}

    async def do_connected(self, given: Json) -> Json:
        """Wait for a bot to connect."""
        async with asyncio.timeout(given.get("timeout", 30)):
            await self._discord.connected(self._world.applications[int(given["application_id"])])
        return {}

    # Making it misbehave

    async def do_fail_next(self, given: Json) -> Json:
        """Let requests fail."""
        self._discord.faults.fail_next(
            given["method"],
            given["path"],
            status=given.get("status", 500),
            times=given.get("times", 1),
            after=bool(given.get("after")),
        )
        return {}

    async def do_delay(self, given: Json) -> Json:
        """Let requests wait."""
        self._discord.faults.delay(
            given["method"], given["path"], given["seconds"], times=given.get("times", 1)
        )
        return {}

    async def do_disconnect(self, given: Json) -> Json:
        """Cut the gateway connections."""
        return {"connections": self._discord.disconnect_gateways(given.get("resumable", True))}


def _answer(status: int, body: Json) -> web.Response:
    return web.Response(
        status=status, body=orjson.dumps(body), headers={hdrs.CONTENT_TYPE: "application/json"}
    )
