"""Safes with owners, nonces and a transaction service that can be down."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import (
    ChainUnavailable,
    ChangesExecutor,
    CodeChanged,
    NoBatchContract,
    NoCode,
    NotAProver,
    NotASafe,
    NotASigner,
    RequestMismatch,
    ServiceRefused,
    ServiceUnavailable,
)
from bot.domain.errors.outside import NoAnswerWithin, NoProposerKey
from bot.domain.executors import (
    CalledCode,
    CodeAt,
    Confirmation,
    Decision,
    Examined,
    Execution,
    ExecutionRequest,
    Instead,
    Proof,
    Provers,
    ReadyCall,
    Rights,
    SafeCheck,
    SafeExecutor,
    SafeExtensions,
    SafeInstructions,
    SafeRefusal,
    SafeStage,
    SafeState,
    SafeTransaction,
    Signing,
    Standing,
)
from bot.domain.executors.safe import SafeStageName
from bot.domain.ids import Address, TransactionHash
from bot.services.ports import Progress
from tests.fakes.chain import FakeChain
from tests.fakes.names import account, digest


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
    rivals: dict[int, SafeStageName] = field(default_factory=dict)
    """Nonces at which another transaction stands in the queue too, and what that is."""
    strangers: tuple[int, ...] = ()
    """Nonces at which somebody else's transaction waits, as the service shows it."""
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
        self.said_to_hold: list[Address] = []
        """The tokens that the service names."""
        self.makes_several = True
        self.silent: set[Address] = set()
        """Safes of which the chain tells nothing."""
        self.codes: dict[Address, str] = {}
        """The code of called accounts, where it isn't that of always."""
        self.modules: set[Address] = set()
        self.refusal_now: SafeRefusal | None = None
        """What would stop whatever any Safe is asked."""
        self.disowned: set[Address] = set()
        """Owners that are contracts, and accept no signature any more that they accepted."""
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
        *,
        instead: Instead = "",
        reason: str = "",
    ) -> None:
        """The request is executed, fails or is replaced in the newest finalized block."""
        transaction = request.payload
        block = self._chain.newest_final()
        found = TransactionHash(digest("tx", transaction.safe_tx_hash, status))
        safe.ended[transaction.safe_tx_hash] = Execution(status, found, block, block.time, instead, reason)
        safe.nonce = max(safe.nonce, transaction.nonce + 1)

    async def completed(self, executor: SafeExecutor) -> SafeExecutor:
        return executor

    async def check(self, executor: SafeExecutor) -> SafeCheck:
        await self._chain.finalized()
        if executor.address not in {*self._safes, *self.silent}:
            raise NotASafe(executor.address, executor.chain)
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

    async def extensions(self, executor: SafeExecutor) -> SafeExtensions:
        self._found(executor)
        return SafeExtensions(modules=tuple(self.modules))

    async def tokens(self, executor: SafeExecutor) -> list[Address]:
        if self.down:
            raise ServiceUnavailable("safe.test", NoAnswerWithin(1.0))
        return self.said_to_hold

    async def stopped_by(self, executor: SafeExecutor, actions: Sequence[Action]) -> SafeRefusal | None:
        self._found(executor)
        return self.refusal_now

    async def examine(
        self, executor: SafeExecutor, actions: Sequence[Action], *, changes_owners: bool = False
    ) -> Examined:
        at = replace(await self._chain.latest(), chain=executor.chain)
        found = self._found(executor)
        if any(action.to == executor.address for action in actions) and not changes_owners:
            raise ChangesExecutor(executor.address, "changeThreshold")
        if len(actions) > 1 and not self.makes_several:
            raise NoBatchContract(executor.chain, account("multi send"), len(actions))
        called = tuple(
            CalledCode(to, (CodeAt(to, self.codes.get(to, digest("code", to))),), self._rights(to))
            for to in dict.fromkeys(action.to for action in actions)
        )
        return Examined(at, called, found.nonce, changes_owners)

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
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> SafeTransaction:
        at = await self._chain.latest()
        found = self._found(executor)
        now = await self.examine(executor, actions, changes_owners=opened.changes_owners)
        if (changed := now.changed_since(opened)) is not None:
            raise CodeChanged(*changed)
        # As a request over the network would: others run meanwhile.
        await asyncio.sleep(0)
        self.prepared += 1
        queue = [] if self.down or not self.with_service else list(found.queue.values())
        taken = {*waiting, *(transaction.nonce for transaction in queue)}
        nonce = next(nonce for nonce in count(found.nonce) if nonce not in taken)
        return _transaction(executor, actions, nonce, at, found.threshold)

    async def require_voted(self, request: ExecutionRequest, actions: Sequence[Action]) -> None:
        at = await self._chain.latest()
        _require_voted(request, actions, at)

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        found = self._found(request.executor)
        if not self.with_service:
            return
        found.submitted += 1
        known = request.payload.safe_tx_hash in found.queue
        if self.keyless and not known and not request.signatures:
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
        known = [*request.confirmed_by, *(each.owner for each in request.signatures)]
        visible = None
        if not self.with_service:
            known += found.confirmed.get(named, ())
        elif ask:
            # What it knows of the transaction, and its queue.
            self.calls += 2
            if not self.down:
                visible = named in found.queue
                known += found.confirmed.get(named, ())
        confirmations = tuple(
            Confirmation(owner, "0x" + "ab" * 65)
            for owner in found.owners
            if owner in known and owner not in self.disowned
        )
        stage = self._stage(found, request) if ask and ended is None else request.stage
        return Progress(confirmations, found.threshold, ended, at.time, visible, stage)

    def _stage(self, found: FakeSafe, request: ExecutionRequest) -> SafeStage | None:
        before, nonce = request.stage_as(SafeStage), request.payload.nonce
        name = found.rivals.get(nonce, SafeStage.first)
        queued = {*found.strangers, *(each.nonce for each in found.queue.values())}
        ahead = tuple(sorted(each for each in queued if found.nonce <= each < nonce))
        if before is None and name == SafeStage.first and not ahead and found.nonce == nonce:
            return None
        changes = before.changes if before is not None else 0
        news = name != SafeStage.first and (before is None or before.name != name)
        rivals = (TransactionHash(digest("rival", nonce)),) if name != SafeStage.first else ()
        return SafeStage(name, found.nonce, rivals, ahead, changes + news)

    async def instructions(self, request: ExecutionRequest) -> SafeInstructions:
        await self._chain.latest()
        found = self._found(request.executor)
        approval = None if self.with_service else "0xd4d9bdcd" + request.payload.safe_tx_hash[2:]
        return SafeInstructions(
            tuple(found.owners), "0x" + "d0" * 32, "0x" + "5e" * 32, found.nonce, approval, self.refusal_now
        )

    def signed(self, request: ExecutionRequest, owner: Address, number: int = 0) -> str:
        """What an owner's wallet gives for the request."""
        return "0x" + f"{request.payload.safe_tx_hash} {owner} {number}".encode().hex()

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        at = await self._chain.latest()
        found, transaction = self._found(request.executor), request.payload
        if (changed := (await self.examine(request.executor, actions)).changed_since(opened)) is not None:
            raise CodeChanged(*changed)
        _require_voted(request, actions, at)
        known = {each.owner for each in (*request.signatures, *request.confirmations)} - self.disowned
        signed = tuple(owner for owner in found.owners if owner in known)
        ready = len(signed) >= found.threshold and found.nonce == transaction.nonce
        return Signing(
            at,
            {"domain": {}, "message": {"to": transaction.to}},
            "0x" + "d0" * 32,
            "0x" + "5e" * 32,
            transaction.safe_tx_hash,
            found.owners,
            frozenset(),
            signed,
            found.threshold,
            found.nonce,
            ReadyCall(found.address, 0, "0x6a761202") if ready else None,
            self.refusal_now,
        )

    async def signature(self, request: ExecutionRequest, text: str) -> Confirmation:
        found = self._found(request.executor)
        signed, owner, _ = bytes.fromhex(text.removeprefix("0x")).decode().split()
        if signed != request.payload.safe_tx_hash or owner not in found.owners:
            raise NotASigner(request.executor, Address(owner))
        return Confirmation(Address(owner), text)

    async def send_signature(self, request: ExecutionRequest, confirmation: Confirmation) -> None:
        found = self._found(request.executor)
        if not self.with_service:
            return
        self.calls += 1
        if self.down:
            raise ServiceUnavailable("safe", NoAnswerWithin(10))
        signed = found.confirmed.setdefault(request.payload.safe_tx_hash, [])
        if confirmation.owner not in signed:
            signed.append(confirmation.owner)

    def _found(self, executor: SafeExecutor) -> FakeSafe:
        if executor.address in self.silent:
            raise ChainUnavailable(executor.chain, "no node answers")
        if executor.address not in self._safes:
            raise NoCode(executor.address, executor.chain)
        return self._safes[executor.address]


def _require_voted(request: ExecutionRequest, actions: Sequence[Action], at: BlockRef) -> None:
    stored = request.payload
    voted = _transaction(request.executor, actions, stored.nonce, at, stored.threshold)
    if replace(voted, since_block=0) != replace(stored, since_block=0):
        raise RequestMismatch(voted.safe_tx_hash, stored.safe_tx_hash)


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
