"""What is said of requests in the thread of their proposal."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.errors import CannotCast, ChangesExecutor, CodeChanged, ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import HttpStatus, NoProposerKey
from bot.domain.executors import AnyPayload, AnyStage, Execution, ExecutionRequest, NotVisible
from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.proposals.facts import Stop
from bot.services.delivery.notifications import PostEvent
from bot.services.ports import Progress

_LONGEST_SAID = 300
_MOST_TOLD_HIDDEN = 5
"""A service that shows a request and hides it again is told of so often; the card always says how it is."""


def confirmations(
    guild: GuildId, proposal: ProposalId, request: ExecutionRequest, progress: Progress
) -> Iterator[PostEvent]:
    """Whose confirmation doesn't count any more, then whose is new, each with how many count."""
    now = [confirmation.owner for confirmation in progress.confirmations]
    kept = [owner for owner in request.confirmed_by if owner in now]
    counted = [("unconfirmed", owner, len(kept)) for owner in request.confirmed_by if owner not in now]
    new = [owner for owner in now if owner not in kept]
    counted += [("confirmed", owner, len(kept) + place) for place, owner in enumerate(new, start=1)]
    for event, owner, count in counted:
        data = {
            "executor": request.kind,
            "chain": str(request.executor.chain),
            "owner": owner,
            "confirmed": str(count),
            "threshold": str(progress.threshold),
        }
        yield PostEvent(guild, proposal, event=event, data=data)


def reached(
    guild: GuildId, proposal: ProposalId, request: ExecutionRequest, stage: AnyStage
) -> Iterator[PostEvent]:
    """That the request has come to another stage than its first; not of one that changes all the time."""
    before = None if request.stage is None else request.stage.name
    if stage.name not in (before, stage.first) and not stage.quiet:
        data = {"executor": request.kind, "chain": str(request.executor.chain), **stage.told()}
        yield PostEvent(guild, proposal, event="stage", data=data, announce=stage.is_over)


def asked_again(guild: GuildId, proposal: ProposalId, request: ExecutionRequest, by: MemberId) -> PostEvent:
    """That somebody has the executor asked once more for what has failed."""
    data = {"executor": request.kind, "by": str(by)}
    return PostEvent(guild, proposal, event="asked_again", data=data)


def hidden(guild: GuildId, proposal: ProposalId, request: ExecutionRequest) -> Iterator[PostEvent]:
    """That those who carry the request out don't find it where they look, and why."""
    why = request.visibility.why_not
    if why is not None and request.visibility.times_hidden <= _MOST_TOLD_HIDDEN:
        data = {
            "executor": request.kind,
            "cause": why.cause,
            "place": why.place,
            "status": str(why.status),
            "said": why.said,
        }
        yield PostEvent(guild, proposal, event="hidden", data=data)


def visible(guild: GuildId, proposal: ProposalId, request: ExecutionRequest) -> Iterator[PostEvent]:
    """That they find it now, where it was said that they didn't."""
    before = request.visibility
    if before.why_not is not None and before.times_hidden <= _MOST_TOLD_HIDDEN:
        yield PostEvent(guild, proposal, event="visible", data={"executor": request.kind})


def why_not(problem: ServiceRefused | ServiceUnavailable) -> NotVisible:
    """Why it could not be handed over."""
    if isinstance(problem, ServiceUnavailable):
        status = problem.fault.status if isinstance(problem.fault, HttpStatus) else 0
        return NotVisible("unavailable", problem.service, status)
    if isinstance(problem.fault, NoProposerKey):
        return NotVisible("no_key", problem.service)
    return NotVisible("refused", problem.service, problem.status, problem.why[:_LONGEST_SAID])


def ended(
    guild: GuildId,
    proposal: ProposalId,
    request: ExecutionRequest,
    execution: Execution,
    crossing: Crossing | None = None,
) -> PostEvent:
    """How a request came to its end; an alarm where who was asked did something else than was decided. `crossing`: what
    it has sent to other chains."""
    data = {**_ended(request, execution), "instead": execution.instead, "reason": execution.reason}
    data |= _sent_to(crossing)
    if request.payload.nonce is not None:
        data["nonce"] = str(request.payload.nonce)
    alarm = execution.instead == "otherwise"
    return PostEvent(guild, proposal, event=execution.status, data=data, announce=True, alarm=alarm)


def found_ended(
    guild: GuildId,
    proposal: ProposalId,
    request: ExecutionRequest,
    execution: Execution,
    crossing: Crossing | None,
) -> PostEvent:
    """That it had come to its end before it was asked for: the database knew nothing of it. `crossing`: what it has
    sent to other chains."""
    data = {**_ended(request, execution), "status": execution.status, "reason": execution.reason}
    data |= _sent_to(crossing)
    return PostEvent(guild, proposal, event="found_executed", data=data, announce=True, alarm=True)


def _ended(request: ExecutionRequest, execution: Execution) -> dict[str, str]:
    return {
        "executor": request.kind,
        "chain": str(request.executor.chain),
        "transaction": execution.transaction,
        "block": str(execution.block.number),
    }


def _sent_to(crossing: Crossing | None) -> dict[str, str]:
    """The chains to which it has sent something, where there are any."""
    if crossing is None:
        return {}
    return {"sent_to": ",".join(dict.fromkeys(str(message.chain) for message in crossing.messages))}


def crossed(guild: GuildId, proposal: ProposalId, crossing: Crossing, seen: BridgeMessage) -> PostEvent:
    """What became on another chain of what was sent there; an alarm of what was not done."""
    data = {
        "bridge": seen.kind,
        "to": str(seen.chain),
        "status": seen.status,
        "number": str(seen.number),
        "of": str(len(crossing.messages)),
        "done": str(sum(each.status == "done" for each in crossing.messages)),
        "key": seen.key,
        "transaction": seen.transaction or "",
        "until": "" if seen.until is None else str(int(seen.until.timestamp())),
    }
    done = seen.status == "done"
    announce = not done or crossing.over
    return PostEvent(guild, proposal, event="crossed", data=data, announce=announce, alarm=not done)


def made_before(guild: GuildId, proposal: ProposalId, kind: str, payload: AnyPayload) -> Sequence[PostEvent]:
    """A warning of what could be paid twice."""
    if not (twice := payload.made_twice):
        return ()
    data = {"executor": kind, **twice}
    return (PostEvent(guild, proposal, event="made_before", data=data, announce=True, alarm=True),)


def stop_of(change: CodeChanged | ChangesExecutor | CannotCast, at: datetime) -> Stop:
    """Why it must not be carried out, as it is kept."""
    if isinstance(change, CannotCast):
        data = {"account": change.governor, "proposal": change.id, "why": change.why.value}
        return Stop("cast", data, at)
    if isinstance(change, ChangesExecutor):
        return Stop("administration", {"account": change.account, "function": change.function}, at)
    was, now = change.was, change.now
    if was.rights != now.rights:
        return Stop("rights", {"account": now.account, "rights": now.rights, "was": was.rights}, at)
    codes = {"was": was.code[-1].hash if was.code else "", "now": now.code[-1].hash}
    return Stop("code", {"account": now.account, **codes}, at)


def stopped(guild: GuildId, proposal: ProposalId, kind: str, stop: Stop) -> PostEvent:
    data = {"executor": kind, "cause": stop.cause, **stop.data}
    return PostEvent(guild, proposal, event="stopped", data=data, announce=True, alarm=True)
