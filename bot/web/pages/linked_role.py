"""Where Discord sends members who want a linked role: what is told to it, and the login by which they agree.

Nothing is kept: the token that Discord gives is used once, in the request that comes back from it.
"""

from collections.abc import Mapping

from aiohttp import web

from bot.web.login.discord_login import Challenge
from bot.web.login.sessions import Login
from bot.web.page import Page, Route, Visit
from bot.wording.pages.linked_role import linked_role_words, told_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    server = await visit.services.linked_roles.server()
    return visit.show("linked_role.html", words=linked_role_words(server, visit.say))


async def _begin(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    await visit.services.linked_roles.server()
    challenge = Challenge.new()
    response = visit.go_to(visit.parts.login.page(challenge, connects=True))
    visit.parts.sessions.begin_login(response, visit.address, Login(challenge, connects=True))
    return response


async def _told(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    return visit.show("linked_role.html", words=told_words(visit.say))


LINKED_ROLE = Page(
    "linked_role",
    (
        Route("GET", "/linked-role", _show),
        Route("POST", "/linked-role", _begin, costly=True),
        Route("GET", "/linked-role/told", _told),
    ),
)
