"""That a wallet is linked, and what it counts for."""

from collections.abc import Mapping

from aiohttp import web

from bot.web.page import Page, Route, Visit
from bot.wording.accounts.wallets import linked_lines
from bot.wording.delegation.delegated_power import on_chain_lines, undelegated_lines
from bot.wording.pages.wallets.linked import linked_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    actor = visit.member.actor
    wallet = await visit.services.wallets.linked(actor, path["address"])
    found = await visit.services.delegated_powers.on_chain_now(actor)
    of_it = [each for each in found if each.wallet == wallet.address]
    return visit.show(
        "linked.html",
        words=linked_words(visit.say),
        warnings=undelegated_lines(of_it, visit.say),
        lines=[*linked_lines(wallet, visit.say), *on_chain_lines(of_it, visit.say)],
    )


LINKED = Page("linked", (Route("GET", "/wallet/linked/{address}", _show, for_members=True, costly=True),))
