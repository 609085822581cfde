"""Execution requests: what one executor is asked to do for a passed proposal, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.bridges.crossing import Crossing
from bot.domain.executors.kinds import AnyExecutor, AnyPayload, AnyStage
from bot.domain.ids import (
    Address,
    ChannelId,
    ContentHash,
    GuildId,
    ProposalId,
    RequestId,
    TransactionHash,
)

Payload = TypeVar("Payload")
Form = TypeVar("Form")

Instead = Literal["", "rejection", "failed", "other", "skipped", "partly", "otherwise"]
"""What took the place of a request. `rejection`: a transaction that does nothing. `failed`: another one, which failed
too. "": nothing did, or it isn't known what. `skipped`: its calls waited in a Delay, which went on without them;
`partly`: without some of them, while others were made. `otherwise`: who was asked used up what was to be used, and not
as it was decided."""


class Decision(msgspec.Struct, frozen=True):
    """What was decided, for an executor that says it on its own ground. It is the same each time it is made."""

    proposal: ProposalId
    title: str
    """In its author's words."""
    guild: GuildId
    thread: ChannelId | None
    """Where it was discussed; None where nobody knows any more."""
    content: ContentHash
    """Of what was voted on, with its actions."""
    record: ContentHash
    """Of the vote's public record."""
    attempt: int
    """How often the executor is asked for it, with this time."""
    expires_at: datetime | None = None
    """Until when it may be carried out."""


class Execution(msgspec.Struct, frozen=True):
    """How a request ended on chain."""

    status: Literal["executed", "failed", "replaced"]
    """`failed`: the transaction reverted inside. `replaced`: another one took its place, so that it is asked anew."""
    transaction: TransactionHash
    block: BlockRef
    at: datetime
    instead: Instead = ""
    reason: str = ""
    """Why what ran failed, in the contract's own words; "" where it has none, and where nobody can tell."""


class Confirmation(msgspec.Struct, frozen=True):
    """Somebody who has to sign has signed, and the executor would count it now."""

    owner: Address
    signature: str = ""
    """0x-prefixed hex; empty where it was given on chain, where it is read again each time."""


@dataclass(frozen=True)
class NotVisible:
    """Why those who carry a request out don't find it where they look."""

    cause: Literal["no_key", "refused", "unavailable"]
    """`no_key`: the bot has no key to hand it over with."""
    place: str = ""
    """The service that would show it."""
    status: int = 0
    """What the service answered with (HTTP), 0 where it didn't answer."""
    said: str = ""
    """In the service's own words."""


@dataclass(frozen=True)
class Visibility:
    """Whether those who carry a request out find it where they look."""

    since: datetime | None = None
    """None while they don't."""
    why_not: NotVisible | None = None
    """None before it was tried, and while they find it."""
    times_hidden: int = 0
    """How often it turned out that they don't."""


class ExecutionRequest(msgspec.Struct, frozen=True):
    """What one executor is asked to do for a passed proposal, with what has become of it."""

    id: RequestId
    executor: AnyExecutor
    payload: AnyPayload
    prepared_at: datetime
    confirmations: tuple[Confirmation, ...] = ()
    """Those that counted when it was looked at last."""
    execution: Execution | None = None
    visibility: Visibility = msgspec.field(default_factory=Visibility)
    threshold: int | None = None
    """How many must sign, as it was seen last; None before it was looked at, and where nobody must."""
    signatures: tuple[Confirmation, ...] = ()
    """What was handed in to us, the oldest first. Each was checked then; whether it counts is looked at again."""
    stage: AnyStage | None = None
    """How far it had come when it was looked at last; None before, and for a kind without stages."""
    asked_again_at: datetime | None = None
    """When somebody had the executor asked once more, after it failed."""
    crossing: Crossing | None = None
    """What its execution has sent to other chains; None where it sends nothing there."""

    @property
    def kind(self) -> str:
        """That of its executor."""
        return self.executor.kind

    @property
    def needed(self) -> int:
        """How many must sign, as far as it was seen."""
        return self.threshold or self.payload.threshold

    def payload_as(self, form: type[Payload]) -> Payload:
        """The payload for whoever knows its kind. Raises TypeError where it is one of another kind."""
        if not isinstance(self.payload, form):
            raise TypeError(f"request {self.id} is for a {self.kind}")
        return self.payload

    @property
    def executions(self) -> tuple[Execution, ...]:
        """How it ended, once for each transaction in which its calls were made: where they have waited in a Delay these
        are several. Empty before."""
        if self.execution is None:
            return ()
        made_in = () if self.stage is None else self.stage.made_in
        each = [
            replace(self.execution, transaction=transaction, block=block, at=block.time)
            for transaction, block in made_in
        ]
        return tuple(each) or (self.execution,)

    def stage_as(self, form: type[Form]) -> Form | None:
        """The stage for whoever knows its kind. Raises TypeError where it is one of another kind."""
        if self.stage is not None and not isinstance(self.stage, form):
            raise TypeError(f"request {self.id} is for a {self.kind}")
        return self.stage

    @property
    def held_until(self) -> datetime | None:
        """Until when it is followed, also when the time for executing is over: where what was signed was executed, and
        waits elsewhere before it is made. None for any other."""
        return None if self.stage is None or self.execution is not None else self.stage.held_until

    @property
    def confirmed_by(self) -> tuple[Address, ...]:
        """Those whose confirmation counts."""
        return tuple(confirmation.owner for confirmation in self.confirmations)

    @property
    def executed(self) -> bool:
        """Whether it was carried out on the executor's own chain."""
        return self.execution is not None and self.execution.status == "executed"

    @property
    def under_way(self) -> bool:
        """Whether it was carried out on the executor's own chain, and isn't known to be, or not to be, on others."""
        return self.crossing is not None and not self.crossing.over

    @property
    def succeeded(self) -> bool:
        """Whether all of it was carried out, what it sends to other chains too."""
        return self.executed and (self.crossing is None or self.crossing.arrived)

    @property
    def replaced(self) -> bool:
        """Whether another transaction took its place, so that it can never be carried out."""
        return self.execution is not None and self.execution.status == "replaced"

    @property
    def failed(self) -> bool:
        """Whether it was carried out, and failed."""
        return self.execution is not None and self.execution.status == "failed"

    @property
    def superseded(self) -> bool:
        """Whether another request is to follow it: by itself where its place was taken, or because somebody asked for
        that after it failed."""
        return self.replaced or self.asked_again_at is not None
