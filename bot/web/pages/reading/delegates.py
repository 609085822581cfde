"""The page of those who vote for others in a space."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.ids import SpaceId
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.delegates import delegates_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    space = await visit.services.page_access.space(SpaceId(number_of(path["space"])), visit.viewer)

    async def values() -> dict[str, Any]:
        found = await visit.services.page_reading.delegates(space)
        return {"words": delegates_words(found, visit.say), "here": f"/spaces/{space.id}"}

    return await visit.show_to_all("delegates.html", values)


DELEGATES = Page("delegates", (Route("GET", "/spaces/{space}/delegates", _show, costly=True),))
