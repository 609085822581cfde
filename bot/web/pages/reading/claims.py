"""What a vote's list of rewards has for somebody, with the transaction that claims it; and the list itself."""

from collections.abc import Mapping

import orjson
from aiohttp import web

from bot.domain.errors import BadAddress, RequestMalformed
from bot.domain.ids import ProposalId, address
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.claims import claims_page

_CLAIMS_PATH = "/proposals/{proposal}/claims"


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    vote, chosen = ProposalId(number_of(path["proposal"])), visit.asked("wallet").strip()
    await visit.services.page_access.of_proposal(vote, visit.viewer)
    try:
        wallet = address(chosen) if chosen else None
    except BadAddress:
        raise RequestMalformed from None
    claims = await visit.services.claiming_rewards.claims(vote, visit.viewer.member, wallet)
    page = claims_page(claims, visit.say, chosen=chosen, signed_in=visit.viewer.member is not None)
    return visit.show("claims.html", page=page, here=f"/proposals/{vote}")


async def _list(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    vote = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(vote, visit.viewer)

    async def make() -> bytes:
        return orjson.dumps((await visit.services.claiming_rewards.tree(vote)).dump())

    answer = await visit.send_to_all("application/json", make)
    answer.headers["Content-Disposition"] = f'attachment; filename="folkmoot-proposal-{vote}-rewards.json"'
    return answer


CLAIMS = Page(
    "claims",
    (
        Route("GET", _CLAIMS_PATH, _show, costly=True),
        Route("GET", f"{_CLAIMS_PATH}/list", _list),
    ),
)
