"""What keeps a proposal from going on: each fault by its cause, so that people can be told of it when it comes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from bot.domain import errors
from bot.domain.actions.limits import OfSpace, OverLimit
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors.outside import DelegatorsUnread, FinalityStandsStill, ReadFailure, TotalUnread
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State

PATIENCE = timedelta(minutes=10)
"""So long nobody is told of what may be over by itself."""
_TOLD_AT_ONCE = 5
_PAUSE = timedelta(hours=1)
"""Where one obstacle follows the other, this lies between one time that people are told and the next."""
_LONGEST_PAUSE = timedelta(days=1)
"""One that comes back is told again after a pause that doubles each time, up to this."""
_REMEMBERED = 20


class Step(StrEnum):
    """What a proposal can't do."""

    OPENING = "opening"
    CLOSING = "closing"
    EXECUTION = "execution"
    REWARDS = "rewards"
    """That its voters are paid."""
    SERVER = "server"
    """What passed changes the server."""

    def awaited_by(self, proposal: Proposal, current: State) -> bool:
        """Whether a proposal waits for this, in the state that it is in."""
        match self:
            case Step.OPENING:
                return current is State.PENDING
            case Step.CLOSING:
                return current is State.CLOSED
            case Step.EXECUTION:
                return current is State.EXECUTION and bool(proposal.unrequested)
            case Step.REWARDS:
                return proposal.rewards_due
            case Step.SERVER:
                return current is State.EXECUTION and bool(proposal.owed_acts)


class Cause(StrEnum):
    """Why. What each one names as data stands beside it; all values are text."""

    EXECUTOR_CHANGED = "executor_changed"
    UNPROVED = "unproved"
    """`executor` (its kind), `account`, `chain`; `proved`: when something was proved last."""
    ADMINISTRATION = "administration"
    """`account`, `function`."""
    NOT_ALLOWED = "not_allowed"
    """`number` of the action, `account`: what its track doesn't let it do there."""
    LIMIT = "limit"
    """`symbol`, `decimals`, `limit`, `wanted`; `account`: where it is the limit of one recipient, else empty."""
    LIMIT_ABOVE = "limit_above"
    """`space` whose limits were set from above, with what `LIMIT` has."""
    NOT_ALLOWED_ABOVE = "not_allowed_above"
    """`space`, with what `NOT_ALLOWED` has."""
    NO_BATCH_CONTRACT = "no_batch_contract"
    """`chain`, `address`, `actions`."""
    CANNOT_CAST = "cannot_cast"
    """`why`: a value of `NotCast`."""
    OTHER_TRACK = "other_track"
    """Its track casts votes elsewhere, and it names none; or the other way round."""
    TOO_MANY_CALLS = "too_many_calls"
    """`limit`, `actions`."""
    CALLS_HIDDEN = "calls_hidden"
    """`number` of the action in which they are, `deepest`, `most`."""
    ACT_REFUSED = "act_refused"
    """`number` of the act on the server that can't be done."""
    DISCORD_SILENT = "discord_silent"
    NO_CHOICES = "no_choices"
    NO_MILESTONES = "no_milestones"
    """Its track has no rule any more by which milestones are released."""
    POOL_CHANGED = "pool_changed"
    NO_TOTAL = "no_total"
    """`source`."""
    NO_CONTRACT = "no_contract"
    """`address`, `chain`."""
    WRONG_CONTRACT = "wrong_contract"
    """`address`."""
    NO_CHAIN = "no_chain"
    """`chain`: the operator has taken it away."""
    OTHER_HASH = "other_hash"
    ALTERED = "altered"
    CHAIN_STANDS_STILL = "chain_stands_still"
    """`chain`."""
    CHAIN_PRUNED = "chain_pruned"
    """`chain`."""
    TOTAL_UNREAD = "total_unread"
    """`chain`, `source`."""
    DELEGATORS_UNREAD = "delegators_unread"
    """`chain`; `open`: since when (in seconds) moderators may let the vote open without, empty while they may not."""
    CHAIN_SILENT = "chain_silent"
    """`chain`."""
    OUTSIDE_SILENT = "outside_silent"
    UNREADABLE = "unreadable"
    HANGS = "hangs"
    FAULT = "fault"

    @property
    def passes(self) -> bool:
        """Whether it may be over before anybody has done anything."""
        return self in _PASSING


_PASSING = frozenset(
    {
        Cause.DISCORD_SILENT,
        Cause.CHAIN_STANDS_STILL,
        Cause.CHAIN_PRUNED,
        Cause.TOTAL_UNREAD,
        Cause.DELEGATORS_UNREAD,
        Cause.CHAIN_SILENT,
        Cause.OUTSIDE_SILENT,
        Cause.HANGS,
        Cause.FAULT,
    }
)


class Telling(msgspec.Struct, frozen=True):
    """That people were told of an obstacle."""

    mark: str
    """That of the obstacle."""
    at: datetime
    """The last time."""
    times: int = 1

    @property
    def again_from(self) -> datetime:
        """From when on they are told of it once more, if it has gone away and come back."""
        return self.at + min(_PAUSE * (1 << min(self.times - 1, 10)), _LONGEST_PAUSE)


class Obstacle(msgspec.Struct, frozen=True):
    """What keeps a proposal from a step, as it was met last, and of which ones people were told before."""

    step: Step
    cause: Cause
    data: Mapping[str, str]
    since: datetime | None
    """When it came; None: it has gone away."""
    told: tuple[Telling, ...] = msgspec.field(default=())
    """The newest last."""

    @property
    def mark(self) -> str:
        """The same for what is the same obstacle, whenever it is met."""
        return content_hash(canonical_json([self.step.value, self.cause.value, dict(self.data)]))[:16]

    @property
    def is_told(self) -> bool:
        """Whether it is there, and people have heard of it, also of an earlier time."""
        return self.since is not None and self._telling is not None

    def followed_by(self, other: "Obstacle") -> "Obstacle":
        """The one that was met now: this one where it is the same and hadn't gone away."""
        if other.mark == self.mark and self.since is not None:
            return self
        return replace(other, told=self.told)

    def gone(self) -> "Obstacle":
        """The step went well meanwhile."""
        return replace(self, since=None)

    def is_due(self, now: datetime) -> bool:
        """Whether people are to be told of it now: once each time that it comes, and of no flood of them."""
        if self.since is None or (self.cause.passes and now < self.since + PATIENCE):
            return False
        before = self._telling
        if before is not None and (before.at >= self.since or now < before.again_from):
            return False
        return sum(each.times for each in self.told) < _TOLD_AT_ONCE or now >= self.told[-1].at + _PAUSE

    def after_telling(self, now: datetime) -> "Obstacle":
        times = self._telling.times + 1 if self._telling else 1
        others = tuple(each for each in self.told if each.mark != self.mark)
        return replace(self, told=(*others, Telling(self.mark, now, times))[-_REMEMBERED:])

    @property
    def _telling(self) -> Telling | None:
        return next((each for each in self.told if each.mark == self.mark), None)


def cause_of(error: Exception) -> tuple[Cause, dict[str, str]]:
    """By which cause an error keeps a proposal from a step, and what is to be said of it.

    Nothing stands in it that changes from one attempt to the next, such as the words of a node.
    """
    match error:
        case errors.ExecutorChanged():
            return Cause.EXECUTOR_CHANGED, {}
        case errors.ExecutorUnproved():
            executor = error.state.executor
            data = {"executor": executor.kind, "account": executor.address, "chain": str(executor.chain)}
            return Cause.UNPROVED, data
        case errors.ChangesExecutor():
            return Cause.ADMINISTRATION, {"account": error.account, "function": error.function}
        case errors.BeyondLimits():
            return _of_limits(error)
        case errors.NoBatchContract():
            data = {"chain": str(error.chain), "address": error.address, "actions": str(error.actions)}
            return Cause.NO_BATCH_CONTRACT, data
        case errors.CannotCast():
            return Cause.CANNOT_CAST, {"why": error.why.value}
        case errors.CastsNothing() | errors.NoCastingHere():
            return Cause.OTHER_TRACK, {}
        case errors.TooManyCalls():
            return Cause.TOO_MANY_CALLS, {"limit": str(error.limit), "actions": str(error.actions)}
        case errors.CallsHidden():
            data = {"number": str(error.number), "deepest": str(error.deepest), "most": str(error.most)}
            return Cause.CALLS_HIDDEN, data
        case errors.ActsRefused():
            return Cause.ACT_REFUSED, {"number": str(error.number)}
        case errors.ServerUnheard():
            return Cause.DISCORD_SILENT, {}
        case errors.BadChoices():
            return Cause.NO_CHOICES, {}
        case errors.NoMilestonesHere():
            return Cause.NO_MILESTONES, {}
        case errors.PoolChanged():
            return Cause.POOL_CHANGED, {}
        case errors.TotalUnknown():
            return Cause.NO_TOTAL, {"source": error.source}
        case errors.NoCode():
            return Cause.NO_CONTRACT, {"address": error.address, "chain": str(error.chain)}
        case errors.WrongContract():
            return Cause.WRONG_CONTRACT, {"address": error.address}
        case errors.UnknownChain():
            return Cause.NO_CHAIN, {"chain": error.name}
        case errors.RequestMismatch():
            return Cause.OTHER_HASH, {}
        case errors.ContentAltered():
            return Cause.ALTERED, {}
        case errors.ChainUnavailable():
            return _of_chain(error)
        case errors.Unavailable() | errors.ServiceRefused():
            return Cause.OUTSIDE_SILENT, {}
        case errors.StoredDataInvalid():
            return Cause.UNREADABLE, {}
        case TimeoutError():
            return Cause.HANGS, {}
        case _:
            return Cause.FAULT, {}


def _of_limits(error: errors.BeyondLimits) -> tuple[Cause, dict[str, str]]:
    first = error.breaches[0]
    broken, of = (first.broken, {"space": first.space}) if isinstance(first, OfSpace) else (first, {})
    if not isinstance(broken, OverLimit):
        cause = Cause.NOT_ALLOWED_ABOVE if of else Cause.NOT_ALLOWED
        return cause, {**of, "number": broken.number, "account": broken.to}
    return Cause.LIMIT_ABOVE if of else Cause.LIMIT, {
        **of,
        "symbol": broken.spending.symbol,
        "decimals": str(broken.spending.decimals),
        "limit": str(broken.limit),
        "wanted": str(broken.wanted),
        "account": broken.to or "",
    }


def _of_chain(error: errors.ChainUnavailable) -> tuple[Cause, dict[str, str]]:
    chain = {"chain": str(error.chain)}
    if isinstance(error.unread, FinalityStandsStill):
        return Cause.CHAIN_STANDS_STILL, chain
    if isinstance(error.unread, DelegatorsUnread):
        return Cause.DELEGATORS_UNREAD, chain
    if error.failure is ReadFailure.PRUNED:
        return Cause.CHAIN_PRUNED, chain
    if isinstance(error.unread, TotalUnread):
        return Cause.TOTAL_UNREAD, {**chain, "source": error.unread.source}
    return Cause.CHAIN_SILENT, chain
