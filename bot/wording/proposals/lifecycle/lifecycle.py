"""Where a proposal stands in its life, in words: what is now, what ends it, and who did what with it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.executors import AnyExecutor, ExecutionRequest
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.cards import Card
from bot.services.voting.casting.eligibility import objections
from bot.wording.bridges.messages import crossing_lines
from bot.wording.chains import on_its_chain
from bot.wording.conviction.stakes import open_line
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.obstacles import obstacle_lines
from bot.wording.proposals.lifecycle.stages import stage_lines
from bot.wording.proposals.lifecycle.states import state_words
from bot.wording.proposals.lifecycle.visibility import missing_line
from bot.wording.server_acts.listing import owed_lines
from bot.wording.voting.choices import one_of

_REASON = 300


def state_lines(card: Card, say: Language) -> list[str]:
    """The state in one bold word, its end, what explains it, and the votes that belong with it."""
    if card.obstacle is not None:
        return [*obstacle_lines(card.obstacle, say), *_state(card, say), *stage_lines(card, say)]
    return [*_state(card, say), *stage_lines(card, say)]


def _state(card: Card, say: Language) -> list[str]:
    proposal = card.proposal
    end = card.ends_at
    match card.state:
        case State.DISCUSSION if card.opens_at:
            opens = say.when(card.opens_at)
            return [say._("**In discussion** · voting opens {when}").format(when=opens)]
        case State.PENDING:
            return [
                say._(
                    "**About to open** · votes are taken as soon as the block at which power is read is fixed"
                )
            ]
        case State.VOTING if proposal.rules.open_ended:
            return [open_line(card, say)]
        case State.VOTING if end:
            open_now = say._("**Open for voting** · ends {moment}").format(moment=say.moment(end))
            return [open_now, *_ends(card, end, say)]
        case State.PAUSED if proposal.paused and proposal.paused.by is None:
            paused = say._("**Paused** {when} · the end moves by as long as the card is missing")
            return [paused.format(when=say.when(proposal.paused.at)), missing_line(say)]
        case State.PAUSED if proposal.paused and proposal.paused.by is not None:
            pause, by = proposal.paused, proposal.paused.by
            paused = (
                say._("**Paused** by {member} {when} · nothing passes as long as it lasts")
                if proposal.rules.open_ended
                else say._("**Paused** by {member} {when} · the end moves by as long as it lasts")
            )
            return [
                paused.format(member=say.markup.member(by), when=say.when(pause.at)),
                _reason(pause.reason, say),
            ]
        case State.CLOSED if end:
            over = say._("**Voting is over** since {moment} · the votes are being counted")
            return [over.format(moment=say.moment(end)), *_unread(card, say)]
        case State.CANCELLED if proposal.cancellation:
            act = proposal.cancellation
            cancelled = say._("**Cancelled** by {member} {when} · there is no result")
            return [
                cancelled.format(member=say.markup.member(act.by), when=say.when(act.at)),
                _reason(act.reason, say),
            ]
        case State.VETOED if proposal.veto and proposal.veto.voted is not None:
            voted = say._("**Vetoed** by the space above, in proposal {number}, {when} · nothing is executed")
            return [voted.format(number=proposal.veto.voted, when=say.when(proposal.veto.at))]
        case State.VETOED if proposal.veto:
            veto = proposal.veto
            vetoed = say._("**Vetoed** by {member} {when} · nothing is executed")
            return [
                vetoed.format(member=say.markup.member(veto.by), when=say.when(veto.at)),
                _reason(veto.reason, say),
            ]
    return _later(card.state, proposal, say)


def _reason(reason: str, say: Language) -> str:
    return say._("Reason: {reason}").format(reason=say.markup.name(reason, _REASON))


def _ends(card: Card, end: datetime, say: Language) -> list[str]:
    """What is special about the end of an open vote."""
    policy, lines = card.proposal.rules, []
    if card.proposal.extensions:
        lines.append(
            say._("⏱️ It was extended: the leading outcome changed late, or the quorum was reached late.")
        )
    if policy.objection:
        names = [policy.choices[number - 1] for number in sorted(objections(policy))]
        lines.append(
            say._("From {moment} on only {choices} is taken.").format(
                moment=say.moment(end - policy.objection), choices=one_of(names, say)
            )
        )
    if not policy.rules.get("revote", True):
        lines.append(say._("Each vote is final: it can't be changed."))
    return lines


def _unread(card: Card, say: Language) -> list[str]:
    if card.proposal.unresolved_reported_at and card.running_tally and card.running_tally.undetermined:
        return [
            say._("The result waits for power that can't be read from the chain. Unread power is never zero.")
        ]
    return []


def _later(state: State, proposal: Proposal, say: Language) -> list[str]:
    """The states after the result, and those that need no more than their name."""
    ends, expires = proposal.timelock_ends_at, proposal.expires_at
    if state is State.DEFEATED and proposal.closing:
        return [say._("**Defeated** · closed {when}").format(when=say.when(proposal.closing.at))]
    if state is State.TIMELOCK and ends:
        return [*_held(proposal, say), _timelock(proposal, ends, say)]
    if state is State.EXECUTION and expires:
        lines = _execution(proposal, say)
        if proposal.unrequested or proposal.pending or proposal.owed_acts:
            lines.append(say._("It expires {moment}").format(moment=say.moment(expires)))
        return lines
    if proposal.stop and proposal.rules.executor:
        why = words_of(proposal.rules.executor.kind).stopped(proposal.stop, say)
        stopped = say._("🛑 **Stopped**: it passed, and must not be executed")
        if any(request.executed for request in proposal.standing):
            stopped = say._("🛑 **Stopped**: it passed, and was executed only in part")
        return [stopped, why, *_parts(proposal, say._("**not executed**: it was stopped"), say)]
    if state in (State.EXECUTED, State.FAILED) and (
        ended := [*_ended(proposal, say), *owed_lines(proposal, say)]
    ):
        return ended
    if state is State.EXPIRED and expires:
        expired = say._("**Expired** {when} · it passed, and was not executed in time")
        if any(request.executed for request in proposal.standing):
            expired = say._("**Expired** {when} · it passed, and was executed only in part")
        late = say._("**not executed**: its time is over")
        return [
            expired.format(when=say.when(expires)),
            *_parts(proposal, late, say),
            *owed_lines(proposal, say),
        ]
    if state is State.PASSED:
        return [_passed(proposal, say)]
    if state is State.WITHDRAWN:
        return [say._("**Withdrawn** by its author")]
    words = state_words(state, say)
    return [say.markup.strong(words[:1].upper() + words[1:])]


def _held(proposal: Proposal, say: Language) -> list[str]:
    """That the space above votes on its veto, which moves the end of the timelock."""
    words = say._(
        "⏸️ **Held** while the space above votes on a veto, in proposal {number}: until {moment} at the longest"
    )
    return [
        words.format(number=hold.number, moment=say.moment(hold.until))
        for hold in proposal.holds
        if hold.ended_at is None
    ]


def _timelock(proposal: Proposal, ends: datetime, say: Language) -> str:
    executors = proposal.executors
    if len(executors) > 1:
        chains = say.both([say.markup.chain_name(each.chain) for each in executors])
        return say._(
            "**Passed** · guardians may veto until {moment}, then it is asked for on {chains}"
        ).format(moment=say.moment(ends), chains=chains)
    if executors:
        return words_of(executors[0].kind).after_timelock(ends, say)
    if proposal.carried_out:
        return say._(
            "**Passed** · guardians may veto until {moment}, then Folkmoot changes the server"
        ).format(moment=say.moment(ends))
    if proposal.content.executes:
        words = say._("**Passed** · guardians may veto until {moment}, then it goes on")
    elif proposal.only_changes_reputation:
        words = say._("**Passed** · guardians may veto until {moment}, then reputation changes as voted")
    else:
        words = say._("**Passed** · guardians may veto until {moment}, then it stands")
    return words.format(moment=say.moment(ends))


def _ended(proposal: Proposal, say: Language) -> list[str]:
    """How each request ended."""
    return [
        line
        for request in proposal.standing
        for line in _said(proposal, request.executor, _executed(request, say), say)
    ]


def _parts(proposal: Proposal, missing: str, say: Language) -> list[str]:
    """What became of each executor's part of what ended before all were executed; nothing where none was. `missing`:
    what is said of those that weren't."""
    if not any(request.executed for request in proposal.standing):
        return []
    ended = {request.executor.place: _executed(request, say) for request in proposal.standing}
    return [
        line
        for executor in proposal.executors
        for line in _said(proposal, executor, ended.get(executor.place) or [missing], say)
    ]


def _execution(proposal: Proposal, say: Language) -> list[str]:
    """What each executor still has to do, or did."""
    waiting: list[str] = []
    for executor in proposal.unrequested:
        waiting += _said(proposal, executor, [words_of(executor.kind).preparing(say)], say)
    for request in proposal.standing:
        lines = _executed(request, say) or [words_of(request.kind).requested(request, say)]
        waiting += _said(proposal, request.executor, lines, say)
    return [*waiting, *owed_lines(proposal, say)]


def _said(proposal: Proposal, executor: AnyExecutor, lines: Sequence[str], say: Language) -> list[str]:
    """The lines about one executor, where there are several after the name of its chain."""
    first, *rest = lines or [""]
    return [on_its_chain(first, executor.chain, proposal.executors, say), *rest] if first else []


def _executed(request: ExecutionRequest, say: Language) -> list[str]:
    """How a request ended; nothing while it waits."""
    done = request.execution
    if done is None:
        return []
    head = say._("**Executed** {when} in block {block}")
    if request.executed and not request.succeeded:
        head = say._("**Executed here** {when} in block {block}, and **not done on the other chain**")
    head = head.format(when=say.when(done.at), block=done.block.number)
    if not request.executed:
        head = words_of(request.kind).not_executed(done, say)
    transaction = say.markup.transaction(done.transaction, request.executor.chain)
    sent = [] if request.crossing is None else crossing_lines(request.crossing, say)
    return [head, *sent, say._("Transaction {hash}").format(hash=transaction)]


def _passed(proposal: Proposal, say: Language) -> str:
    """That it passed, and that nothing is left to be done."""
    if proposal.rules.next_track is not None:
        return say._("**Passed**, as a temperature check")
    if proposal.only_changes_reputation:
        return say._("**Passed** · reputation changed as voted")
    return say._("**Passed** · there is nothing to execute")
