"""The proposals of a mirrored contract, part by part."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import MirroredId, MirrorId
from bot.web.page import Page, Route, Visit, number_of
from bot.wording.pages.reading.mirror import mirror_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    number, asked = MirrorId(number_of(path["mirror"])), visit.asked("before")
    before = MirroredId(number_of(asked)) if asked else None
    space = await visit.services.page_access.of_mirror(number, visit.viewer)

    async def values() -> dict[str, Any]:
        page = await visit.services.mirrored_cards.page(number, before)
        if page is None:
            raise PageUnknown
        return {
            "words": mirror_words(space, page, visit.say),
            "here": f"/mirrors/{number}",
            "space": f"/spaces/{space.id}",
            "before": page.before,
            "first": before is None,
        }

    return await visit.show_to_all("mirror.html", values)


MIRROR = Page("mirror", (Route("GET", "/mirrors/{mirror}", _show),))
