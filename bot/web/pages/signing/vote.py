"""Voting by signature: what is voted on, the ballot to fill in, and where it is handed in once a wallet has signed it.

Everything up to the signature works without a script, and a signature that was made elsewhere can be pasted.
"""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.elections.choices import choice_named
from bot.domain.errors import RequestMalformed
from bot.domain.ids import ChainId, ProposalId
from bot.web.page import Page, Route, Visit, is_number, number_of
from bot.web.rendering.ballot_forms import BALLOT_FORMS
from bot.wording.pages.signing.vote import vote_page

VOTE_PATH = "/vote/{proposal}"


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal = ProposalId(number_of(path["proposal"]))
    found = await visit.services.signed_voting.vote(visit.member.actor, proposal)
    fields = BALLOT_FORMS[found.opening.policy.counting.ballot].fields
    page = vote_page(found, visit.services.clock.now(), visit.say)
    return visit.show("vote.html", page=page, fields=fields, here=f"/vote/{proposal}")


async def _hand_in(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal, actor, voting = (
        ProposalId(number_of(path["proposal"])),
        visit.member.actor,
        visit.services.signed_voting,
    )
    form, nonce = visit.form, visit.form.get("nonce", "")
    if not is_number(nonce):
        raise RequestMalformed
    found = await voting.proposal(actor, proposal)
    choice = choice_named(found.number, found.rules, form.get("choice", ""))
    wallet, chain = signer_sent(form)
    await voting.cast(actor, proposal, choice, wallet, int(nonce), form.get("signature", ""), chain)
    return visit.go_to(f"/vote/{proposal}")


def signer_sent(form: Mapping[str, str]) -> tuple[str, ChainId | None]:
    """The wallet that is to sign, and the chain after an @, where one was named. Raises RequestMalformed."""
    wallet, _, chain = form.get("wallet", "").partition("@")
    if chain and not is_number(chain):
        raise RequestMalformed
    return wallet, ChainId(int(chain)) if chain else None


VOTE = Page(
    "vote",
    (
        Route("GET", VOTE_PATH, _show, for_members=True, costly=True),
        Route("POST", VOTE_PATH, _hand_in, for_members=True, costly=True),
    ),
)
