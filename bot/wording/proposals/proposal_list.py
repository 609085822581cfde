"""The proposals of a server, one a line."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.markup.links import message_url
from bot.wording.proposals.states import state_words


def list_lines(
    found: Sequence[Listed], drafts: Sequence[Listed], guild: GuildId, now: datetime, say: Language
) -> list[str]:
    """The proposals in the order in which they are given, the newest first, and below them the reader's drafts."""
    lines = [list_line(each, guild, now, say) for each in found]
    if lines:
        lines.insert(0, say._("**Proposals**, the newest first"))
    elif not drafts:
        return [say._("There are no proposals yet. `/propose` writes the first one.")]
    if drafts:
        lines.append(say._("**Your drafts**, which only you see"))
        lines += [f"• {say.title(each.proposal.content.title)}" for each in drafts]
    return lines


def open_vote_list_lines(found: Sequence[Listed], guild: GuildId, now: datetime, say: Language) -> list[str]:
    """Those on which one can vote now."""
    return [say._("**Open votes**, the newest first"), *(list_line(each, guild, now, say) for each in found)]


def list_line(listed: Listed, guild: GuildId, now: datetime, say: Language) -> str:
    """A proposal: its number, title, state with what ends it, and where one reads on."""
    words, time = _with_time(listed.proposal, listed.state, now, say)
    if time is None:
        words = say._("`#{number}` {title}: **{state}**")
    line = words.format(
        number=listed.proposal.number,
        title=say.title(listed.proposal.content.title),
        state=state_words(listed.state, say),
        when=say.when(time) if time else "",
    )
    place = listed.place
    return f"{line} · {message_url(guild, place.channel, place.message)}" if place else line


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
