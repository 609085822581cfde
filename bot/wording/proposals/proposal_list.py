"""The proposals of a server, one a line."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.finding import Found, StateGroup, Wanted
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from bot.wording.proposals.lifecycle.states import state_words


def list_lines(
    found: Found, wanted: Wanted, drafts: Sequence[Listed], guild: GuildId, now: datetime, say: Language
) -> list[str]:
    """A page of those that a reader looks for, the newest first, and below them the reader's drafts."""
    lines = [list_line(each, guild, now, say) for each in found.listed]
    if not lines and not drafts:
        return _none(found, wanted, say)
    if lines:
        lines = [_head(wanted, say), *_narrowed(found, wanted, say), *lines]
    if drafts:
        lines.append(say._("**Your drafts**, which only you see"))
        lines += [f"• {say.title(each.proposal.content.title)}" for each in drafts]
    return lines


def none_open(say: Language) -> list[str]:
    """That there is nothing to vote on."""
    return [say._("No vote is open now. `/proposal list` shows what comes.")]


def newer_label(say: Language) -> str:
    return say._("Newer")


def older_label(say: Language) -> str:
    return say._("Older")


def _none(found: Found, wanted: Wanted, say: Language) -> list[str]:
    if found.older is not None:
        said = say._("There are none up to here; there may be older ones.")
    elif found.newer is not None:
        said = say._("There are no others.")
    elif wanted.anything:
        return [say._("There are no proposals yet. `/propose` writes the first one.")]
    elif wanted == Wanted(StateGroup.OPEN):
        return none_open(say)
    else:
        said = say._("There are no such proposals. `/proposal list` without options shows all.")
    return [_head(wanted, say), *_narrowed(found, wanted, say), said]


def _head(wanted: Wanted, say: Language) -> str:
    match wanted.group:
        case None:
            return say._("**Proposals**, the newest first")
        case StateGroup.OPEN:
            return say._("**Open votes**, the newest first")
        case StateGroup.TO_VOTE:
            return say._("**Votes that wait for you**, the newest first")
        case StateGroup.STAKED:
            return say._("**Open for stakes**, the newest first")
        case StateGroup.DISCUSSED:
            return say._("**In discussion**, the newest first")
        case StateGroup.PASSED:
            return say._("**Passed**, the newest first")
        case StateGroup.AWAITED:
            return say._("**Passed and not carried out yet**, the newest first")
        case StateGroup.EXECUTED:
            return say._("**Executed**, the newest first")
        case StateGroup.DEFEATED:
            return say._("**Defeated**, the newest first")
        case StateGroup.FAILED:
            return say._("**Passed, but failed or expired**, the newest first")
        case StateGroup.STOPPED:
            return say._("**Withdrawn, cancelled or vetoed**, the newest first")


def _narrowed(found: Found, wanted: Wanted, say: Language) -> list[str]:
    """What else is looked for, in a line; none where that is nothing."""
    parts = []
    if found.track is not None:
        parts.append(say._("Track: {track}").format(track=say.markup.name(found.track)))
    if wanted.author is not None:
        parts.append(say._("By {author}").format(author=say.markup.member(wanted.author)))
    if wanted.words:
        words = " ".join(map(say.markup.code, wanted.words))
        parts.append(say._("With words that begin with {words}").format(words=words))
    return [say.markup.small(" · ".join(parts))] if parts else []


def list_line(listed: Listed, guild: GuildId, now: datetime, say: Language) -> str:
    """A proposal: its number, title, state with what ends it, its thread, and where one reads on."""
    words, time = _with_time(listed.proposal, listed.state, now, say)
    if time is None:
        words = say._("`#{number}` {title}: **{state}**")
    line = words.format(
        number=listed.proposal.number,
        title=say.title(listed.proposal.content.title),
        state=state_words(listed.state, say),
        when=say.when(time) if time else "",
    )
    return " · ".join([line, *_ways(listed, guild)])


def _ways(listed: Listed, guild: GuildId) -> list[str]:
    place, thread = listed.place, listed.thread
    ways = [message_url(guild, place.channel, place.message)] if place else []
    # Before there is a card, one reads on where it is discussed.
    if thread is not None and place is not None and place.what != "starter":
        ways.insert(0, channel_url(guild, thread))
    return ways


def _with_time(
    proposal: Proposal, current: State, now: datetime, say: Language
) -> tuple[str, datetime | None]:
    """The sentence for a state that lasts until some time, and that time; None where nothing will end it by itself."""
    match current:
        case State.DISCUSSION if proposal.opens_at:
            return say._("`#{number}` {title}: **{state}**, vote opens {when}"), proposal.opens_at
        case State.VOTING:
            return say._("`#{number}` {title}: **{state}**, ends {when}"), proposal.ends_at(now)
        case State.TIMELOCK:
            words = say._("`#{number}` {title}: **{state}**, veto possible until {when}")
            return words, proposal.timelock_ends_at
        case State.EXECUTION if not proposal.under_way:
            return say._("`#{number}` {title}: **{state}**, expires {when}"), proposal.expires_at
        case _:
            return "", None
