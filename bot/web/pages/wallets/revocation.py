"""The text by which a wallet takes itself off a Discord account, and where its signature is handed in."""

from collections.abc import Mapping

from aiohttp import web

from bot.web.page import Page, Route, Visit
from bot.web.pages.wallets.revoke import REVOKE_PATH, fields_of
from bot.wording.pages.wallets.revocation import revocation_words, revoked_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """The text: for our script as JSON, else as a page with a form."""
    given, revoking = visit.form, visit.services.wallet_revoking
    chain = given.get("chain", "")
    if visit.by_script and chain not in {str(known) for known in visit.services.chains}:
        # The chain that a wallet happens to be on need not be one of ours.
        chain = ""
    revocation = revoking.begun(given.get("server", ""), given.get("address", ""), chain)
    message = revocation.message(revoking.site)
    fields = fields_of(revocation)
    if visit.by_script:
        return visit.send({**fields, "message": message})
    words = revocation_words(revocation, visit.say)
    return visit.show("revocation.html", words=words, message=message, fields=fields)


async def _sign(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    given, revoking = visit.form, visit.services.wallet_revoking
    names = ("server", "address", "chain", "nonce", "issued")
    revocation = revoking.returned(*(given.get(name, "") for name in names))
    await revoking.revoke(revocation, given.get("signature", ""))
    return visit.show("revocation.html", words=revoked_words(revocation, visit.say), message="", fields={})


REVOCATION = Page(
    "revocation",
    (
        Route("POST", f"{REVOKE_PATH}/message", _show),
        Route("POST", f"{REVOKE_PATH}/signature", _sign, costly=True),
    ),
)
