"""Chains, as the services ask them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.accounts.accounts import NameAnswer
from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef, Reading, Undetermined
from bot.domain.delegation.delegate_registry import DelegateRegistry, FoundDelegations
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.ids import Address, ChainId
from bot.domain.power import AnyOnChain, OfContract


class EndpointFound(msgspec.Struct, frozen=True):
    """What one endpoint of a chain can do, as far as it isn't everything."""

    name: str
    """Its host; the rest of its address often holds a secret."""
    failed: str = ""
    """Why it answered nothing, in technical words; the rest is unknown then."""
    batch: int | None = None
    """How many requests at once it takes; None: all that are wanted."""
    block_hashes: bool = True
    """Whether it reads the state of the block whose hash is named; otherwise numbers and hashes are compared."""
    finalized: bool = True
    """Whether it knows which block is final, where that is asked."""
    log_blocks: int | None = None
    """Of how many blocks it gives events at once; None: of all that are wanted; 0: of none."""
    history: int | None = None
    """How many blocks back it has the state of (0, 1 or 128 are told apart); None: as far as was tried."""
    full_gas: bool = True
    """Whether it gives one read the gas that every read must have."""


class Chain(Protocol):
    """One chain. Every read names its block. All methods raise ChainUnavailable when no answer can be trusted.

    What the state after a block never gives (pruned on every endpoint, refused by the contract, out of gas) fails for
    good: `Undetermined.failure` and `ChainUnavailable.failure` say which.
    """

    id: ChainId
    name: str

    @property
    def native(self) -> str:
        """The symbol of its coin."""
        ...

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        """The newest finalized block whose timestamp is at or before `not_after`."""
        ...

    async def latest(self) -> BlockRef: ...

    async def head_time(self) -> datetime:
        """The time of the newest block, also where that is to come by the machine's clock: whether the clock is right
        is told by it."""
        ...

    async def block(self, number: int) -> BlockRef:
        """The canonical block of that number."""
        ...

    async def is_canonical(self, block: BlockRef) -> bool:
        """Whether the chain still has this block at its number."""
        ...

    async def powers(self, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef) -> list[Reading]:
        """What each source gives for each wallet, at one block, in as few requests as possible.

        In the order of `reads`. A read that fails is Undetermined, for now or for good, and spoils no other.
        """
        ...

    async def total(self, source: AnyOnChain, at: BlockRef) -> Reading:
        """All power of the source at the block (its total supply), unweighted. Undetermined where nothing tells."""
        ...

    async def delegates(
        self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef
    ) -> list[Address | Undetermined | None]:
        """To whom each wallet has delegated its votes on chain, in the order of `reads`.

        None: to nobody, so that they count for nobody. A read that fails is Undetermined and spoils no other.
        """
        ...

    async def held(self, reads: Sequence[tuple[OfContract, Address]], at: BlockRef) -> list[Reading]:
        """What each wallet itself holds of a token whose votes can be delegated, whoever votes with it, in the order of
        `reads`. A read that fails is Undetermined and spoils no other."""
        ...

    async def delegations(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> FoundDelegations:
        """Who has delegated to any of these wallets in the registry at the block, none of them marked as a
        contract. ChainUnavailable also where a node gives no events: who delegates is not known then."""
        ...

    async def check_registry(self, registry: DelegateRegistry, at: BlockRef) -> None:
        """Whether the contract answers as a registry must, and events can be had. Raises NoCode, WrongContract."""
        ...

    async def check_source(self, source: AnyOnChain, at: BlockRef) -> tuple[str, int]:
        """Symbol and decimals of a source that answers as its kind must. Raises NoCode, WrongContract."""
        ...

    async def votes_token(self, contract: Address, at: BlockRef) -> Address | None:
        """The token whose votes a Governor (or a Baal) counts; None for a contract that is none."""
        ...

    async def doubts(self, source: AnyOnChain, at: BlockRef) -> list[SourceDoubt]:
        """What a moderator should know of a source that answers as its kind must."""
        ...

    @property
    def has_names(self) -> bool:
        """Whether names of ENS can be looked up on it."""
        ...

    async def named(self, names: Sequence[str], on: ChainId, at: BlockRef) -> dict[str, NameAnswer]:
        """What each name (as it is looked up) stands for on the chain `on`, which may be another one."""
        ...

    async def has_code(self, account: Address, at: BlockRef) -> bool: ...

    async def is_contract(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract that has no key: one that runs code by its key (EIP-7702) has one."""
        ...

    async def contracts(self, accounts: Sequence[Address], at: BlockRef) -> set[Address]:
        """Those of the accounts where a contract stands that has no key."""
        ...

    async def history_depth(self, at: BlockRef) -> int | None:
        """How many blocks before `at` the nodes still have the state of (1, 128 or 100,000 are tried); None: all."""
        ...

    async def endpoints(self, at: BlockRef) -> list[EndpointFound]:
        """What each endpoint can do, by asking each. One that fails is among them; nothing is raised."""
        ...

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> SignedAs:
        """How the wallet signed the message: EIP-191 with its key, EIP-1271 (with a gas cap) as a contract.

        Raises WrongSignature, MalformedSignature, AcceptsAnything.
        """
        ...

    async def signed_hash(self, wallet: Address, digest: bytes, signature: str, at: BlockRef) -> SignedAs:
        """The same of the 32 bytes that are signed, such as those of typed data (EIP-712)."""
        ...
