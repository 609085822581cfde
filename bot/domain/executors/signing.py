"""What those who have to sign a request sign, and how far their signatures have come."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.executors.kinds import AnyRefusal, AnyStage
from bot.domain.ids import Address

Form = TypeVar("Form")


class NoSignature(Enum):
    """Why a request must not be signed, or not any more."""

    EXECUTED = "executed"
    FAILED = "failed"
    REPLACED = "replaced"
    """Another transaction took its place."""
    USED = "used"
    """It was carried out, or another one took its place: which of both isn't final yet."""
    VETOED = "vetoed"
    STOPPED = "stopped"
    """The world has changed since the vote opened: other code would run."""
    NOT_CAST = "not_cast"
    """The votes that it casts elsewhere can't be cast there any more."""
    EXPIRED = "expired"
    ALTERED = "altered"
    """What is stored isn't what was voted on."""
    OVER = "over"
    """The proposal isn't in execution for some other reason."""


class ReadyCall(msgspec.Struct, frozen=True):
    """A transaction that can be sent to the chain now: everybody who is needed has signed."""

    to: Address
    value: int
    data: str
    """0x-prefixed hex."""
    sender: Address | None = None
    """The only account that may send it: from another one it would do something else. None where anybody can."""


class Signing(msgspec.Struct, frozen=True):
    """A request at one block, as those see it who have to sign it. All of it was computed here, from what is stored
    and from the chain."""

    at: BlockRef
    document: Mapping[str, Any] | None
    """What is signed (EIP-712): types, primary type, domain and message; numbers that JSON can't hold are text. None
    where nobody signs a message, and all that is done is sent."""
    domain_hash: str
    message_hash: str
    whole_hash: str
    """What the two are hashed to, which is signed. All three are 0x-prefixed hex."""
    owners: tuple[Address, ...]
    """Who may sign."""
    contracts: frozenset[Address]
    """Those of them that are contracts, and have no key."""
    signed: tuple[Address, ...]
    """Those of them whose signature counts."""
    threshold: int
    first: int
    """What the executor carries out next: what has numbers from it to the request's goes first."""
    ready: ReadyCall | None
    """None until enough have signed and nothing else goes first."""
    refusal: AnyRefusal | None
    """What would stop it now."""
    stage: AnyStage | None = None
    """How far it has come, where its kind has stages."""
    approval: ReadyCall | None = None
    """What one who has to sign sends instead of signing; None where only signatures count."""

    @classmethod
    def of_a_step(
        cls, at: BlockRef, ready: ReadyCall | None, refusal: AnyRefusal | None, stage: AnyStage
    ) -> "Signing":
        """One for which nobody signs: what can be sent now, to come further than this stage."""
        return cls(at, None, "", "", "", (), frozenset(), (), 0, 0, ready, refusal, stage)

    def stage_as(self, form: type[Form]) -> Form | None:
        """The stage for whoever knows its kind. Raises TypeError where it is one of another kind."""
        if self.stage is not None and not isinstance(self.stage, form):
            raise TypeError("a stage of another kind")
        return self.stage
