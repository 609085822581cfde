"""A chain of blocks with balances, and the faults that nodes have."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.accounts.accounts import NameAnswer, NoAccount
from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.delegation.delegate_registry import (
    DelegateRegistry,
    FoundDelegations,
    WalletDelegation,
)
from bot.domain.errors import ChainUnavailable, MalformedSignature, NoCode, WrongSignature
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.errors.outside import DelegatorsUnread, ReadFailure
from bot.domain.ids import Address, BlockHash, ChainId, address
from bot.domain.power import Erc20Votes, Native, ViewCall
from bot.services.ports import AnyOnChain, AnySource, EndpointFound, source_key
from tests.fakes.clock import ManualClock
from tests.fakes.names import digest

MAINNET = ChainId(1)


@dataclass(frozen=True)
class _Block:
    ref: BlockRef
    balances: Mapping[tuple[str, Address], int]


@dataclass
class FakeChain:
    """Blocks with balances.

    `hold` changes what the next block will say, `advance` mines it; the last `finality` blocks are not final.
    `fail_next`, `silent`, `unreadable`, `reorg` and `gate` make it misbehave.
    """

    clock: ManualClock
    id: ChainId = MAINNET
    name: str = "mainnet"
    native: str = "ETH"
    finality: int = 1
    tokens: dict[Address, tuple[str, int]] = field(default_factory=dict)
    """Symbol and decimals of each contract that has code."""
    silent: bool = False
    """While set, nothing is answered."""
    unreadable: set[Address] = field(default_factory=set)
    """Wallets for which reads fail while all others are answered."""
    failing_for_good: dict[Address, ReadFailure] = field(default_factory=dict)
    """Wallets for which no read at any block ever succeeds, and why."""
    failures_to_come: dict[Address, list[ReadFailure]] = field(default_factory=dict)
    """How the next reads of a wallet fail; then it is read."""
    requests: list[tuple[BlockRef, list[tuple[AnyOnChain, Address]]]] = field(default_factory=list)
    """Every request for powers that was answered or refused."""
    held_requests: int = 0
    """How often it was asked what wallets hold themselves."""
    gate: asyncio.Event | None = None
    """While one is there and not set, reads of powers wait at it."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a read waits at the gate."""
    gives_events: bool = True
    """Whether the nodes say who delegates in a registry."""
    looks_at_all: bool = True
    """Whether no more delegate than are looked at."""
    contract_wallets: set[Address] = field(default_factory=set)
    """Wallets that are contracts on this chain: `sign_as_contract` signs for them."""
    names: dict[tuple[str, ChainId], NameAnswer] | None = None
    """What ENS names stand for on each chain; None: it has no registry."""
    depth: int | None = None
    doubtful: list[SourceDoubt] = field(default_factory=list)
    """What a moderator should know of each source."""
    found: list[EndpointFound] = field(default_factory=list)
    """What its endpoints can do."""
    ahead: timedelta = timedelta(0)
    """How far the times of its blocks are ahead of the time."""
    silent_before: datetime | None = None
    """The nodes have no state of blocks that are older than this."""

    def __post_init__(self) -> None:
        self._failures = 0
        self._answers_left: int | None = None
        self._fork = 0
        self._pending: dict[tuple[str, Address], int] = {}
        self._supplies: dict[str, int] = {}
        self._blocks: list[_Block] = []
        for _ in range(self.finality + 1):
            self.advance()

    def hold(self, source: AnySource, wallet: Address, amount: int) -> None:
        self._pending[source_key(source), wallet] = amount

    def supply(self, source: AnySource, amount: int) -> None:
        """Its whole supply at all blocks; otherwise the sum of what is held."""
        self._supplies[source_key(source)] = amount

    def advance(self, blocks: int = 1) -> BlockRef:
        """Mine blocks with the time of the clock."""
        for _ in range(blocks):
            number = len(self._blocks)
            ref = BlockRef(
                self.id,
                number,
                BlockHash(digest("block", self.id, number, self._fork)),
                int((self.clock.true() + self.ahead).timestamp()),
            )
            before = self._blocks[-1].balances if self._blocks else None
            self._blocks.append(_Block(ref, before if before == self._pending else dict(self._pending)))
        return self._blocks[-1].ref

    def newest_final(self) -> BlockRef:
        """Whatever the faults."""
        return self._blocks[-1 - self.finality].ref

    def reorg(self, depth: int) -> None:
        """Replace the newest blocks by others with the same numbers and times."""
        self._fork += 1
        kept, lost = self._blocks[:-depth], self._blocks[-depth:]
        self._blocks = kept + [
            _Block(
                BlockRef(
                    self.id,
                    block.ref.number,
                    BlockHash(digest("block", self.id, block.ref.number, self._fork)),
                    block.ref.timestamp,
                ),
                block.balances,
            )
            for block in lost
        ]

    def turn_out(self, source: AnySource, wallet: Address, at: int, amount: int) -> None:
        """Say another number of a block that was read before."""
        balances = {**self._blocks[at].balances, (source_key(source), wallet): amount}
        self._blocks[at] = _Block(self._blocks[at].ref, balances)

    def fail_next(self, requests: int = 1) -> None:
        self._failures = requests

    def fail_after(self, answered: int) -> None:
        """Answer so many requests, and no more."""
        self._answers_left = answered

    def sign(self, wallet: Address, message: str) -> str:
        """What the owner of the wallet signs."""
        return "signed:" + digest(wallet, message)

    def sign_as_contract(self, wallet: Address, message: str) -> str:
        """What those sign who own the contract at this address on this chain."""
        return self.sign(Address(f"{wallet} on {self.id}"), message)

    def sign_hash(self, wallet: Address, hashed: bytes) -> str:
        """What the wallet signs of typed data, on this chain if it is a contract."""
        signer = Address(f"{wallet} on {self.id}") if wallet in self.contract_wallets else wallet
        return digest(signer, hashed.hex())

    def balance(self, source: AnySource, wallet: Address, at: BlockRef) -> Reading:
        """The truth, whatever the faults."""
        return Value(self._at(at).balances.get((source_key(source), wallet), 0))

    async def finalized(self, not_after: datetime | None = None) -> BlockRef:
        self._answer()
        final = self._blocks[: len(self._blocks) - self.finality]
        for block in reversed(final):
            if not_after is None or block.ref.time <= not_after:
                return block.ref
        raise ChainUnavailable(self.id, "no finalized block is so old")

    async def latest(self) -> BlockRef:
        self._answer()
        return self._blocks[-1].ref

    async def head_time(self) -> datetime:
        return (await self.latest()).time

    async def block(self, number: int) -> BlockRef:
        self._answer()
        if number >= len(self._blocks):
            raise ChainUnavailable(self.id, f"block {number}: there is none")
        return self._blocks[number].ref

    async def is_canonical(self, block: BlockRef) -> bool:
        self._answer()
        return block.number < len(self._blocks) and self._blocks[block.number].ref == block

    async def powers(self, reads: Sequence[tuple[AnyOnChain, Address]], at: BlockRef) -> list[Reading]:
        self.requests.append((at, list(reads)))
        if self.gate is not None:
            self.waiting.set()
            await self.gate.wait()
        self._answer()
        if self.silent_before and at.time < self.silent_before:
            return [Undetermined("missing trie node", ReadFailure.PRUNED)] * len(reads)
        return [self._read(source, wallet, at) for source, wallet in reads]

    async def total(self, source: AnyOnChain, at: BlockRef) -> Reading:
        self._answer()
        if isinstance(source, Native) or (isinstance(source, ViewCall) and source.total is None):
            return Undetermined("nothing on chain tells how much there is in all", ReadFailure.NO_NUMBER)
        if (fixed := self._supplies.get(source_key(source))) is not None:
            return Value(fixed)
        balances = self._at(at).balances
        return Value(sum(held for (key, _), held in balances.items() if key == source_key(source)))

    def delegate(self, token: Address, wallet: Address, delegate: Address | None) -> None:
        """Who votes with what the wallet holds of a token, from the next block on. It moves no votes by itself."""
        self._pending[f"delegates:{token}", wallet] = int(delegate or "0x0", 16)

    async def delegates(
        self, reads: Sequence[tuple[Erc20Votes, Address]], at: BlockRef
    ) -> list[Address | Undetermined | None]:
        self._answer()
        return [
            Undetermined("the node refused")
            if wallet in self.unreadable
            else self._delegate(source, wallet, at)
            for source, wallet in reads
        ]

    def _delegate(self, source: Erc20Votes, wallet: Address, at: BlockRef) -> Address | None:
        named = self._at(at).balances.get((f"delegates:{source.contract}", wallet), 0)
        return address(f"0x{named:040x}") if named else None

    def hold_undelegated(self, token: Address, wallet: Address, amount: int) -> None:
        """The wallet holds so much of the token from the next block on, and nobody votes with it."""
        self._pending[f"held:{token}", wallet] = amount

    async def held(self, reads: Sequence[tuple[Erc20Votes, Address]], at: BlockRef) -> list[Reading]:
        self.held_requests += 1
        self._answer()
        return [
            Undetermined("the node refused")
            if wallet in self.unreadable
            else Value(self._at(at).balances.get((f"held:{source.contract}", wallet), 0))
            for source, wallet in reads
        ]

    def register(self, contract: Address, space: str, wallet: Address, delegate: Address | None) -> None:
        """The wallet's delegate for a space (empty: for all) in a registry, from the next block on."""
        self._pending[f"registry:{contract}:{space}", wallet] = int(delegate or "0x0", 16)

    async def delegations(
        self, registry: DelegateRegistry, delegates: Sequence[Address], at: BlockRef
    ) -> FoundDelegations:
        self._answer()
        if not self.gives_events:
            raise ChainUnavailable(self.id, "eth_getLogs is not allowed", DelegatorsUnread())
        found: dict[Address, Address] = {}
        for space in ("", registry.space):
            for (key, wallet), named in self._at(at).balances.items():
                if key == f"registry:{registry.contract}:{space}" and named:
                    found[wallet] = address(f"0x{named:040x}")
        return FoundDelegations(
            tuple(
                WalletDelegation(wallet, found[wallet], contract=False)
                for wallet in sorted(found)
                if found[wallet] in delegates
            ),
            self.looks_at_all,
        )

    async def check_registry(self, registry: DelegateRegistry, at: BlockRef) -> None:
        self._answer()
        if registry.contract not in self.tokens:
            raise NoCode(registry.contract, self.id)

    async def contracts(self, accounts: Sequence[Address], at: BlockRef) -> set[Address]:
        self._answer()
        return self.contract_wallets & set(accounts)

    async def check_source(self, source: AnyOnChain, at: BlockRef) -> tuple[str, int]:
        self._answer()
        if isinstance(source, Native):
            return ("ETH", 18)
        if source.contract not in self.tokens:
            raise NoCode(source.contract, self.id)
        symbol, decimals = self.tokens[source.contract]
        own = source.decimals if isinstance(source, ViewCall) else None
        return symbol, decimals if own is None else own

    @property
    def has_names(self) -> bool:
        return self.names is not None

    async def named(self, names: Sequence[str], on: ChainId, at: BlockRef) -> dict[str, NameAnswer]:
        self._answer()
        return {name: (self.names or {}).get((name, on), NoAccount.NOBODY) for name in names}

    async def votes_token(self, contract: Address, at: BlockRef) -> Address | None:
        self._answer()
        return None

    async def has_code(self, account: Address, at: BlockRef) -> bool:
        self._answer()
        if self.silent_before and at.time < self.silent_before:
            raise ChainUnavailable(self.id, "missing trie node", failure=ReadFailure.PRUNED)
        return account in self.tokens

    async def doubts(self, source: AnyOnChain, at: BlockRef) -> list[SourceDoubt]:
        return list(self.doubtful)

    async def endpoints(self, at: BlockRef) -> list[EndpointFound]:
        return list(self.found)

    async def history_depth(self, at: BlockRef) -> int | None:
        self._answer()
        return self.depth

    async def is_contract(self, account: Address, at: BlockRef) -> bool:
        self._answer()
        return account in self.contract_wallets

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> SignedAs:
        self._answer()
        if not signature.startswith("signed:"):
            raise MalformedSignature("it is not a signature")
        contract = wallet in self.contract_wallets
        if signature != (self.sign_as_contract(wallet, message) if contract else self.sign(wallet, message)):
            raise WrongSignature(wallet, None)
        return SignedAs.CONTRACT if contract else SignedAs.KEY

    async def signed_hash(self, wallet: Address, digest: bytes, signature: str, at: BlockRef) -> SignedAs:
        self._answer()
        contract = wallet in self.contract_wallets
        if signature != self.sign_hash(wallet, digest):
            raise WrongSignature(wallet, None)
        return SignedAs.CONTRACT if contract else SignedAs.KEY

    def _answer(self) -> None:
        if self._failures:
            self._failures -= 1
            raise ChainUnavailable(self.id, "the node did not answer")
        if self._answers_left is not None:
            if not self._answers_left:
                raise ChainUnavailable(self.id, "the node went away")
            self._answers_left -= 1
        if self.silent:
            raise ChainUnavailable(self.id, "no node answers")

    def _at(self, block: BlockRef) -> _Block:
        if block.number >= len(self._blocks) or self._blocks[block.number].ref != block:
            raise ChainUnavailable(self.id, f"block {block.number} is not on the chain any more")
        return self._blocks[block.number]

    def _read(self, source: AnySource, wallet: Address, at: BlockRef) -> Reading:
        if wallet in self.unreadable:
            return Undetermined("the call failed")
        if (failure := self.failing_for_good.get(wallet)) is not None:
            return Undetermined("the contract refused", failure)
        if coming := self.failures_to_come.get(wallet):
            return Undetermined("the node refused", coming.pop(0))
        return self.balance(source, wallet, at)
