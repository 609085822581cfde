"""The statements on a proposal, and what members of different views agree on; and all answers, without names."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.errors import AnswersHidden, PageUnknown, TooFewAnswered
from bot.domain.ids import ProposalId
from bot.domain.statements.exported import file_name
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.statements import statements_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(number, visit.viewer)

    async def values() -> dict[str, Any]:
        shown = await visit.services.statement_results.shown(number)
        here = f"/proposals/{number}"
        return {
            "words": statements_words(shown, visit.say),
            "here": here,
            "file": f"{here}/statements.json" if shown.enough and not shown.hidden else None,
        }

    return await visit.show_to_all("statements.html", values)


async def _send(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number = ProposalId(number_of(path["proposal"]))
    await visit.services.page_access.of_proposal(number, visit.viewer)
    try:
        file = await visit.services.statement_results.file(number)
    except (AnswersHidden, TooFewAnswered):
        raise PageUnknown from None
    return web.Response(
        body=file,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{file_name(number)}"'},
    )


STATEMENTS = Page(
    "statements",
    (
        Route("GET", "/proposals/{proposal}/statements", _show),
        Route("GET", "/proposals/{proposal}/statements.json", _send),
    ),
)
