"""The menus of a message and of a member, and the commands of bots in them."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from sandbox.browser.parts import Parts
from sandbox.browser.refusals import worded
from sandbox.browser.routes.commands import failed
from sandbox.browser.routes.interacting import took
from sandbox.browser.routes.writing import text
from sandbox.browser.sidebar import avatar
from sandbox.browser.templates import rendered
from sandbox.browser.windows import PREFIX, Window
from sandbox.discord import CannotDo, Member, Message, NoAnswer
from sandbox.discord.world.applications import MESSAGE_COMMAND, USER_COMMAND
from sandbox.discord.world.permissions import P

EMOJI = ("👍", "👎", "🤷", "✅", "❌", "❤️", "🎉", "👀", "🔥", "😂", "🙏", "🚀", "1️⃣", "2️⃣", "3️⃣", "4️⃣")


def _member(window: Window, written: str) -> Member:
    """A member of the window's server by id; raises HTTPNotFound."""
    found = window.person.guild.members.get(int(written)) if written.isdecimal() else None
    if found is None:
        raise web.HTTPNotFound
    return found


def _of_message(window: Window, message: Message) -> str:
    person, place = window.person, window.place
    mine = message.author is person.user
    allowed = person.permissions_in(place)
    return rendered(
        "message_menu.html",
        window=window,
        message=message,
        can_edit=mine,
        can_delete=not message.ephemeral and (mine or (place.in_guild and allowed & P.MANAGE_MESSAGES)),
        can_open=place.in_guild and not message.ephemeral and message.thread is None,
        commands=[] if message.ephemeral else person.commands(place, MESSAGE_COMMAND),
    )


def _of_member(window: Window, member: Member) -> str:
    return rendered(
        "member_menu.html",
        window=window,
        member=member,
        roles=[role for role in member.roles if role is not member.guild.everyone],
        avatar=avatar,
        commands=window.person.commands(window.place, USER_COMMAND),
    )


def routes(parts: Parts) -> Sequence[web.RouteDef]:
    async def menu(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        if "user" in request.query:
            page = _of_member(window, _member(window, request.query["user"]))
        else:
            page = _of_message(window, parts.message(window, request.query.get("message", "")))
        return web.Response(text=page, content_type="text/html")

    async def emoji(request: web.Request) -> web.StreamResponse:
        window, _ = parts.window(request)
        message = parts.message(window, request.query.get("message", ""))
        page = rendered("emoji_menu.html", message=message, emoji=EMOJI)
        return web.Response(text=page, content_type="text/html")

    @worded
    async def use(request: web.Request) -> web.StreamResponse:
        """A bot's command from the menu of a message or a member."""
        window, client = parts.window(request)
        given = await request.post()
        name = text(given, "command")
        target: Message | Member
        if given.get("user"):
            target, kind = _member(window, text(given, "user")), USER_COMMAND
        else:
            target, kind = parts.message(window, text(given, "message")), MESSAGE_COMMAND
        bots = [app for app in window.world.applications.values() if app.command(name, kind, None)]
        try:
            reply = await window.person.context_menu(target, name, window.place)
        except NoAnswer:
            if not bots:
                raise CannotDo(f"There is no command {name}.") from None
            return failed(parts, window, client, bots[0].user, name)
        return took(parts, window, client, reply)

    return [
        web.get(f"{PREFIX}/menu", menu),
        web.get(f"{PREFIX}/emoji", emoji),
        web.post(f"{PREFIX}/use-menu", use),
    ]
