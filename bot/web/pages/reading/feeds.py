"""A space's votes for feed readers and calendars. Those can't log in: only public spaces have feeds."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from aiohttp import web
from icalendar import Calendar, Event

from bot.domain.ids import SpaceId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.pages.access import Viewer
from bot.services.pages.reading import SpacePage
from bot.services.proposals.listing import Listed
from bot.web.page import Page, Route, Visit, number_of
from bot.web.rendering.atom import Entry, atom
from bot.wording.pages.reading.feeds import (
    author_words,
    ends_title,
    entry_title,
    feed_title,
    opens_title,
    veto_title,
)

_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
"""The time of a feed without entries."""
_MADE_BY = "-//Folkmoot//Votes//EN"


Feed = Callable[[SpacePage, Visit], bytes]


async def _sent(visit: Visit, path: Mapping[str, str], content_type: str, feed: Feed) -> web.StreamResponse:
    """The feed of the newest of a space that is for everybody, whoever asks. Raises PageUnknown."""
    number, nobody = SpaceId(number_of(path["space"])), Viewer(None, visit.parts.members)
    await visit.services.page_access.space(number, nobody)

    async def made() -> bytes:
        return feed(await visit.services.page_reading.space(number, nobody), visit)

    return await visit.send_to_all(content_type, made, "utf-8")


def _atom(found: SpacePage, visit: Visit) -> bytes:
    origin, say = visit.parts.site.origin, visit.say
    page = f"{origin}/spaces/{found.space.id}"
    now = visit.services.clock.now()
    entries = [
        Entry(
            f"{origin}/proposals/{each.proposal.id}",
            entry_title(each, say),
            author_words(each.proposal.author, say),
            each.proposal.created_at,
            _stands_since(each, now),
        )
        for each in (*found.voted_on, *found.discussed, *found.results)
    ]
    return atom(f"{page}/feed.atom", page, feed_title(found.space.name, say), _BEGAN, entries)


def _calendar(found: SpacePage, visit: Visit) -> bytes:
    site, say = visit.parts.site, visit.say
    now = visit.services.clock.now()
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MADE_BY)
    calendar.add("x-wr-calname", feed_title(found.space.name, say))
    for each in (*found.voted_on, *found.discussed, *found.results):
        for name, at in _deadlines(each, now):
            event = Event()
            event.add("uid", f"proposal-{each.proposal.id}-{name}@{site.domain}")
            event.add("dtstamp", _stands_since(each, now))
            event.add("dtstart", at)
            words = {"opens": opens_title, "ends": ends_title, "veto": veto_title}[name]
            event.add("summary", words(each.proposal, say))
            event.add("url", f"{site.origin}/proposals/{each.proposal.id}")
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _deadlines(listed: Listed, now: datetime) -> Iterator[tuple[str, datetime]]:
    """What is still to come, and when."""
    proposal = listed.proposal
    match listed.state:
        case State.DISCUSSION if proposal.opens_at is not None:
            yield "opens", proposal.opens_at
        case State.VOTING if (end := proposal.ends_at(now)) is not None:
            yield "ends", end
        case State.TIMELOCK if (end := proposal.timelock_ends_at) is not None:
            yield "veto", end


def _stands_since(listed: Listed, now: datetime) -> datetime:
    """The last time at which something happened that everybody may know. Nothing of it tells of a hidden count."""
    return max(time for time in _times(listed.proposal, now) if time <= now)


def _times(proposal: Proposal, now: datetime) -> Iterator[datetime]:
    yield proposal.created_at
    if proposal.submission:
        yield proposal.submission.at
    if proposal.opening:
        yield proposal.opening.at
        if (end := proposal.ends_at(now)) is not None:
            yield end
    for act in (proposal.cancellation, proposal.closing, proposal.veto, proposal.stop):
        if act is not None:
            yield act.at
    if proposal.withdrawn_at:
        yield proposal.withdrawn_at
    if proposal.closing and proposal.timelock_ends_at:
        yield proposal.timelock_ends_at
    for request in proposal.requests:
        if request.execution is not None:
            yield request.execution.at


async def _show_atom(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    return await _sent(visit, path, "application/atom+xml", _atom)


async def _show_calendar(visit: Visit, path: Mapping[str, str]) -> web.StreamResponse:
    return await _sent(visit, path, "text/calendar", _calendar)


FEEDS = Page(
    "feeds",
    (
        Route("GET", "/spaces/{space}/feed.atom", _show_atom),
        Route("GET", "/spaces/{space}/deadlines.ics", _show_calendar),
    ),
)
