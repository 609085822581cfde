"""Where a wallet begins to take itself off a Discord account: open to all, since whoever comes may have lost theirs."""

import re
from collections.abc import Mapping

from aiohttp import web

from bot.domain.accounts.revocation import Revocation
from bot.web.page import Page, Route, Visit
from bot.wording.pages.wallets.revoke import revoke_words
from bot.wording.pages.wallets.wallet import named_chains

REVOKE_PATH = "/revoke"
_SERVER = re.compile(r"[0-9]{1,20}", re.ASCII)


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """With the server that the link names filled in: anybody makes such a link, and it brings along nothing else."""
    server = visit.asked("server")
    return visit.show(
        "revoke.html",
        words=revoke_words(visit.say),
        server=server if _SERVER.fullmatch(server) else "",
        chains=named_chains(visit.services.chains, visit.say),
    )


def fields_of(revocation: Revocation) -> dict[str, str]:
    """What a form gives back of it, beside the signature."""
    return {
        "server": str(revocation.guild),
        "address": revocation.address,
        "chain": str(revocation.chain),
        "nonce": revocation.nonce,
        "issued": str(int(revocation.issued_at.timestamp())),
    }


REVOKE = Page("revoke", (Route("GET", REVOKE_PATH, _show),))
