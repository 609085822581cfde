"""Where a proposal stands in its life, in words: what is now, what ends it, and who did what with it."""

from datetime import datetime

from bot.domain.executors import ExecutionRequest
from bot.domain.proposal import Proposal, State
from bot.services.proposals.cards import Card
from bot.services.voting.eligibility import objections
from bot.wording.discord_markup import DISCORD
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.reputation import NEXT, only_gives, passed_words
from bot.wording.results import choice_name
from bot.wording.stages import stage_lines
from bot.wording.stakes import open_line
from bot.wording.states import state_words
from bot.wording.text import escape, member, moment, when

_REASON = 300
_SAY = language(markup=DISCORD)


def state_lines(card: Card) -> list[str]:
    """The state in one bold word, its end, what explains it, and the votes that belong with it."""
    return [*_state(card), *stage_lines(card)]


def _state(card: Card) -> list[str]:
    proposal = card.proposal
    end = card.ends_at
    match card.state:
        case State.DISCUSSION if proposal.opens_at:
            return [f"**In discussion** · voting opens {when(proposal.opens_at)}"]
        case State.PENDING:
            return ["**About to open** · the block at which power is read is being fixed"]
        case State.VOTING if proposal.rules.open_ended:
            return [open_line(card)]
        case State.VOTING if end:
            return [f"**Open for voting** · ends {moment(end)}", *_ends(card, end)]
        case State.PAUSED if proposal.paused:
            pause = proposal.paused
            return [
                f"**Paused** by {member(pause.by)} {when(pause.at)} · {_meanwhile(proposal)}",
                f"Reason: {escape(pause.reason, _REASON)}",
            ]
        case State.CLOSED if end:
            return [f"**Voting is over** since {moment(end)} · the votes are being counted", *_unread(card)]
        case State.CANCELLED if proposal.cancellation:
            act = proposal.cancellation
            reason = f"Reason: {escape(act.reason, _REASON)}"
            return [f"**Cancelled** by {member(act.by)} {when(act.at)} · there is no result", reason]
        case State.VETOED if proposal.veto:
            veto = proposal.veto
            reason = f"Reason: {escape(veto.reason, _REASON)}"
            return [f"**Vetoed** by {member(veto.by)} {when(veto.at)} · nothing is executed", reason]
    return _later(card.state, proposal)


def _meanwhile(proposal: Proposal) -> str:
    if proposal.rules.open_ended:
        return "nothing passes as long as it lasts"
    return "the end moves by as long as it lasts"


def _ends(card: Card, end: datetime) -> list[str]:
    """What is special about the end of an open vote."""
    policy, lines = card.proposal.rules, []
    if card.proposal.extensions:
        lines.append("⏱️ It was extended: the leading outcome changed late, or the quorum was reached late.")
    if policy.objection:
        names = [policy.choices[number - 1] for number in sorted(objections(policy))]
        taken = " or ".join(choice_name(name) for name in names)
        lines.append(f"From {moment(end - policy.objection)} on only {taken} is taken.")
    if not policy.rules.get("revote", True):
        lines.append("Each vote is final: it can't be changed.")
    return lines


def _unread(card: Card) -> list[str]:
    if card.proposal.unresolved_reported_at and card.running_tally and card.running_tally.undetermined:
        return ["The result waits for power that can't be read from the chain. Unread power is never zero."]
    return []


def _later(state: State, proposal: Proposal) -> list[str]:
    """The states after the result, and those that need no more than their name."""
    ends, expires = proposal.timelock_ends_at, proposal.expires_at
    if state is State.DEFEATED and proposal.closing:
        return [f"**Defeated** · closed {when(proposal.closing.at)}"]
    if state is State.TIMELOCK and ends:
        alone = f"then {NEXT}" if only_gives(proposal) else "then it stands"
        if proposal.rules.executor and proposal.content.actions:
            return [words_of(proposal.rules.executor.kind).after_timelock(ends, _SAY)]
        then = "then it goes on" if proposal.content.actions else alone
        return [f"**Passed** · guardians may veto until {moment(ends)}, {then}"]
    if state is State.EXECUTION and expires:
        return [*_execution(proposal), f"It expires {moment(expires)}"]
    if state in (State.EXECUTED, State.FAILED):
        return [line for request in proposal.requests for line in _executed(request)]
    if state is State.EXPIRED and expires:
        return [f"**Expired** {when(expires)} · it passed, and was not executed in time"]
    if state is State.PASSED:
        check = proposal.rules.next_track is not None
        return ["**Passed**, as a temperature check" if check else passed_words(proposal)]
    if state is State.WITHDRAWN:
        return ["**Withdrawn** by its author"]
    return [f"**{state_words(state).capitalize()}**"]


def _execution(proposal: Proposal) -> list[str]:
    """What each executor still has to do, or did."""
    waiting = [words_of(executor.kind).preparing(_SAY) for executor in proposal.unrequested]
    for request in proposal.requests:
        waiting += _executed(request) or [words_of(request.kind).requested(request, _SAY)]
    return waiting


def _executed(request: ExecutionRequest) -> list[str]:
    """How a request ended; nothing while it waits."""
    done = request.execution
    if done is None:
        return []
    head = f"**Executed** {when(done.at)} in block {done.block.number}"
    if not request.succeeded:
        head = words_of(request.kind).not_executed(done, _SAY)
    return [head, f"Transaction `{done.transaction}`"]
