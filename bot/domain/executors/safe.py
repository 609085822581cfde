"""A Safe (https://docs.safe.global): its owners sign one transaction, which makes all calls or none."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.domain.executors.base import OnChainExecutor
from bot.domain.ids import Address, TransactionHash
from bot.domain.power import BigNumber


@dataclass(frozen=True)
class SafeTransaction:
    """The exact transaction that the Safe's owners are asked to sign (Safe 1.4.1 SafeTx)."""

    safe_tx_hash: TransactionHash
    nonce: int
    to: str
    value: BigNumber
    data: str
    operation: int
    since_block: int
    """From this block on its execution is looked for."""
    threshold: int


class SafeExecutor(OnChainExecutor):
    """The Safe that carries out what passed."""

    needs_signatures: ClassVar[bool] = True
    payload: ClassVar[type[SafeTransaction]] = SafeTransaction

    kind: Literal["safe"] = "safe"


@dataclass(frozen=True)
class SafeState:
    """A Safe at one block."""

    address: Address
    version: str
    owners: tuple[Address, ...]
    threshold: int
    nonce: int


@dataclass(frozen=True)
class SafeCheck:
    """A Safe as it was found, and whether what is requested reaches its owners."""

    kind: ClassVar[str] = "safe"

    safe: SafeState
    has_service: bool
    """Whether its chain has a transaction service. Where it has none, the owners confirm on chain."""
    proposer: Address | None
    """The account of the proposer key, where there is one."""
    may_propose: bool
    """Whether that account is an owner, or a delegate of one."""

    @property
    def reachable(self) -> bool:
        """Whether requests reach the owners: by the proposer key, or without a service by what is posted alone."""
        return self.may_propose or not self.has_service


@dataclass(frozen=True)
class SafeInstructions:
    """What the owners have to do for a transaction now."""

    missing: tuple[Address, ...]
    """Those whose confirmation hasn't been seen."""
    approval: str | None
    """The calldata with which an owner confirms on chain (0x-prefixed hex), where no service collects signatures."""
