"""Where a link from Discord leads: it says for whom it was made, and begins the login.

To open it uses nothing up: programs that preview links do so, too.
"""

from collections.abc import Mapping

from aiohttp import web

from bot.web.login.discord_login import Challenge
from bot.web.login.sessions import Login
from bot.web.page import Page, Route, Visit
from bot.wording.pages.wallets.link import link_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    token = path["token"]
    link = visit.services.page_links.found(token)
    words = link_words(link, visit.say)
    return visit.show("link.html", words=words, token=token)


async def _log_in(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    token = visit.form.get("link", "")
    visit.services.page_links.found(token)
    challenge = Challenge.new()
    response = visit.go_to(visit.parts.login.page(challenge))
    visit.parts.sessions.begin_login(response, visit.address, Login(challenge, token))
    return response


LINK = Page("link", (Route("GET", "/link/{token}", _show), Route("POST", "/link", _log_in)))
