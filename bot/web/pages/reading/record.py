"""The record of a closed vote: the very bytes that were posted in Discord."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.ids import ProposalId
from bot.web.page import Page, Route, Visit, number_of


async def _send(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    record = await visit.services.page_reading.record(number, visit.viewer)
    name = f"folkmoot-proposal-{number}-record.json"
    return web.Response(
        body=record,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


RECORD = Page("record", (Route("GET", "/proposals/{proposal}/record", _send),))
