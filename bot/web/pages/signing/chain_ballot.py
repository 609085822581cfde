"""What one wallet sends, or signs, for the vote on a mirrored contract that was filled in."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.ids import MirroredId
from bot.web.page import Page, Route, Visit, number_of
from bot.web.pages.signing.chain_vote import CHAIN_VOTE_PATH, here_of, vote_sent
from bot.wording.pages.signing.chain_ballot import chain_ballot_page


async def _prepare(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    mirrored = MirroredId(number_of(path["mirrored"]))
    ballot = await visit.services.voting_on_chain.ballot(visit.member.actor, mirrored, *vote_sent(visit.form))
    page = chain_ballot_page(ballot, visit.say)
    return visit.show("chain_ballot.html", page=page, here=here_of(mirrored))


CHAIN_BALLOT = Page(
    "chain_ballot", (Route("POST", f"{CHAIN_VOTE_PATH}/ballot", _prepare, for_members=True, costly=True),)
)
