"""The port `Executor` for Safes: checking, preparing, submitting and following their transactions."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import structlog
from eth_keys.datatypes import PrivateKey

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import NotASafe, RequestMismatch, ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import NoProposerKey
from bot.domain.executors import (
    Confirmation,
    Decision,
    Examined,
    Execution,
    ExecutionRequest,
    Proof,
    Provers,
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
from bot.domain.ids import Address, ChainId
from bot.execution.safe.chain.contract import approvals, read_state
from bot.execution.safe.chain.delays import entered
from bot.execution.safe.chain.extensions import read_extensions
from bot.execution.safe.chain.progress import execution_of
from bot.execution.safe.chain.staging import Staging
from bot.execution.safe.delayed import end_of, followed, to_be_made
from bot.execution.safe.examining import examine, makes_several
from bot.execution.safe.preparing import Preparation
from bot.execution.safe.service.client import GivenSignature, SafeService, Shown
from bot.execution.safe.signing.confirmations import confirmed
from bot.execution.safe.signing.desk import SignatureDesk, known_signatures, stopped
from bot.execution.safe.signing.proofs import check_proof, provers_of, standing_of
from bot.execution.safe.transaction import SafeTx, approve_calldata, domain_hash
from bot.services.ports import Progress

_log = structlog.get_logger(__name__)


class Safes:
    """Implements the port `Executor`."""

    def __init__(
        self,
        chains: Mapping[ChainId, EvmChain],
        services: Mapping[ChainId, SafeService] | None = None,
        proposer_key: str | None = None,
    ) -> None:
        """`services` default to those that the chains' configurations name; `proposer_key` is 0x-prefixed hex."""
        self._chains = chains
        self._services = dict(services) if services is not None else services_of(chains)
        self._key = PrivateKey(bytes.fromhex(proposer_key.removeprefix("0x"))) if proposer_key else None

    @property
    def proposer(self) -> Address | None:
        """The account that signs proposals to the service."""
        return Address(self._key.public_key.to_checksum_address()) if self._key else None

    async def close(self) -> None:
        for service in self._services.values():
            await service.close()

    async def completed(self, executor: SafeExecutor) -> SafeExecutor:
        """As it is: a Safe is all that its address says."""
        return executor

    async def check(self, executor: SafeExecutor) -> SafeCheck:
        """The Safe at the finalized block, whether the proposer key may propose to it, and whether it can make several
        actions in one transaction.

        Raises NotASafe, WrongContract, ChainUnavailable, ServiceUnavailable, ServiceRefused.
        """
        chain = self._chains[executor.chain]
        at = await chain.finalized()
        if not await chain.is_contract(executor.address, at):
            raise NotASafe(executor.address, executor.chain)
        safe = await read_state(chain, executor.address, at)
        service = self._services.get(chain.id)
        may_propose = await self._may_propose(safe, service)
        several = await makes_several(chain, at)
        extensions = await read_extensions(chain, safe.address, at)
        return SafeCheck(
            safe,
            service is not None,
            self.proposer,
            may_propose,
            chain.config.multi_send,
            several,
            extensions,
        )

    async def _may_propose(self, safe: SafeState, service: SafeService | None) -> bool:
        if self.proposer is None or service is None:
            return False
        if self.proposer in safe.owners:
            return True
        return not (await service.delegators(safe.address, self.proposer)).isdisjoint(safe.owners)

    async def provers(self, executor: SafeExecutor) -> Provers:
        """Its owners by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        return await provers_of(self._chains[executor.chain], executor)

    async def check_proof(self, executor: SafeExecutor, proof: Proof) -> None:
        """Return if an owner signed, or the Safe itself. Raises NotAProver, WrongSignature, MalformedSignature,
        AcceptsAnything, NoCode, WrongContract, ChainUnavailable."""
        await check_proof(self._chains[executor.chain], executor, proof)

    async def standing(self, executor: SafeExecutor, proofs: Sequence[Proof]) -> Standing:
        """What proofs are worth by the owners of today. Raises NoCode, WrongContract, ChainUnavailable."""
        return await standing_of(self._chains[executor.chain], executor, proofs)

    async def extensions(self, executor: SafeExecutor) -> SafeExtensions:
        """Its guards and modules by the newest block. Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[executor.chain]
        at = await chain.latest()
        await read_state(chain, executor.address, at)
        return await read_extensions(chain, executor.address, at)

    async def tokens(self, executor: SafeExecutor) -> list[Address]:
        """What the service says that the Safe holds. Raises ServiceUnavailable, ServiceRefused."""
        service = self._services.get(executor.chain)
        return [] if service is None else await service.tokens(executor.address)

    async def stopped_by(self, executor: SafeExecutor, actions: Sequence[Action]) -> SafeRefusal | None:
        """What its guard says against a transaction of these actions by the newest block, or which of them would fail.
        Raises NoCode, WrongContract, ChainUnavailable."""
        chain = self._chains[executor.chain]
        at = await chain.latest()
        safe = await read_state(chain, executor.address, at)
        return await stopped(chain, safe, SafeTx.making(actions, chain.config.multi_send, safe.nonce), at)

    async def examine(self, executor: SafeExecutor, actions: Sequence[Action]) -> Examined:
        """What the actions call by the newest block.

        Raises ChangesExecutor, NoBatchContract, NoCode, WrongContract, ChainUnavailable.
        """
        chain = self._chains[executor.chain]
        at = await chain.latest()
        return await examine(chain, await read_state(chain, executor.address, at), actions, at)

    async def executed(
        self, executor: SafeExecutor, actions: Sequence[Action], opened: Examined
    ) -> tuple[tuple[SafeTransaction, Execution | None], ...]:
        """The executions of just the transaction of these actions since the vote opened, at whatever nonce; None for
        one whose calls wait in a Delay.

        Raises NoCode, WrongContract, ChainUnavailable, also while one of them isn't final.
        """
        chain = self._chains[executor.chain]
        past = await self._preparation(executor, actions, opened).executed()
        at = await chain.finalized()
        return tuple([(each, await end_of(chain, each, execution, at)) for each, execution in past])

    async def prepare(
        self,
        executor: SafeExecutor,
        actions: Sequence[Action],
        waiting: Collection[int],
        opened: Examined,
        decision: Decision,
    ) -> SafeTransaction:
        """The exact transaction of these actions, with the first nonce that is free.

        Raises CodeChanged, ChangesExecutor, NoBatchContract, RequestMismatch, NoCode, WrongContract, ChainUnavailable;
        and ValueError for no actions, or any that is not a plain call.
        """
        preparation = self._preparation(executor, actions, opened)
        return await preparation.transaction(waiting, self._services.get(executor.chain))

    def _preparation(
        self, executor: SafeExecutor, actions: Sequence[Action], opened: Examined
    ) -> Preparation:
        return Preparation(self._chains[executor.chain], executor.address, actions, opened)

    async def require_voted(self, request: ExecutionRequest, actions: Sequence[Action]) -> None:
        """Raises RequestMismatch, ChainUnavailable."""
        at = await self._chains[request.executor.chain].latest()
        await self._desk(request).require_voted(actions, at)

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        """Sign it with the proposer key, hand it to the chain's transaction service and see that owners are shown it;
        once, however often called. Where there is no such key, or it is refused, an owner who has signed proposes it.

        Where the chain has no service nothing is signed or sent: the owners confirm on chain. Raises RequestMismatch
        when the stored transaction isn't what its hash says, ServiceUnavailable, ServiceRefused.
        """
        executor, transaction = request.executor, request.payload_as(SafeTransaction)
        service = self._services.get(executor.chain)
        if service is None:
            return
        computed = SafeTx.of(transaction).hash(executor.chain, executor.address)
        if "0x" + computed.hex() != transaction.safe_tx_hash:
            raise RequestMismatch("0x" + computed.hex(), transaction.safe_tx_hash)
        refused = None
        for sender, signature in self._proposals(request, computed):
            try:
                await service.propose(executor.address, transaction, sender, signature, origin)
                return
            except ServiceRefused as refusal:
                refused = refused or refusal
        if refused is not None:
            raise refused
        shown = await service.shown(transaction)
        if shown is None or not shown.trusted:
            raise ServiceRefused(service.name, 0, "", NoProposerKey())

    def _proposals(self, request: ExecutionRequest, computed: bytes) -> Iterator[tuple[Address, bytes]]:
        """Who may propose it, each with their signature: the proposer key, and an owner who has signed already, since
        the service takes that for a proposal as well."""
        if self._key is not None and self.proposer is not None:
            signed = self._key.sign_msg_hash(computed).to_bytes()
            # Ethereum's own last byte is 27 or 28, where that of the key is 0 or 1.
            yield self.proposer, signed[:-1] + bytes([signed[-1] + 27])
        owners = [each for each in (*request.confirmations, *request.signatures) if each.signature]
        for owner in owners[:1]:
            yield owner.owner, bytes.fromhex(owner.signature[2:])

    async def progress(self, request: ExecutionRequest, *, ask: bool) -> Progress:
        """Who confirmed it, and how it ended on chain by the finalized block.

        Every signature, those of before too, is checked against the owners of that block. Without `ask`, and where the
        service doesn't answer, those of before and the approvals on chain are all there are, and what stands beside it
        is what was seen before. Raises NoCode, WrongContract, ChainUnavailable.
        """
        chain, transaction = self._chains[request.executor.chain], request.payload_as(SafeTransaction)
        at, seen = await chain.finalized(), request.stage_as(SafeStage)
        if seen is not None and seen.delay is not None:
            return await followed(chain, request, seen, seen.delay, at)
        safe = await read_state(chain, request.executor.address, at)
        execution = await execution_of(chain, safe.address, transaction, safe.nonce, at)
        if execution is not None and execution.status == "executed":
            delay = await entered(chain, transaction, execution)
            if delay is not None:
                return await followed(chain, request, seen, delay, at)
        shown, visible = await self._shown(chain.id, transaction) if ask else (None, None)
        given = [*known_signatures(request), *(shown.signatures if shown else ())]
        confirmations = await self._confirmations(chain, safe, transaction, given, at)
        staging = Staging(chain, safe, transaction, at)
        stage = (
            await staging.seen(seen, self._services.get(chain.id))
            if ask and execution is None
            else staging.unasked(seen)
        )
        return Progress(confirmations, safe.threshold, execution, at.time, visible, stage)

    async def _shown(self, chain: ChainId, transaction: SafeTransaction) -> tuple[Shown | None, bool | None]:
        """The transaction as its service has it, and whether owners see it; None where nobody knows."""
        service = self._services.get(chain)
        if service is None:
            return None, True
        try:
            shown = await service.shown(transaction)
        except (ServiceUnavailable, ServiceRefused) as problem:
            # What counts is followed on chain; only the list of signers is shorter until it is back.
            _log.warning("safe service silent", service=problem.service, why=repr(problem))
            return None, None
        return shown, shown is not None and shown.trusted

    async def _confirmations(
        self,
        chain: EvmChain,
        safe: SafeState,
        transaction: SafeTransaction,
        given: Sequence[GivenSignature],
        at: BlockRef,
    ) -> tuple[Confirmation, ...]:
        digest = bytes.fromhex(transaction.safe_tx_hash[2:])
        found = {owner: Confirmation(owner) for owner in await approvals(chain, safe, digest, at)}
        found |= await confirmed(chain, safe, SafeTx.of(transaction), given, at)
        return tuple(found[owner] for owner in safe.owners if owner in found)

    async def instructions(self, request: ExecutionRequest) -> SafeInstructions:
        """Who the owners are at the newest block, which hashes they compare, what has to go first, and how they confirm
        where there is no service.

        Raises NoCode, WrongContract, ChainUnavailable.
        """
        chain = self._chains[request.executor.chain]
        at = await chain.latest()
        safe = await read_state(chain, request.executor.address, at)
        transaction = request.payload_as(SafeTransaction)
        by_service = chain.id in self._services
        approval = None if by_service else approve_calldata(transaction.safe_tx_hash)
        executed = request.held_until is not None
        return SafeInstructions(
            safe.owners,
            "0x" + domain_hash(chain.id, safe.address).hex(),
            "0x" + SafeTx.of(transaction).message_hash().hex(),
            safe.nonce,
            approval,
            None if executed else await stopped(chain, safe, SafeTx.of(transaction), at),
        )

    async def signing(
        self, request: ExecutionRequest, actions: Sequence[Action], opened: Examined
    ) -> Signing:
        """What its owners sign, and how far that is by the newest block.

        Raises RequestMismatch, CodeChanged, ChangesExecutor, NoBatchContract, NoCode, WrongContract, ChainUnavailable.
        """
        stage = request.stage_as(SafeStage)
        if stage is not None and stage.delay is not None:
            return await to_be_made(
                self._chains[request.executor.chain], request, stage.delay, actions, opened
            )
        return await self._desk(request).signing(actions, opened)

    async def signature(self, request: ExecutionRequest, text: str) -> Confirmation:
        """The owner's whose signature it is. Raises MalformedSignature, NotASigner, NoCode, WrongContract,
        ChainUnavailable."""
        return await self._desk(request).signature(text)

    def _desk(self, request: ExecutionRequest) -> SignatureDesk:
        return SignatureDesk(self._chains[request.executor.chain], request)

    async def send_signature(self, request: ExecutionRequest, confirmation: Confirmation) -> None:
        """Hand it to the chain's transaction service, if there is one. Raises ServiceUnavailable, ServiceRefused."""
        service = self._services.get(request.executor.chain)
        if service is not None:
            await service.confirm(request.payload_as(SafeTransaction), confirmation)


def services_of(chains: Mapping[ChainId, EvmChain]) -> dict[ChainId, SafeService]:
    """The transaction services that the chains' configurations name."""
    return {
        chain: SafeService(evm.config.service_url, evm.config.service_token)
        for chain, evm in chains.items()
        if evm.config.service_url
    }
