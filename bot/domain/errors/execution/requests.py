"""What keeps actions from being carried out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.domain.errors.base import FolkmootError, Refused

if TYPE_CHECKING:
    from bot.domain.executors import AnyExecutor, CalledCode, NoSignature
    from bot.domain.ids import Address, ChainId, ProposalNumber, RequestId


@dataclass(eq=False)
class ChangesExecutor(Refused):
    """An action by which the executor would change who may do what with it."""

    account: "Address"
    function: str
    """As Solidity names it."""


@dataclass(eq=False)
class CallsHidden(Refused):
    """Calls within calls, more of them or deeper than are looked at."""

    number: int
    """Of the action in which they are, from 1."""
    deepest: int
    most: int


@dataclass(eq=False)
class NoBatchContract(Refused):
    """Several actions, and nothing on the chain through which they could be made in one transaction."""

    chain: "ChainId"
    address: "Address"
    """Where that contract should be."""
    actions: int


@dataclass(eq=False)
class TooManyCalls(Refused):
    """More calls than the executor takes in one proposal."""

    executor: "AnyExecutor"
    limit: int
    actions: int


@dataclass(eq=False)
class NotForMoloch(Refused):
    """An action for which a Moloch DAO of the second version has no function."""

    executor: "AnyExecutor"
    cause: Literal["other_call", "coins", "tribute", "details"]
    """`other_call`: it makes none. `tribute`: who submits would have to give it. `details`: its text is written
    here."""


@dataclass(eq=False)
class CodeChanged(FolkmootError):
    """Something else would run than when the vote opened."""

    was: "CalledCode"
    now: "CalledCode"


@dataclass(eq=False)
class NotToBeSigned(Refused):
    """A signature for a request that must not be signed, or not any more."""

    why: "NoSignature"


@dataclass(eq=False)
class NotASigner(Refused):
    """The signature isn't by somebody who has to sign, or isn't for this request."""

    executor: "AnyExecutor"
    signed_by: "Address | None"
    """Who would have signed, if it were for this request; None where a contract refused it."""


@dataclass(eq=False)
class TooManySignatures(Refused):
    """So many signatures of one account were kept for a request already."""

    limit: int


@dataclass(eq=False)
class RequestUnknown(Refused):
    """The proposal has no such request, or nobody has to sign it."""

    number: "ProposalNumber"
    request: "RequestId"


@dataclass(eq=False)
class NotYoursToAsk(Refused):
    """Neither the author nor a moderator wants an executor to be asked again."""

    number: "ProposalNumber"


@dataclass(eq=False)
class NotToBeAskedAgain(Refused):
    """An executor isn't asked once more for this: it hasn't failed, its time is over, or it was asked too often."""

    number: "ProposalNumber"
    already: bool
    """Whether somebody else had it asked again before."""
    limit: int | None
    """How often it may be asked, where that is reached."""
