"""Mirrors and mirrored proposals, as they are for every kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    MemberId,
    MirroredId,
    MirrorId,
    SpaceId,
    TransactionHash,
)

if TYPE_CHECKING:
    from bot.domain.mirrors.kinds import AnyMirroredStage, AnyMirrorRules

Form = TypeVar("Form")

MOST_MIRRORS = 5
"""Of one space."""
MOST_PROPOSALS = 2_000
"""Of one mirror; of more the oldest are forgotten, first those that are over, last those that have threads."""
MOST_THREADS = 20
"""Of one mirror's proposals that are open at once; others get one when there is room again."""
MOST_THREADS_OF_ONE = 5
"""Of these for one proposer: whoever proposes without end leaves room for others."""
MOST_WORDS = 50_000
"""Characters of a proposal's text that are kept."""
MOST_ACTIONS = 100
"""Calls of a proposal that are kept."""
MOST_DATA = 128 * 1024
"""Bytes of calldata that are kept of all calls of a proposal."""


class MirrorKind(msgspec.Struct, frozen=True):
    """One kind of contracts that decide on a chain."""

    name: str
    """As a moderator types it, and as the database has it."""
    rules: type[Any]
    """What is known of such a contract."""
    stage: type[Any]
    """How far one of its proposals has come."""


@dataclass(frozen=True)
class BlockSpan:
    """The blocks that have been read of a mirror. The newest are read first, then what was before."""

    first: int
    """Nothing before this block is read: the contract was not there, or it is too long ago."""
    since: int
    until: int
    """What was proposed from block `since` to this one is known."""
    hash: BlockHash
    """Of block `until`."""
    begun: int
    """The newest block when the reading began."""
    rules_at: int
    """When the contract's rules were read last: a block's time, in seconds."""
    left_out: int = 0
    """So many blocks had more events than are held at once: what was proposed in them isn't known."""

    @property
    def is_whole(self) -> bool:
        """Whether all that was before is read."""
        return self.since <= self.first


class MirroredProposal(msgspec.Struct, frozen=True):
    """A proposal as its contract and the events of it tell it. Whoever proposes writes what they like: none of it can
    be trusted but what the calls do."""

    key: str
    """By which the contract knows it, in digits."""
    proposer: Address
    actions: tuple[Action, ...]
    """The calls that would be made, MOST_ACTIONS and MOST_DATA at most."""
    left_out: int
    """How many more calls it makes."""
    confirmed: bool
    """Whether the contract itself, or the id, says that it makes just these calls; an event alone may say anything."""
    words: str
    """What its proposer says of it, cut to MOST_WORDS."""
    length: int
    """Characters of the whole text."""
    block: int
    """In which it was proposed."""
    transaction: TransactionHash
    """By which it was proposed."""
    stage: "AnyMirroredStage"
    ended_by: TransactionHash | None = None
    """The transaction that executed or canceled it, where it is known."""
    id: MirroredId | None = None
    """By which the program knows it; None before it is stored."""

    def stage_as(self, form: type[Form]) -> Form:
        """The stage for whoever knows its kind. Raises TypeError where it is one of another kind."""
        if not isinstance(self.stage, form):
            raise TypeError(f"proposal {self.key} is at a stage of another kind")
        return self.stage

    @property
    def title(self) -> str:
        """The first line of its text that says anything, without the marks of a heading; "" where there is none."""
        return title_in(self.words)


class MirroredThread(msgspec.Struct, frozen=True):
    """Where a mirrored proposal stands in Discord."""

    channel: ChannelId
    """In which its first message is: that of the mirror, or the thread itself in a forum."""
    thread: ChannelId
    """Which has the same number as its first message."""


class Mirror(msgspec.Struct, frozen=True):
    """A contract whose proposals a space shows in one of its channels."""

    id: MirrorId
    space: SpaceId
    kind: str
    chain: ChainId
    address: Address
    channel: ChannelId
    added_by: MemberId
    added_at: datetime
    rules: "AnyMirrorRules"
    """As they were read last."""
    read: BlockSpan | None = None
    """None before the first reading."""
    look_at: datetime | None = None
    """When it is looked at next; None: at once."""
    failures: int = 0
    """How often reading it failed since it last went well."""
    fault: str = ""
    """Why it failed last, in technical words; "" where it didn't."""

    def rules_as(self, form: type[Form]) -> Form:
        """The rules for whoever knows their kind. Raises TypeError where they are of another kind."""
        if not isinstance(self.rules, form):
            raise TypeError(f"mirror {self.id} is of a {self.kind}")
        return self.rules


class MirroredTitle(msgspec.Struct, frozen=True):
    """What is suggested of a mirrored proposal."""

    id: MirroredId
    key: str
    title: str
    """"" where its text has none."""
    stage: "AnyMirroredStage"


def title_in(words: str) -> str:
    """The first line of a text that says anything, without the marks of a heading; "" where there is none."""
    lines = (line.strip().lstrip("#").strip() for line in words.splitlines())
    return next(filter(None, lines), "")
