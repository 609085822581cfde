"""Ends the session."""

from collections.abc import Mapping

from aiohttp import web

from bot.web.page import Page, Route, Visit


async def _log_out(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    response = visit.go_to("/")
    visit.parts.sessions.end(visit.request, response)
    return response


LOGOUT = Page("logout", (Route("POST", "/logout", _log_out, for_members=True),))
