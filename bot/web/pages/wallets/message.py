"""A message that waits for its signature, and where the signature is handed in."""

from collections.abc import Mapping

from aiohttp import web

from bot.web.page import Page, Route, Visit
from bot.wording.pages.wallets.message import message_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    request = await visit.services.wallets.pending(visit.member.actor, path["nonce"])
    return visit.show("message.html", words=message_words(request, visit.say), request=request)


async def _sign(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    nonce, signature = visit.form.get("nonce", ""), visit.form.get("signature", "")
    wallet = await visit.services.wallets.link(visit.member.actor, nonce, signature)
    return visit.go_to(f"/wallet/linked/{wallet.address}")


MESSAGE = Page(
    "message",
    (
        Route("GET", "/wallet/message/{nonce}", _show, for_members=True),
        Route("POST", "/wallet/signature", _sign, for_members=True, costly=True),
    ),
)
