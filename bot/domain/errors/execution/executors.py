"""What is refused because an executor isn't proved to belong to the space that names it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import Refused
from bot.domain.fault import Fault

if TYPE_CHECKING:
    from bot.domain.executors import AnyExecutor, BindingState
    from bot.domain.ids import Address, ChainId


@dataclass(eq=False)
class ExecutorTaken(Refused):
    """Another space has proved that the executor is its own."""

    executor: "AnyExecutor"


@dataclass(eq=False)
class ExecutorTakenHere(ExecutorTaken):
    """That space is one of the same server."""

    space: str
    """Its name."""


@dataclass(eq=False)
class ExecutorUnproved(Refused):
    """Nobody has proved that the executor belongs to the space, or those who have don't speak for it any more."""

    state: "BindingState"


@dataclass(eq=False)
class ExecutorUnnamed(Refused):
    """None of the space's tracks names this executor."""

    text: str
    known: "tuple[AnyExecutor, ...]"


@dataclass(eq=False)
class SeveralExecutors(Refused):
    """The space's tracks name several executors, and it wasn't said which one is meant."""

    known: "tuple[AnyExecutor, ...]"


@dataclass(eq=False)
class NotAProver(Refused):
    """The account doesn't speak for the executor."""

    executor: "AnyExecutor"
    account: "Address | None"
    """None: nobody was named."""
    provers: "tuple[Address, ...]"


@dataclass(eq=False)
class ProofExpired(Refused):
    """The message to sign is too old, was used already, or isn't this space's."""


@dataclass(eq=False)
class TooManyProofs(Refused):
    """So many messages of a space wait for a signature already."""

    limit: int


class ApprovedOnChain(Fault, frozen=True):
    """An empty signature: the contract is to say that it has approved the message before. Its modules can do that."""


@dataclass(eq=False)
class NotASafe(Refused):
    """An account with a key, or with nothing at all on this chain, was named as a Safe."""

    account: "Address"
    chain: "ChainId"
