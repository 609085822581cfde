"""The proposals of a server, one a line."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.proposal import Proposal, State
from bot.wording.language import Language
from bot.wording.proposals.states import state_words


def list_lines(seen: Sequence[tuple[Proposal, State]], now: datetime, say: Language) -> list[str]:
    """The proposals in the order in which they are given, the newest first."""
    if not seen:
        return [say._("There are no proposals yet. `/propose` writes the first one.")]
    return [
        say._("**Proposals**, the newest first"),
        *(_list_line(proposal, current, now, say) for proposal, current in seen),
    ]


def _list_line(proposal: Proposal, current: State, now: datetime, say: Language) -> str:
    words, time = _with_time(proposal, current, now, say)
    if time is None:
        words = say._("`#{number}` {title}: **{state}**")
    return words.format(
        number=proposal.id,
        title=say.title(proposal.content.title),
        state=state_words(current, say),
        when=say.when(time) if time else "",
    )


def _with_time(
    proposal: Proposal, current: State, now: datetime, say: Language
) -> tuple[str, datetime | None]:
    """The sentence for a state that lasts until some time, and that time; None where nothing will end it by itself."""
    match current:
        case State.DISCUSSION:
            return say._("`#{number}` {title}: **{state}**, vote opens {when}"), proposal.opens_at
        case State.VOTING:
            return say._("`#{number}` {title}: **{state}**, ends {when}"), proposal.ends_at(now)
        case State.TIMELOCK:
            words = say._("`#{number}` {title}: **{state}**, veto possible until {when}")
            return words, proposal.timelock_ends_at
        case State.EXECUTION:
            return say._("`#{number}` {title}: **{state}**, expires {when}"), proposal.expires_at
        case _:
            return "", None
