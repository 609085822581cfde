"""The first page of the site: for who comes without a link."""

from collections.abc import Mapping

from aiohttp import web

from bot.web.page import Page, Route, Visit
from bot.wording.pages.start import start_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    return visit.show("start.html", words=start_words(visit.say))


START = Page("start", (Route("GET", "/", _show),))
