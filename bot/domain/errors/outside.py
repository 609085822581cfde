"""What the world outside did not do as it should."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.errors.base import FolkmootError, Unavailable

if TYPE_CHECKING:
    from bot.domain.ids import ChainId, MemberId


@dataclass(eq=False)
class ChainUnavailable(Unavailable):
    chain: "ChainId"
    why: str


@dataclass(eq=False)
class ServiceUnavailable(Unavailable):
    service: str
    why: str


@dataclass(eq=False)
class ServiceRefused(FolkmootError):
    """A service answered that it will not do this, so that trying again is no use."""

    service: str
    status: int
    why: str


@dataclass(eq=False)
class SafeHashMismatch(FolkmootError):
    """The Safe's own `getTransactionHash` differs from the hash computed here: nothing is signed."""

    computed: str
    contract: str


@dataclass(eq=False)
class StoredDataInvalid(FolkmootError):
    """What the database holds does not have the shape that was written: it was changed from outside."""

    what: str
    member: "MemberId | None" = None
