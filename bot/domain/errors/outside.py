"""What the world outside did not do as it should."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.errors.base import FolkmootError, Unavailable
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.ids import ChainId, MemberId, ProposalId, ProposalNumber


class ReadFailure(StrEnum):
    """Why something could not be read at a block."""

    NO_ANSWER = "no_answer"
    """No endpoint, or too few, gave an answer that can be trusted: away, busy, too slow, behind, contradicting."""
    PRUNED = "pruned"
    """Every endpoint says that it has thrown away the state after the block."""
    REVERTED = "reverted"
    """The contract refuses, with the full limit of gas too."""
    OUT_OF_GAS = "out_of_gas"
    """It uses up the full limit of gas."""
    NO_NUMBER = "no_number"
    """It gave something else than its kind must: nothing, too few or too many bytes, more than there can be."""

    @property
    def for_good(self) -> bool:
        """Whether the same read at the same block fails at any time: the block's state never changes."""
        return self is not ReadFailure.NO_ANSWER


@dataclass(eq=False)
class ChainUnavailable(Unavailable):
    chain: "ChainId"
    why: str
    """What the nodes said or did, in their technical words; empty where there is nothing more to say."""
    unread: Fault | None = None
    """What could not be read, where that is known."""
    failure: ReadFailure = ReadFailure.NO_ANSWER
    """Whether it fails for now, or for good at the block that was named."""


@dataclass(eq=False)
class ServiceUnavailable(Unavailable):
    service: str
    fault: Fault


@dataclass(eq=False)
class ServiceRefused(FolkmootError):
    """A service answered that it will not do this now: somebody has to change something first."""

    service: str
    status: int
    why: str
    """What the service said; empty where it was not asked."""
    fault: Fault | None = None


@dataclass(eq=False)
class RequestMismatch(FolkmootError):
    """What an executor makes of a request (a hash, an id) differs from what was computed here: nothing is signed."""

    computed: str
    contract: str


@dataclass(eq=False)
class ContentAltered(FolkmootError):
    """What the database holds of a proposal isn't what was voted on: its hash is another one. Nothing is asked for."""

    number: "ProposalNumber"


@dataclass(eq=False)
class StoredDataInvalid(FolkmootError):
    """What the database holds does not have the shape that was written: it was changed from outside."""

    what: str
    """Where, and what was found there, for the operator: a table and a key, such as `claims 7`, and what Python said of
    it."""
    member: "MemberId | None" = None
    proposal: "ProposalId | None" = None
    """The proposal that can't be read because of it."""


class PoolUnread(Fault, frozen=True):
    """The balance of a conviction pool."""


class FinalityStandsStill(Fault, frozen=True):
    """The newest finalized block of a chain, which is too old to begin anything with."""

    number: int
    timestamp: int
    """Unix seconds."""


class TotalUnread(Fault, frozen=True):
    """How much power a source gives in all."""

    source: str


class DelegatorsUnread(Fault, frozen=True):
    """Who delegates in a registry on chain."""


class StakersUnread(Fault, frozen=True):
    """The power of members who staked."""

    members: int


class PowerUnread(Fault, frozen=True):
    """A member's power."""

    author: bool
    """Whether it is that of a proposer, and not that of the member who acts."""


class NoAnswerWithin(Fault, frozen=True):
    seconds: float


class ConnectionFailed(Fault, frozen=True):
    kind: str
    """The name of the error."""


class HttpStatus(Fault, frozen=True):
    status: int


class NotJson(Fault, frozen=True):
    pass


class OtherShape(Fault, frozen=True):
    """An answer that is not as the service's documentation says."""


class OtherTransaction(Fault, frozen=True):
    """An answer about something else than was asked."""


class AnswerTooLong(Fault, frozen=True):
    bytes: int
    """More than so many are not read."""


class NotShown(Fault, frozen=True):
    """A transaction that was taken, and isn't shown to anybody."""


class NeverAsked(Fault, frozen=True):
    """There was no time, or no attempt, left to ask."""


class NoProposerKey(Fault, frozen=True):
    pass
