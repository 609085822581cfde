"""Fakes with behaviour: a clock, a chain of blocks, Safes, actions and a courier, as the services' ports want them.

They know nothing of each other and keep no expectations: a test makes the world, acts, and looks at the world.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Literal

from bot.domain.actions import Action, DecodedAction
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.effects import CoinsAlone
from bot.domain.errors import (
    BadAction,
    ChainUnavailable,
    ChangesExecutor,
    CodeChanged,
    FolkmootError,
    MalformedSignature,
    NoBatchContract,
    NoCode,
    NotAProver,
    ServiceRefused,
    ServiceUnavailable,
    Unavailable,
    WrongSignature,
)
from bot.domain.errors.contracts import SourceDoubt
from bot.domain.errors.outside import NoAnswerWithin, NoProposerKey, ReadFailure
from bot.domain.executors import (
    CalledCode,
    CodeAt,
    Confirmation,
    Examined,
    Execution,
    ExecutionRequest,
    Proof,
    Provers,
    Rights,
    SafeCheck,
    SafeExecutor,
    SafeInstructions,
    SafeState,
    SafeTransaction,
    Standing,
)
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    MessageId,
    ProposalId,
    TransactionHash,
    address,
)
from bot.domain.power import Erc20Votes, Native, ViewCall
from bot.domain.wallet import SignedAs
from bot.services.delivery.notifications import AnyNotification, OpenDiscussion, PostCard, PostResult
from bot.services.ports import (
    AnyOnChain,
    AnySource,
    Delivery,
    EndpointFound,
    OutboxEntry,
    Posted,
    Progress,
    source_key,
)

MAINNET = ChainId(1)
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def digest(*parts: object) -> str:
    """32 bytes of hex that belong to these parts."""
    return "0x" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def account(name: str) -> Address:
    """The address that a name always has."""
    return address(digest("account", name)[:42])


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


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
    finality: int = 1
    tokens: dict[Address, tuple[str, int]] = field(default_factory=dict)
    """Symbol and decimals of each contract that has code."""
    silent: bool = False
    """While set, nothing is answered."""
    unreadable: set[Address] = field(default_factory=set)
    """Wallets for which reads fail while all others are answered."""
    failing_for_good: dict[Address, ReadFailure] = field(default_factory=dict)
    """Wallets for which no read at any block ever succeeds, and why."""
    requests: list[tuple[BlockRef, list[tuple[AnyOnChain, Address]]]] = field(default_factory=list)
    """Every request for powers that was answered or refused."""
    gate: asyncio.Event | None = None
    """While one is there and not set, reads of powers wait at it."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a read waits at the gate."""
    contracts: set[Address] = field(default_factory=set)
    """Wallets that are contracts on this chain: `sign_as_contract` signs for them."""
    depth: int | None = None
    doubtful: list[SourceDoubt] = field(default_factory=list)
    """What a moderator should know of each source."""
    found: list[EndpointFound] = field(default_factory=list)
    """What its endpoints can do."""
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
                int(self.clock.now().timestamp()),
            )
            self._blocks.append(_Block(ref, dict(self._pending)))
        return self._blocks[-1].ref

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

    async def check_source(self, source: AnyOnChain, at: BlockRef) -> tuple[str, int]:
        self._answer()
        if isinstance(source, Native):
            return ("ETH", 18)
        if source.contract not in self.tokens:
            raise NoCode(source.contract, self.id)
        symbol, decimals = self.tokens[source.contract]
        own = source.decimals if isinstance(source, ViewCall) else None
        return symbol, decimals if own is None else own

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
        return account in self.contracts

    async def signed_by(self, wallet: Address, message: str, signature: str, at: BlockRef) -> SignedAs:
        self._answer()
        if not signature.startswith("signed:"):
            raise MalformedSignature("it is not a signature")
        contract = wallet in self.contracts
        if signature != (self.sign_as_contract(wallet, message) if contract else self.sign(wallet, message)):
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
        return self.balance(source, wallet, at)


@dataclass
class FakeSafe:
    """One Safe, its owners, and what became of its transactions."""

    address: Address
    owners: tuple[Address, ...]
    threshold: int = 2
    nonce: int = 0
    queue: dict[TransactionHash, SafeTransaction] = field(default_factory=dict)
    """What its owners see in the transaction service."""
    confirmed: dict[TransactionHash, list[Address]] = field(default_factory=dict)
    ended: dict[TransactionHash, Execution] = field(default_factory=dict)
    origins: list[str] = field(default_factory=list)
    submitted: int = 0
    """How often `submit` was called."""


class FakeSafes:
    """The executor of the kind `safe`: Safes with owners, nonces and a transaction service that can be down."""

    def __init__(self, chain: FakeChain) -> None:
        self.proposer: Address | None = account("proposer key")
        self.down = False
        self.refusal: tuple[int, str] | None = None
        """The status and the words with which the service refuses whatever is submitted."""
        self.keyless = False
        """Whether the bot has no key to submit with."""
        self.with_service = True
        self.makes_several = True
        self.silent: set[Address] = set()
        """Safes of which the chain tells nothing."""
        self.codes: dict[Address, str] = {}
        """The code of called accounts, where it isn't that of always."""
        self.modules: set[Address] = set()
        self.prepared = 0
        self.calls = 0
        """How often the transaction service was asked."""
        self._chain = chain
        self._safes: dict[Address, FakeSafe] = {}

    def add(self, safe: FakeSafe) -> FakeSafe:
        self._safes[safe.address] = safe
        return safe

    def confirm(self, safe: FakeSafe, request: ExecutionRequest, owner: Address) -> None:
        safe.confirmed.setdefault(request.payload.safe_tx_hash, []).append(owner)

    def end(
        self,
        safe: FakeSafe,
        request: ExecutionRequest,
        status: Literal["executed", "failed", "replaced"],
    ) -> None:
        """The request is executed, fails or is replaced in the newest finalized block."""
        transaction = request.payload
        block = self._chain._blocks[-1 - self._chain.finality].ref
        found = TransactionHash(digest("tx", transaction.safe_tx_hash, status))
        safe.ended[transaction.safe_tx_hash] = Execution(status, found, block, block.time)
        safe.nonce = max(safe.nonce, transaction.nonce + 1)

    async def check(self, executor: SafeExecutor) -> SafeCheck:
        await self._chain.finalized()
        found = self._found(executor)
        state = SafeState(executor.address, "1.4.1", found.owners, found.threshold, found.nonce)
        may_propose = self.proposer is not None
        return SafeCheck(
            state,
            self.with_service,
            self.proposer,
            may_propose,
            account("multi send"),
            self.makes_several,
        )

    async def examine(self, executor: SafeExecutor, actions: Sequence[Action]) -> Examined:
        at = await self._chain.latest()
        found = self._found(executor)
        if any(action.to == executor.address for action in actions):
            raise ChangesExecutor(executor.address, "changeThreshold")
        if len(actions) > 1 and not self.makes_several:
            raise NoBatchContract(executor.chain, account("multi send"), len(actions))
        called = tuple(
            CalledCode(to, (CodeAt(to, self.codes.get(to, digest("code", to))),), self._rights(to))
            for to in dict.fromkeys(action.to for action in actions)
        )
        return Examined(at, called, found.nonce)

    def _rights(self, called: Address) -> Rights:
        return "module" if called in self.modules else ""

    async def executed(
        self, executor: SafeExecutor, actions: Sequence[Action], opened: Examined
    ) -> tuple[tuple[SafeTransaction, Execution], ...]:
        at = await self._chain.latest()
        found = self._found(executor)
        payloads = [
            _transaction(executor, actions, nonce, at, found.threshold)
            for nonce in range(opened.nonce, found.nonce)
        ]
        return tuple(
            (payload, found.ended[payload.safe_tx_hash])
            for payload in payloads
            if payload.safe_tx_hash in found.ended and found.ended[payload.safe_tx_hash].status != "replaced"
        )

    async def provers(self, executor: SafeExecutor) -> Provers:
        await self._chain.latest()
        found = self._found(executor)
        return Provers(found.owners, found.threshold)

    async def check_proof(self, executor: SafeExecutor, proof: Proof) -> None:
        provers = await self.provers(executor)
        if proof.signer not in (*provers.signers, executor.address):
            raise NotAProver(executor, proof.signer, provers.signers)
        at = await self._chain.latest()
        await self._chain.signed_by(proof.signer, proof.message, proof.signature, at)

    async def standing(self, executor: SafeExecutor, proofs: Sequence[Proof]) -> Standing:
        provers = await self.provers(executor)
        signers = {proof.signer for proof in proofs}
        owners = tuple(owner for owner in provers.signers if owner in signers)
        return Standing(owners, executor.address in signers, provers.threshold)

    async def prepare(
        self,
        executor: SafeExecutor,
        actions: Sequence[Action],
        waiting: Sequence[SafeTransaction],
        opened: Examined,
    ) -> SafeTransaction:
        at = await self._chain.latest()
        found = self._found(executor)
        if (changed := (await self.examine(executor, actions)).changed_since(opened)) is not None:
            raise CodeChanged(*changed)
        # As a request over the network would: others run meanwhile.
        await asyncio.sleep(0)
        self.prepared += 1
        queue = [] if self.down or not self.with_service else list(found.queue.values())
        taken = {transaction.nonce for transaction in [*waiting, *queue]}
        nonce = next(nonce for nonce in count(found.nonce) if nonce not in taken)
        return _transaction(executor, actions, nonce, at, found.threshold)

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        found = self._found(request.executor)
        if not self.with_service:
            return
        found.submitted += 1
        if self.keyless:
            raise ServiceRefused("safe", 0, "", NoProposerKey())
        self.calls += 1
        if self.down:
            raise ServiceUnavailable("safe", NoAnswerWithin(10))
        if request.payload.safe_tx_hash in found.queue:
            return
        self.calls += 1
        if self.refusal is not None:
            raise ServiceRefused("safe", *self.refusal)
        self.calls += 1
        found.queue[request.payload.safe_tx_hash] = request.payload
        found.origins.append(origin)

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        at = await self._chain.finalized()
        found = self._found(request.executor)
        named = request.payload.safe_tx_hash
        ended = found.ended.get(named)
        if ended is not None and ended.block.number > at.number:
            ended = None
        known = list(request.confirmed_by)
        visible = None
        if not self.with_service:
            known += found.confirmed.get(named, ())
        elif ask:
            self.calls += 1
            if not self.down:
                visible = named in found.queue
                known += found.confirmed.get(named, ())
        confirmations = tuple(
            Confirmation(owner, "0x" + "ab" * 65) for owner in found.owners if owner in known
        )
        return Progress(confirmations, found.threshold, ended, at.time, visible)

    async def instructions(self, request: ExecutionRequest) -> SafeInstructions:
        await self._chain.latest()
        found = self._found(request.executor)
        missing = tuple(owner for owner in found.owners if owner not in request.confirmed_by)
        approval = None if self.with_service else "0xd4d9bdcd" + request.payload.safe_tx_hash[2:]
        return SafeInstructions(missing, found.nonce, approval)

    def _found(self, executor: SafeExecutor) -> FakeSafe:
        if executor.address in self.silent:
            raise ChainUnavailable(executor.chain, "no node answers")
        if executor.address not in self._safes:
            raise NoCode(executor.address, executor.chain)
        return self._safes[executor.address]


def _transaction(
    executor: SafeExecutor, actions: Sequence[Action], nonce: int, at: BlockRef, threshold: int
) -> SafeTransaction:
    only = actions[0]
    content = [(action.to, action.value, action.data) for action in actions]
    return SafeTransaction(
        safe_tx_hash=TransactionHash(digest("safe", executor.chain, executor.address, nonce, content)),
        nonce=nonce,
        to=only.to,
        value=only.value,
        data=only.data,
        operation=int(only.operation),
        since_block=at.number,
        threshold=threshold,
    )


class FakeActionCodec:
    """Understands one kind of line: `transfer AMOUNT to ADDRESS`, in wei."""

    async def parse(
        self, lines: str, chain: ChainId, at: BlockRef, *, account: Address
    ) -> tuple[Action, ...]:
        return tuple(
            self._parsed(number, line, chain)
            for number, line in enumerate(lines.splitlines(), 1)
            if line.strip()
        )

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return self.decode_unread(actions)

    def decode_unread(
        self, actions: Sequence[Action], *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return tuple(DecodedAction(action, CoinsAlone(), "ETH") for action in actions)

    def _parsed(self, number: int, line: str, chain: ChainId) -> Action:
        match line.split():
            case ["transfer", amount, "to", to] if amount.isdecimal():
                return Action(chain, address(to), int(amount), "0x", line=line)
        raise BadAction(number, line, "it is not a transfer")


class RecordingHandler:
    """Delivers into a list, and tells where things stand while `tells_places`. `refuse` and `hold_back` make it
    misbehave."""

    def __init__(self) -> None:
        self.delivered: list[AnyNotification] = []
        self.attempts: list[OutboxEntry] = []
        self.waiting = asyncio.Event()
        """Set when a delivery that is held back has begun."""
        self._faults: dict[type, Exception] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._expected: list[tuple[AnyNotification, asyncio.Event]] = []
        self._messages = 0
        self.tells_places = True
        self.on_card: Callable[[ProposalId, Posted], Awaitable[object]] | None = None
        """What is done as soon as a card is posted."""

    def refuse(self, *kinds: type, error: Exception | None = None) -> None:
        """Fail to deliver these kinds from now on: by default as when Discord does not answer."""
        for kind in kinds:
            self._faults[kind] = error or ServiceUnavailable("discord", "it does not answer")

    def recover(self) -> None:
        self._faults.clear()

    def hold_back(self, lane: str) -> asyncio.Event:
        """A delivery in this lane waits for the event."""
        self._held[lane] = asyncio.Event()
        return self._held[lane]

    def let_go(self) -> None:
        self._held.clear()

    def expect(self, notification: AnyNotification) -> asyncio.Event:
        """Set when this notice has been delivered."""
        event = asyncio.Event()
        self._expected.append((notification, event))
        return event

    def of(self, kind: type) -> list[AnyNotification]:
        return [notification for notification in self.delivered if isinstance(notification, kind)]

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        self.attempts.append(entry)
        if (event := self._held.get(entry.notification.lane)) is not None:
            self.waiting.set()
            await event.wait()
        if (fault := self._faults.get(type(entry.notification))) is not None:
            raise fault
        self.delivered.append(entry.notification)
        posted = tuple(self._posted(entry.notification))
        if isinstance(entry.notification, PostCard) and self.on_card is not None:
            for card in posted:
                await self.on_card(entry.notification.proposal, card)
        for expected, event in self._expected:
            if expected == entry.notification:
                event.set()
        return Delivery(posted=posted)

    def _posted(self, notification: AnyNotification) -> Iterable[Posted]:
        names = {OpenDiscussion: "thread", PostCard: "card", PostResult: "result"}
        if self.tells_places and (what := names.get(type(notification))) is not None:
            self._messages += 1
            yield Posted(what, ChannelId(500), MessageId(9_000_000 + self._messages))


class Lost(FolkmootError):
    """A delivery that will never succeed."""


class Away(Unavailable):
    """A delivery that may succeed later."""
