"""Voting on what the server mirrors, from a wallet of one's own: what its calls do, what the reader's wallets have to
say in it, and the vote to fill in."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import RequestMalformed
from bot.domain.ids import MirroredId
from bot.domain.metagovernance.casting import Side
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.markup.plain_text import plain
from bot.wording.pages.signing.chain_vote import chain_vote_page

CHAIN_VOTE_PATH = "/chain-vote/{mirrored}"
_SIDES = {str(int(side)): side for side in Side}


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    mirrored = MirroredId(number_of(path["mirrored"]))
    found = await visit.services.voting_on_chain.vote(visit.member.actor, mirrored)
    return visit.show("chain_vote.html", page=chain_vote_page(found, visit.say), here=here_of(mirrored))


def here_of(mirrored: MirroredId) -> str:
    return f"/chain-vote/{mirrored}"


def vote_sent(form: Mapping[str, str]) -> tuple[str, Side, str]:
    """The wallet, the side and the reason, of which no more is signed than is seen. Raises RequestMalformed."""
    side = _SIDES.get(form.get("side", ""))
    if side is None:
        raise RequestMalformed
    return form.get("wallet", ""), side, plain(form.get("reason", "")).strip()


CHAIN_VOTE = Page("chain_vote", (Route("GET", CHAIN_VOTE_PATH, _show, for_members=True, costly=True),))
