"""The page of a space: what is voted on, what is discussed, and what was decided."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.ids import ProposalId, ProposalNumber, SpaceId
from bot.domain.spaces.space import PagesFor
from bot.services.pages.reading import SearchPage, SpacePage
from bot.web.page import Page, Preview, Route, Visit, number_of
from bot.wording.pages.reading.feeds import calendar_label, feed_label
from bot.wording.pages.reading.space import SpaceWords, search_words, space_words


async def _show(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    await visit.services.page_access.space(SpaceId(number_of(path["space"])), visit.viewer)

    if visit.asked("text").strip():
        # No two ask for the same: it is kept for nobody.
        return visit.show("space.html", **await _found(visit, path))

    async def values() -> dict[str, Any]:
        return _values(await asked_for(visit, path), visit)

    return await visit.show_to_all("space.html", values)


async def _found(visit: Visit, path: Mapping[str, str]) -> dict[str, Any]:
    below = visit.asked("before")
    found = await visit.services.page_reading.search(
        SpaceId(number_of(path["space"])),
        visit.viewer,
        visit.asked("text"),
        track=visit.asked("track"),
        below=ProposalNumber(number_of(below)) if below else None,
    )
    words = search_words(found, visit.services.clock.now(), visit.say)
    return {**_shown(found, words, visit), "text": found.text, "first": not below}


def _values(found: SpacePage, visit: Visit) -> dict[str, Any]:
    words = space_words(found, visit.services.clock.now(), visit.say)
    return {**_shown(found, words, visit), "text": "", "first": found.newest}


def _shown(found: SpacePage | SearchPage, words: SpaceWords, visit: Visit) -> dict[str, Any]:
    path_here = f"/spaces/{found.space.id}"
    return {
        "words": words,
        "here": path_here,
        "track": found.track.name if found.track else "",
        "older": found.older,
        "feeds": found.space.pages is PagesFor.EVERYBODY,
        "feed_label": feed_label(visit.say),
        "calendar_label": calendar_label(visit.say),
        "preview": Preview(words.plain_title, words.about, visit.parts.site.origin + path_here),
    }


async def asked_for(visit: Visit, path: Mapping[str, str]) -> SpacePage:
    """The part of a space's proposals that the query says. Raises PageUnknown, MembershipUnavailable."""
    return await visit.services.page_reading.space(
        SpaceId(number_of(path["space"])),
        visit.viewer,
        track=visit.asked("track"),
        before=ProposalId(number_of(before)) if (before := visit.asked("before")) else None,
    )


SPACE = Page("space", (Route("GET", "/spaces/{space}", _show),))
