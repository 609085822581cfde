"""What has happened to a proposal so far, each with its time."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from bot.domain.executors import ExecutionRequest
from bot.domain.proposals.facts import Closing, Suspension
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.cards import Card
from bot.wording.bridges.messages import message_line
from bot.wording.executors.registry import words_of
from bot.wording.language import Language

_REASON = 300


class Happened(msgspec.Struct, frozen=True):
    at: str
    what: str


def timeline(card: Card, say: Language) -> list[Happened]:
    """The oldest first. What would tell something of a hidden count is told when that is over."""
    facts = sorted(_facts(card, say), key=lambda fact: fact[0])
    return [Happened(say.moment(at), what) for at, what in facts]


def _facts(card: Card, say: Language) -> Iterator[tuple[datetime, str]]:
    proposal = card.proposal
    author = say.markup.member(proposal.author)
    if proposal.pays_for is not None and proposal.closing:
        yield proposal.created_at, say._("Asked for by the rule of its track, when the vote had its result")
        yield from _then(proposal, say)
        return
    yield proposal.created_at, say._("Drafted by {member}").format(member=author)
    if proposal.submission:
        yield proposal.submission.at, say._("Submitted: the discussion begins")
    if proposal.withdrawn_at:
        yield proposal.withdrawn_at, say._("Withdrawn by its author")
    if proposal.opening:
        yield proposal.opening.at, say._("The vote opened; text, actions and rules are frozen")
    for pause in proposal.suspensions:
        yield from _pause(pause, say)
    if not card.hidden:
        for extension in proposal.extensions:
            extended = say._("Extended by {duration}, after a late swing")
            yield extension.at, extended.format(duration=say.duration(extension.by))
        if proposal.decided_at:
            yield proposal.decided_at, say._("Decided early: nothing could change the outcome any more")
    if (act := proposal.cancellation) is not None:
        words = say._("Cancelled by {member}: {reason}")
        yield act.at, words.format(member=say.markup.member(act.by), reason=_reason(act.reason, say))
    if proposal.closing:
        yield from _after(proposal, proposal.closing, say)


def _pause(pause: Suspension, say: Language) -> Iterator[tuple[datetime, str]]:
    if pause.by is None:
        yield pause.at, say._("Paused: nobody could see the card")
    else:
        words = say._("Paused by {member}: {reason}")
        yield (
            pause.at,
            words.format(member=say.markup.member(pause.by), reason=_reason(pause.reason, say)),
        )
    if pause.resumed_at:
        yield pause.resumed_at, say._("The vote went on")


def _after(proposal: Proposal, closing: Closing, say: Language) -> Iterator[tuple[datetime, str]]:
    yield closing.at, say._("Closed: it passed") if closing.passed else say._("Closed: it did not pass")
    yield from _then(proposal, say)


def _then(proposal: Proposal, say: Language) -> Iterator[tuple[datetime, str]]:
    """What follows a result."""
    for hold in proposal.holds:
        held = say._("Held by a vote of the space above on a veto, in proposal {number}")
        yield hold.at, held.format(number=hold.number)
    if (veto := proposal.veto) is not None and veto.voted is not None:
        yield veto.at, say._("Vetoed by the space above, in proposal {number}").format(number=veto.voted)
    elif veto is not None:
        words = say._("Vetoed by {member}: {reason}")
        yield veto.at, words.format(member=say.markup.member(veto.by), reason=_reason(veto.reason, say))
    if proposal.stop:
        yield proposal.stop.at, say._("Stopped: it must not be executed")
    for request in proposal.requests:
        yield from _request(request, say)


def _request(request: ExecutionRequest, say: Language) -> Iterator[tuple[datetime, str]]:
    yield request.prepared_at, say._("Its execution was asked for")
    if (done := request.execution) is None:
        return
    executed = say._("Executed in block {block}").format(block=done.block.number)
    yield done.at, executed if request.executed else words_of(request.kind).not_executed(done, say)
    transaction = say.markup.transaction(done.transaction, request.executor.chain)
    yield done.at, say._("Transaction {hash}").format(hash=transaction)
    if request.crossing is not None:
        for message in request.crossing.messages:
            yield message.at or done.at, message_line(message, len(request.crossing.messages), say)


def _reason(reason: str, say: Language) -> str:
    return say.markup.name(reason, _REASON)
