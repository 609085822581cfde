"""Where Discord sends the browser back to. Nothing is shown here: either a session begins, or an error says why not."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import LoginDeclined, LoginInterrupted
from bot.web.page import Page, Route, Visit
from bot.web.sessions import Session

REDIRECT_PATH = "/login"


async def _finish(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """The browser must be the one that began the login, and the account the one for which the link was made: else a
    link that is passed on could have a stranger sign for the account of whoever passed it on."""
    query = visit.request.query
    login = visit.parts.sessions.finish_login(visit.request, _single(query.getall("state", [])))
    if "error" in query:
        raise LoginDeclined
    account = await visit.parts.login.account(_single(query.getall("code", [])), login.challenge)
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


LOGIN = Page("login", (Route("GET", REDIRECT_PATH, _finish),))
