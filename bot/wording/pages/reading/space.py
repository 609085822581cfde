"""The page of a space: its votes, discussions and results."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import ProposalId, ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.pages.reading import SearchPage, SpacePage
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words

_NAME = 100
_TRACK = 40
_TEXT = 100


class Entry(msgspec.Struct, frozen=True):
    """A proposal in a list."""

    proposal: ProposalId
    number: ProposalNumber
    title: str
    state: str


class Group(msgspec.Struct, frozen=True):
    """Proposals that stand at the same point, under a head of their own."""

    name: str
    """Without spaces, to lead to it."""
    head: str
    entries: tuple[Entry, ...]
    none: str
    """What is said where there are none."""


class SpaceWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    about: str
    tracks: str
    all_tracks: str
    of_tracks: tuple[tuple[str, str], ...]
    """Of each track its name, as the address has it and as it is shown."""
    groups: tuple[Group, ...]
    older: str
    newest: str
    treasury: str
    delegates: str
    search: str
    """What the field is for."""
    find: str
    """The button beside it."""


def space_words(page: SpacePage, now: datetime, say: Language) -> SpaceWords:
    """What is going on, and results."""

    def group(name: str, head: str, found: Sequence[Listed], none: str) -> Group:
        return Group(name, head, tuple(_entry(each, now, say) for each in found), none)

    going_on = [
        group("votes", say._("Open votes"), page.voted_on, say._("No vote is open now.")),
        group("discussions", say._("In discussion"), page.discussed, say._("Nothing is being discussed.")),
    ]
    results = group("results", say._("Results"), page.results, say._("There are no results yet."))
    return _words(page, (*(going_on if page.newest else []), results), say._("Older results"), say)


def search_words(page: SearchPage, now: datetime, say: Language) -> SpaceWords:
    """What has the words that are looked for."""
    found = Group(
        "found",
        say._("What has these words: {text}").format(text=say.markup.name(page.text, _TEXT)),
        tuple(_entry(each, now, say) for each in page.found),
        say._("No proposal here has all of these words, or words that begin like them."),
    )
    return _words(page, (found,), say._("Older ones"), say)


def _words(page: SpacePage | SearchPage, groups: tuple[Group, ...], older: str, say: Language) -> SpaceWords:
    return SpaceWords(
        title=say.markup.name(page.space.name, _NAME),
        plain_title=say.plain().markup.name(page.space.name, _NAME),
        about=say._("Votes are cast in Discord; here you can read them."),
        tracks=say._("Tracks"),
        all_tracks=say._("All tracks"),
        of_tracks=tuple((track.name, say.markup.name(track.name, _TRACK)) for track in page.tracks),
        groups=groups,
        older=older,
        newest=say._("Back to the newest"),
        treasury=say._("The treasury"),
        delegates=say._("The delegates"),
        search=say._("Search in titles and texts"),
        find=say.pgettext("button", "Search"),
    )


def _entry(listed: Listed, now: datetime, say: Language) -> Entry:
    proposal = listed.proposal
    return Entry(
        proposal.id,
        proposal.number,
        say.title(proposal.content.title),
        _standing(proposal, listed.state, now, say),
    )


def _standing(proposal: Proposal, current: State, now: datetime, say: Language) -> str:
    """Where it stands, and for how long."""
    words, until = _with_time(proposal, current, now, say)
    state = state_words(current, say)
    if until is None:
        return say.markup.strong(state)
    return words.format(
        state=state,
        left=say.duration(_in_minutes(max(until - now, timedelta(0)))),
        moment=say.moment(until),
    )


def _with_time(
    proposal: Proposal, current: State, now: datetime, say: Language
) -> tuple[str, datetime | None]:
    match current:
        case State.DISCUSSION:
            return say._("**{state}** · the vote opens in {left}, {moment}"), proposal.opens_at
        case State.VOTING:
            return say._("**{state}** · {left} left, until {moment}"), proposal.ends_at(now)
        case State.TIMELOCK:
            return say._("**{state}** · a veto is possible until {moment}"), proposal.timelock_ends_at
        case State.EXECUTION if not proposal.under_way:
            return say._("**{state}** · it expires {moment}"), proposal.expires_at
        case _:
            return "", None


def _in_minutes(time: timedelta) -> timedelta:
    """A duration for reading: seconds stand only where there are no minutes."""
    return timedelta(seconds=time.total_seconds() // 60 * 60) if time >= timedelta(minutes=1) else time
