"""That an executor belongs to a space: who can prove it, what they sign, and what their signatures are worth.

How a kind finds out who speaks for it is its own affair (`Executor.provers` in the ports); what follows from it is
the same for all.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.accounts.sign_in_text import Site, one_line, sign_in_text
from bot.domain.executors.kinds import AnyExecutor
from bot.domain.ids import Address, GuildId, SpaceId


class ProofDemand(StrEnum):
    """How many have to sign."""

    ONE = "one"
    THRESHOLD = "threshold"
    """As many as the executor asks of its own acts."""


class ProofRequest(msgspec.Struct, frozen=True):
    """A message that waits for the signature of one of those who speak for an executor. The nonce is single-use."""

    nonce: str
    space: SpaceId
    executor: AnyExecutor
    signer: Address
    demand: ProofDemand
    message: str
    issued_at: datetime
    expires_at: datetime


class Proof(msgspec.Struct, frozen=True):
    """A message that was signed, with its signature as it was handed in."""

    signer: Address
    message: str
    signature: str


class Provers(msgspec.Struct, frozen=True):
    """Who speaks for an executor at one block."""

    signers: tuple[Address, ...]
    """Each may sign."""
    threshold: int
    """How many of them its own acts take."""


class Standing(msgspec.Struct, frozen=True):
    """What the proofs of an executor are worth at one block."""

    signers: tuple[Address, ...]
    """Those who signed and speak for it still."""
    itself: bool
    """Whether it has signed as a whole, and would do so again: then nobody else has to."""
    threshold: int

    def needed(self, demand: ProofDemand) -> int:
        """How many have to sign."""
        return 1 if demand is ProofDemand.ONE else self.threshold

    def meets(self, demand: ProofDemand) -> bool:
        return self.itself or len(self.signers) >= self.needed(demand)


class ExecutorBinding(msgspec.Struct, frozen=True):
    """An executor that belongs to a space: no other space has it at the same time."""

    id: int
    space: SpaceId
    executor: AnyExecutor
    demand: ProofDemand
    bound_at: datetime


class BindingState(msgspec.Struct, frozen=True):
    """How an executor and a space stand to each other now."""

    executor: AnyExecutor
    demand: ProofDemand
    standing: Standing | None
    """None where nobody has signed anything that still counts."""
    bound: bool
    """Whether it was proved to belong to the space, ever."""
    proved_at: datetime | None = None
    """When the newest proof of those that it was judged by was handed in."""

    @property
    def holds(self) -> bool:
        """Whether it belongs to the space now."""
        return self.bound and self.standing is not None and self.standing.meets(self.demand)

    @property
    def signed(self) -> int:
        return len(self.standing.signers) if self.standing else 0

    @property
    def needed(self) -> int:
        return self.standing.needed(self.demand) if self.standing else 1


def distinct(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """The newest proof of each signer."""
    return tuple({proof.signer: proof for proof in proofs}.values())


def proof_message(
    *,
    site: Site,
    executor: AnyExecutor,
    signer: Address,
    guild: GuildId,
    guild_name: str,
    nonce: str,
    issued_at: datetime,
    expires_at: datetime,
) -> str:
    """The text to sign. It names the server and the executor, so that a signature given for one server can't bind the
    executor to another, and none of one executor another one."""
    statement = (
        f"Bind {executor.name} on chain {executor.chain} to the Discord server {one_line(guild_name)} ({guild}). "
        "What is decided there will be proposed to this account. "
        "It moves no funds and gives no permission to move any."
    )
    return sign_in_text(
        site=site,
        path=executor.kind,
        address=signer,
        chain=executor.chain,
        statement=statement,
        nonce=nonce,
        issued_at=issued_at,
        expires_at=expires_at,
        request_id=f"discord:{guild}:{executor.kind}:{executor.chain}:{executor.address}",
    )
