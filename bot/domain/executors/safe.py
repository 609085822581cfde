"""A Safe (https://docs.safe.global): its owners sign one transaction, which makes all calls or none."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from bot.domain.blocks import BlockRef
from bot.domain.executors.base import OnChainExecutor
from bot.domain.executors.delays import DelayedCall, InDelay
from bot.domain.executors.zodiac import ZodiacModule
from bot.domain.ids import Address, TransactionHash
from bot.domain.policy.bounds import Amount

_MOST_TOLD = 5
"""Of a service that shows and hides another transaction again and again so many changes are told."""


@dataclass(frozen=True)
class SafeTransaction:
    """The exact transaction that the Safe's owners are asked to sign (Safe 1.4.1 SafeTx)."""

    safe_tx_hash: TransactionHash
    nonce: int
    to: str
    value: Amount
    data: str
    operation: int
    since_block: int
    """From this block on its execution is looked for."""
    threshold: int
    made_before: tuple[TransactionHash, ...] = ()
    """Transactions of the chain in which the Safe made the same calls since the vote opened, in another form."""
    twins: tuple[int, ...] = ()
    """Nonces at which the same calls stand in the Safe's queue too."""

    @property
    def made_twice(self) -> dict[str, str]:
        """What there is of the same calls beside it, as data of an event."""
        if not (self.made_before or self.twins):
            return {}
        return {
            "transactions": " ".join(self.made_before),
            "twins": " ".join(map(str, self.twins)),
            "nonce": str(self.nonce),
        }


SafeStageName = Literal["signing", "contested", "rejection", "delayed", "due", "lapsed"]


@dataclass(frozen=True)
class SafeStage:
    """What the Safe's queue shows of a transaction and beside it, as it was seen last."""

    first: ClassVar[SafeStageName] = "signing"
    is_over: ClassVar[bool] = False

    name: SafeStageName
    """`contested`: another transaction with its nonce stands in the queue. `rejection`: one that does nothing. The
    others: the Safe has made its calls, and one of them waits in a Delay, can be made now, or not any more."""
    turn: int
    """The Safe's next nonce, by the finalized block."""
    rivals: tuple[TransactionHash, ...] = ()
    """The safeTxHashes of others with its nonce: the first ones."""
    ahead: tuple[int, ...] = ()
    """Nonces before its own at which something stands in the queue: the first ones."""
    changes: int = 0
    """How often it has come to another stage than the first."""
    delay: InDelay | None = None
    """What waits in a Delay; None before the Safe has put it there, and where it puts nothing there."""

    @property
    def waits_for(self) -> DelayedCall | None:
        """Of what waits in a Delay what comes next."""
        return None if self.delay is None else self.delay.first

    @property
    def held_until(self) -> datetime | None:
        """Until when it is followed, also when the time for executing is over."""
        return None if self.delay is None else self.delay.held_until

    @property
    def made_in(self) -> tuple[tuple[TransactionHash, BlockRef], ...]:
        """The transactions in which what waited was made."""
        return () if self.delay is None else self.delay.made_in

    @property
    def quiet(self) -> bool:
        """Whether it changes so often that nothing is said of it any more."""
        return self.changes > _MOST_TOLD

    def told(self) -> dict[str, str]:
        """What is said of it in the thread, as data of an event."""
        told = {"stage": self.name, "rivals": " ".join(self.rivals)}
        if (call := self.waits_for) is None or self.delay is None:
            return told
        moments = {"from": call.made_from, "until": call.made_until}
        return {
            **told,
            "delay": call.delay,
            "ahead": str(call.ahead),
            "transaction": self.delay.transaction,
            **{name: "" if at is None else str(int(at.timestamp())) for name, at in moments.items()},
        }


class SafeExecutor(OnChainExecutor):
    """The Safe that carries out what passed."""

    needs_signatures: ClassVar[bool] = True
    pays_by_rule: ClassVar[bool] = True
    has_owners: ClassVar[bool] = True
    follows_above: ClassVar[bool] = True
    payload: ClassVar[type[SafeTransaction]] = SafeTransaction
    stage: ClassVar[type[SafeStage] | None] = SafeStage

    kind: Literal["safe"] = "safe"


class SafeState(msgspec.Struct, frozen=True):
    """A Safe at one block."""

    address: Address
    version: str
    owners: tuple[Address, ...]
    threshold: int
    nonce: int

    @property
    def hands_over_preimage(self) -> bool:
        """Whether it asks owners that are contracts with all that is hashed (`isValidSignature(bytes,bytes)`), as Safes
        did before 1.5.0, and not with the hash."""
        return self.version.startswith(("1.3.", "1.4."))


class SafeExtensions(msgspec.Struct, frozen=True):
    """What beside its owners decides what a Safe does, at one block."""

    guard: Address | None = None
    """It is asked before and after each transaction of the owners, and can stop it."""
    module_guard: Address | None = None
    """The same for what modules do."""
    modules: tuple[Address, ...] = ()
    """Each can make the Safe do anything, without the owners."""
    more_modules: bool = False
    """Whether there are more than these."""
    zodiac: tuple[ZodiacModule, ...] = ()
    """Those of the modules that answer as Zodiac's do."""


class GuardRefusal(msgspec.Struct, frozen=True):
    """The Safe's guard doesn't let something pass."""

    for_want_of_funds: ClassVar[bool] = False
    """Whether that the Safe holds too little may be all there is to it."""

    guard: Address
    reason: str
    """In the guard's own words, "" where it has none."""


class CallFails(msgspec.Struct, frozen=True):
    """One of the calls would fail, and with it all of them."""

    for_want_of_funds: ClassVar[bool] = True

    number: int
    """Which one, from 1."""
    calls: int
    """Of so many."""
    reason: str
    """In the contract's own words, "" where it has none."""


class NotTried(msgspec.Struct, frozen=True):
    """What the calls would do could not be tried out."""

    for_want_of_funds: ClassVar[bool] = True


SafeRefusal = GuardRefusal | CallFails | NotTried


class SafeCheck(msgspec.Struct, frozen=True):
    """A Safe as it was found, and whether what is requested reaches its owners."""

    kind: ClassVar[str] = "safe"

    safe: SafeState
    has_service: bool
    """Whether its chain has a transaction service. Where it has none, the owners confirm on chain."""
    proposer: Address | None
    """The account of the proposer key, where there is one."""
    may_propose: bool
    """Whether that account is an owner, or a delegate of one."""
    multi_send: Address
    """The contract through which several actions are made in one transaction."""
    makes_several: bool
    """Whether Safe's own code is there: without it a proposal can have one action only."""
    extensions: SafeExtensions = msgspec.field(default_factory=SafeExtensions)

    @property
    def reachable(self) -> bool:
        """Whether requests reach the owners: by the proposer key, or without a service by what is posted alone."""
        return self.may_propose or not self.has_service


class SafeInstructions(msgspec.Struct, frozen=True):
    """What the owners have to do for a transaction now."""

    owners: tuple[Address, ...]
    """All owners that the Safe has now."""
    domain_hash: str
    message_hash: str
    """The two EIP-712 hashes of which safeTxHash is made (0x-prefixed hex); a Ledger shows these."""
    first: int
    """The Safe's next nonce: what has nonces from it to the transaction's must be executed or rejected before."""
    approval: str | None
    """The calldata with which an owner confirms on chain (0x-prefixed hex), where no service collects signatures."""
    refusal: SafeRefusal | None = None
    """What would stop it now."""
