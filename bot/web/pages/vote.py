"""Voting by signature: what is voted on, the ballot to fill in, what the wallet is to sign, and where it is handed in.

Everything up to the signature works without a script, and a signature that was made elsewhere can be pasted.
"""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.elections.choices import choice_named
from bot.domain.errors import PageUnknown, RequestMalformed
from bot.domain.ids import ProposalId
from bot.web.ballot_forms import BALLOT_FORMS, choice_sent
from bot.web.page import Page, Route, Visit
from bot.wording.pages.vote import ballot_page, vote_page

_DIGITS = 18


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal = _named(path)
    found = await visit.services.signed_voting.vote(visit.member.actor, proposal)
    fields = BALLOT_FORMS[found.opening.policy.counting.ballot].fields
    page = vote_page(found, visit.services.clock.now(), visit.say)
    return visit.show("vote.html", page=page, fields=fields, here=f"/vote/{proposal}")


async def _fill_in(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    """Show what the wallet is to sign for the ballot that was filled in."""
    proposal, actor, voting = _named(path), visit.member.actor, visit.services.signed_voting
    rules = await voting.rules(actor, proposal)
    choice = choice_sent(proposal, rules, visit.form)
    ballot = await voting.to_sign(actor, proposal, choice, visit.form.get("wallet", ""))
    return visit.show("ballot.html", page=ballot_page(ballot, visit.say), here=f"/vote/{proposal}")


async def _hand_in(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal, actor, voting = _named(path), visit.member.actor, visit.services.signed_voting
    form, nonce = visit.form, visit.form.get("nonce", "")
    if not _is_number(nonce):
        raise RequestMalformed
    choice = choice_named(proposal, await voting.rules(actor, proposal), form.get("choice", ""))
    wallet, signature = form.get("wallet", ""), form.get("signature", "")
    await voting.cast(actor, proposal, choice, wallet, int(nonce), signature)
    return visit.go_to(f"/vote/{proposal}")


def _named(path: Mapping[str, str]) -> ProposalId:
    """Raises PageUnknown for what can be no number of ours."""
    if not _is_number(path["proposal"]):
        raise PageUnknown
    return ProposalId(int(path["proposal"]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


_PATH = "/vote/{proposal}"
VOTE = Page(
    "vote",
    (
        Route("GET", _PATH, _show, for_members=True, costly=True),
        Route("POST", f"{_PATH}/ballot", _fill_in, for_members=True, costly=True),
        Route("POST", _PATH, _hand_in, for_members=True, costly=True),
    ),
)
