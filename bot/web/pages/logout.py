"""Ends the session."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import NotLoggedIn
from bot.web.page import Page, Route, Visit


async def _log_out(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    response = visit.go_to("/")
    if visit.signed_in is None:
        raise NotLoggedIn
    visit.signed_in.check_form(visit.form.get("form_token", ""))
    visit.parts.sessions.end(visit.request, response)
    visit.parts.sessions.end_reading(visit.request, response)
    return response


LOGOUT = Page("logout", (Route("POST", "/logout", _log_out),))
