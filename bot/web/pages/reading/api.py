"""Where the API answers."""

from collections.abc import Awaitable, Callable, Mapping
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
    statements_document,
    votes_document,
)
from bot.web.page import Page, Route, Visit, number_of
from bot.web.pages.reading.proposal import has_voters
from bot.web.pages.reading.space import asked_for

_DESCRIPTION = "/openapi.json"


async def _space(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = SpaceId(number_of(path["space"]))
    await visit.services.page_access.space(number, visit.viewer)

    async def made() -> msgspec.Struct:
        found = await visit.services.page_reading.space(number, visit.viewer)
        return space_document(found, visit.parts.site.origin)

    return await _answer(visit, made)


async def _proposals(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    await visit.services.page_access.space(SpaceId(number_of(path["space"])), visit.viewer)

    async def made() -> msgspec.Struct:
        found = await asked_for(visit, path)
        track = f"track={quote(found.track.name, safe='')}&" if found.track else ""
        return proposals_document(found, visit.parts.site.origin, track, visit.services.clock.now())

    return await _answer(visit, made)


async def _proposal(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def made() -> msgspec.Struct:
        card = await visit.services.cards.card(number)
        return proposal_document(card, visit.parts.site.origin, visit.say, votes=has_voters(card))

    return await _answer(visit, made)


async def _votes(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number, after = ProposalId(number_of(path["proposal"])), visit.asked("after")
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def made() -> msgspec.Struct:
        card = await visit.services.cards.card(number)
        found = await visit.services.page_reading.voters_of(card, after)
        if found is None:
            raise PageUnknown
        return votes_document(card, found)

    return await _answer(visit, made)


async def _record(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    record = await visit.services.page_reading.record(number, visit.viewer)
    return visit.unless_known(record, "application/json")


async def _statements(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def made() -> msgspec.Struct:
        return statements_document(await visit.services.statement_results.shown(number))

    return await _answer(visit, made)


async def _description(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    described = description.described(visit.parts.site.origin, ROOT)
    return visit.unless_known(msgspec.json.encode(described), "application/json")


async def _answer(visit: Visit, made: Callable[[], Awaitable[msgspec.Struct]]) -> web.Response:
    async def encoded() -> bytes:
        return msgspec.json.encode(await made())

    return await visit.send_to_all("application/json", encoded)


_HANDLERS = {
    description.SPACE: _space,
    description.PROPOSALS: _proposals,
    description.PROPOSAL: _proposal,
    description.VOTES: _votes,
    description.RECORD: _record,
    description.STATEMENTS: _statements,
}
API = Page(
    "api",
    (
        *(Route("GET", ROOT + each.path, _HANDLERS[each]) for each in description.OPERATIONS),
        Route("GET", ROOT + _DESCRIPTION, _description),
    ),
)
