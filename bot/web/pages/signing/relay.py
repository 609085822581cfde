"""The transaction with which anybody sends a vote that a wallet has signed. It is kept nowhere."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.ids import MirroredId
from bot.web.page import Page, Route, Visit, number_of
from bot.web.pages.signing.chain_vote import CHAIN_VOTE_PATH, here_of, vote_sent
from bot.wording.pages.signing.relay import relay_page


async def _take(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    mirrored = MirroredId(number_of(path["mirrored"]))
    ballot, ready = await visit.services.voting_on_chain.relayed(
        visit.member.actor, mirrored, *vote_sent(visit.form), visit.form.get("signature", "")
    )
    page = relay_page(ballot, ready, visit.say)
    return visit.show("relay.html", page=page, here=here_of(mirrored))


RELAY = Page("relay", (Route("POST", f"{CHAIN_VOTE_PATH}/signature", _take, for_members=True, costly=True),))
