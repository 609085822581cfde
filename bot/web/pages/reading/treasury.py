"""The page of a space's treasury: what there is, and what it is worth."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.ids import SpaceId
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.treasury import treasury_page_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    space = await visit.services.page_access.space(SpaceId(number_of(path["space"])), visit.viewer)

    async def values() -> dict[str, Any]:
        found = await visit.services.treasuries.of_space(space)
        names = visit.services.chain_names
        return {"words": treasury_page_words(found, names, visit.say), "here": f"/spaces/{space.id}"}

    return await visit.show_to_all("treasury.html", values)


TREASURY = Page("treasury", (Route("GET", "/spaces/{space}/treasury", _show, costly=True),))
