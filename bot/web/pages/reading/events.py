"""How a vote stands, told to an open page as it changes."""

import asyncio
from collections.abc import Mapping

import orjson
from aiohttp import web

from bot.domain.errors import FolkmootError, Unavailable
from bot.domain.ids import ProposalId
from bot.services.proposals.cards import Card
from bot.web.event_streams import Stream
from bot.web.page import Page, Route, Visit, number_of
from bot.web.rendering.templates import rendered
from bot.wording.language import Language
from bot.wording.pages.reading.proposal import proposal_words

_AGAIN = 5_000
"""Milliseconds after which a browser whose connection ended makes a new one."""


def standing_event(card: Card, say: Language) -> bytes:
    """The part of the page that says how the vote stands, as an event."""
    html = rendered("events.html", words=proposal_words(card, say))
    return b"retry: %d\ndata: %b\n\n" % (_AGAIN, orjson.dumps(html))


async def _stream(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    proposal = ProposalId(number_of(path["proposal"]))
    access, limits = visit.services.page_access, visit.parts.limits
    await access.of_proposal(proposal, visit.viewer)
    member = visit.viewer.member
    async with visit.parts.streams.opened(
        proposal, visit.say, address=visit.address, member=member
    ) as stream:
        transport = visit.request.transport
        visit.parts.connections.prolong(transport, limits.stream_seconds, stream.end)
        response = web.StreamResponse(headers={**visit.headers, "X-Accel-Buffering": "no"})
        response.content_type = "text/event-stream"
        response.charset = "utf-8"
        response.force_close()
        try:
            await response.prepare(visit.request)
            await _send(visit, proposal, stream, response)
        except (ConnectionError, TimeoutError):
            # Gone, or too slow: nothing is kept for who doesn't read.
            if transport is not None:
                transport.abort()
        return response


async def _send(visit: Visit, proposal: ProposalId, stream: Stream, response: web.StreamResponse) -> None:
    """Until the stream ends, or who reads may no longer."""
    limits, clock = visit.parts.limits, visit.services.clock
    admitted = clock.steady()
    while not stream.over:
        try:
            async with asyncio.timeout(limits.heartbeat_seconds):
                await stream.changed.wait()
        except TimeoutError:
            event = b":\n\n"
        else:
            stream.changed.clear()
            event = stream.event
        if (clock.steady() - admitted).total_seconds() >= limits.readmit_seconds:
            if not await _still_admitted(visit, proposal):
                return
            admitted = clock.steady()
        if not stream.over:
            async with asyncio.timeout(limits.slow_seconds):
                await response.write(event)


async def _still_admitted(visit: Visit, proposal: ProposalId) -> bool:
    """While Discord says nothing, who was let in stays: the connection ends within the hour anyway."""
    try:
        await visit.services.page_access.of_proposal(proposal, visit.viewer)
    except Unavailable:
        return True
    except FolkmootError:
        return False
    return True


EVENTS = Page("events", (Route("GET", "/proposals/{proposal}/events", _stream),))
