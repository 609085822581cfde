"""What the wallet is to sign, for the ballot that was filled in."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.ids import ProposalId
from bot.web.page import Page, Route, Visit, number_of
from bot.web.pages.signing.vote import VOTE_PATH, signer_sent
from bot.web.rendering.ballot_forms import choice_sent
from bot.wording.pages.signing.vote import ballot_page


async def _fill_in(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal, actor, voting = (
        ProposalId(number_of(path["proposal"])),
        visit.member.actor,
        visit.services.signed_voting,
    )
    found = await voting.proposal(actor, proposal)
    choice = choice_sent(found.number, found.rules, visit.form)
    ballot = await voting.to_sign(actor, proposal, choice, *signer_sent(visit.form))
    return visit.show("ballot.html", page=ballot_page(ballot, visit.say), here=f"/vote/{proposal}")


BALLOT = Page("ballot", (Route("POST", f"{VOTE_PATH}/ballot", _fill_in, for_members=True, costly=True),))
