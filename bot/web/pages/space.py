"""The page of a space: what is voted on, what is discussed, and what was decided."""

import re
from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import PageUnknown
from bot.domain.ids import ProposalId, SpaceId
from bot.web.page import Page, Preview, Route, Visit
from bot.wording.pages.space import space_words

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    found = await visit.services.page_reading.space(
        SpaceId(number_of(path["space"])),
        visit.viewer,
        track=visit.asked("track"),
        before=ProposalId(number_of(before)) if (before := visit.asked("before")) else None,
    )
    words = space_words(found, visit.services.clock.now(), visit.say)
    path_here = f"/spaces/{found.space.id}"
    return visit.show(
        "space.html",
        words=words,
        here=path_here,
        track=found.track.name if found.track else "",
        older=found.older,
        first=found.newest,
        preview=Preview(words.plain_title, words.about, visit.parts.site.origin + path_here),
    )


def number_of(text: str) -> int:
    """Raises PageUnknown for what is no number of ours."""
    if not _NUMBER.fullmatch(text):
        raise PageUnknown
    return int(text)


SPACE = Page("space", (Route("GET", "/spaces/{space}", _show),))
