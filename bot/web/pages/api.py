"""Where the API answers."""

from collections.abc import Mapping
from urllib.parse import quote

import msgspec
from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import ProposalId, SpaceId
from bot.web.api import description
from bot.web.api.answers import (
    ROOT,
    proposal_document,
    proposals_document,
    space_document,
    votes_document,
)
from bot.web.page import Page, Route, Visit, number_of
from bot.web.pages.proposal import has_voters
from bot.web.pages.space import asked_for

_DESCRIPTION = "/openapi.json"


async def _space(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    found = await visit.services.page_reading.space(SpaceId(number_of(path["space"])), visit.viewer)
    return _answer(visit, space_document(found, visit.parts.site.origin))


async def _proposals(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    found = await asked_for(visit, path)
    track = f"track={quote(found.track.name, safe='')}&" if found.track else ""
    now = visit.services.clock.now()
    return _answer(visit, proposals_document(found, visit.parts.site.origin, track, now))


async def _proposal(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    card = await visit.services.page_reading.proposal(ProposalId(number_of(path["proposal"])), visit.viewer)
    origin = visit.parts.site.origin
    return _answer(visit, proposal_document(card, origin, visit.say, votes=has_voters(card)))


async def _votes(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    reading = visit.services.page_reading
    card = await reading.proposal(ProposalId(number_of(path["proposal"])), visit.viewer)
    found = await reading.voters_of(card, visit.asked("after"))
    if found is None:
        raise PageUnknown
    return _answer(visit, votes_document(card, found))


async def _record(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    record = await visit.services.page_reading.record(number, visit.viewer)
    return visit.unless_known(record, "application/json")


async def _description(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    described = description.described(visit.parts.site.origin, ROOT)
    return visit.unless_known(msgspec.json.encode(described), "application/json")


def _answer(visit: Visit, document: msgspec.Struct) -> web.Response:
    return visit.unless_known(msgspec.json.encode(document), "application/json")


_HANDLERS = {
    description.SPACE: _space,
    description.PROPOSALS: _proposals,
    description.PROPOSAL: _proposal,
    description.VOTES: _votes,
    description.RECORD: _record,
}
API = Page(
    "api",
    (
        *(Route("GET", ROOT + each.path, _HANDLERS[each]) for each in description.OPERATIONS),
        Route("GET", ROOT + _DESCRIPTION, _description),
    ),
)
