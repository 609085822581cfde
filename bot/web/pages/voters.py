"""Who voted what on a proposal, with their power and reasons, page by page."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import ProposalId
from bot.web.page import Page, Route, Visit
from bot.web.pages.space import number_of
from bot.wording.pages.voters import voters_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    reading = visit.services.page_reading
    card = await reading.proposal(ProposalId(number_of(path["proposal"])), visit.viewer)
    found = await reading.voters_of(card, visit.asked("after"))
    if found is None:
        raise PageUnknown
    return visit.show(
        "voters.html",
        words=voters_words(card, found, visit.say),
        here=f"/proposals/{card.proposal.id}",
        after=found.after,
    )


VOTERS = Page("voters", (Route("GET", "/proposals/{proposal}/voters", _show),))
