"""Logging in: to read, from a page that isn't for everybody; and where Discord sends the browser back to. Nothing is
shown there: either a session begins, or an error says why not."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import LoginDeclined, LoginInterrupted, RequestMalformed
from bot.web.login.discord_login import Challenge
from bot.web.login.readable import is_readable
from bot.web.login.sessions import Login, Reader, Session
from bot.web.page import Page, Route, Visit

REDIRECT_PATH = "/login"


async def _finish(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """The browser must be the one that began the login, and the account the one for which the link was made: else a
    link that is passed on could have a stranger sign for the account of whoever passed it on."""
    query = visit.request.query
    login = visit.parts.sessions.finish_login(visit.request, _single(query.getall("state", [])))
    if "error" in query:
        raise LoginDeclined
    if login.connects:
        figures = visit.services.linked_roles.of
        await visit.parts.login.connect(_single(query.getall("code", [])), login.challenge, figures)
        return visit.go_to("/linked-role/told")
    account = await visit.parts.login.account(_single(query.getall("code", [])), login.challenge)
    if login.read:
        response = visit.go_to(login.read)
        visit.parts.sessions.begin_reading(
            visit.request, response, Reader(account.id, account.locale or str(visit.say.locale))
        )
        return response
    link = visit.services.page_links.use(login.link, account.id)
    response = visit.go_to(link.path)
    session = Session(link.actor, account.locale or link.locale)
    visit.parts.sessions.begin(visit.request, response, session)
    return response


def _single(values: list[str]) -> str:
    """Raises LoginInterrupted where it is missing or there twice."""
    if len(values) != 1:
        raise LoginInterrupted
    return values[0]


async def _begin(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """To read a page: afterwards the browser comes back to it, and to no other place."""
    read = visit.form.get("read", "")
    if not is_readable(read):
        raise RequestMalformed
    challenge = Challenge.new()
    response = visit.go_to(visit.parts.login.page(challenge))
    visit.parts.sessions.begin_login(response, visit.address, Login(challenge, read=read))
    return response


LOGIN = Page("login", (Route("GET", REDIRECT_PATH, _finish), Route("POST", "/login", _begin)))
