"""Who voted what on a proposal, with their power and reasons, page by page."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import ProposalId
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.voters import voters_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number, after = ProposalId(number_of(path["proposal"])), visit.asked("after")
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def values() -> dict[str, Any]:
        card = await visit.services.cards.card(number)
        found = await visit.services.page_reading.voters_of(card, after)
        if found is None:
            raise PageUnknown
        return {
            "words": voters_words(card, found, visit.say),
            "here": f"/proposals/{number}",
            "after": found.after,
        }

    return await visit.show_to_all("voters.html", values)


VOTERS = Page("voters", (Route("GET", "/proposals/{proposal}/voters", _show),))
