"""The port `Executor` for Safes: checking, preparing, submitting and following their transactions."""

from collections.abc import Mapping, Sequence

import structlog
from eth_keys.datatypes import PrivateKey

from bot.chain.chains import EvmChain
from bot.chain.state import Call
from bot.domain.actions import Action, Operation
from bot.domain.blocks import BlockRef
from bot.domain.errors import (
    ChainUnavailable,
    SafeHashMismatch,
    ServiceRefused,
    ServiceUnavailable,
    WrongContract,
)
from bot.domain.errors.contracts import (
    ForeignCode,
)
from bot.domain.errors.outside import (
    NoProposerKey,
)
from bot.domain.executors import (
    ExecutionRequest,
    Proof,
    Provers,
    SafeCheck,
    SafeExecutor,
    SafeInstructions,
    SafeState,
    SafeTransaction,
    Standing,
)
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.execution.safe.confirmations import confirmed_owners
from bot.execution.safe.contract import approvals, read_state
from bot.execution.safe.multi_send import is_call_only
from bot.execution.safe.progress import execution_of
from bot.execution.safe.proofs import check_proof, provers_of, standing_of
from bot.execution.safe.service import SafeService
from bot.execution.safe.transaction import SafeTx, approve_calldata
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

    async def check(self, executor: SafeExecutor) -> SafeCheck:
        """The Safe at the finalized block, and whether the proposer key may propose to it.

        Raises NoCode, WrongContract, ChainUnavailable, ServiceUnavailable, ServiceRefused.
        """
        chain = self._chains[executor.chain]
        safe = await read_state(chain, executor.address, await chain.finalized())
        service = self._services.get(chain.id)
        return SafeCheck(safe, service is not None, self.proposer, await self._may_propose(safe, service))

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

    async def prepare(
        self, executor: SafeExecutor, actions: Sequence[Action], waiting: Sequence[SafeTransaction]
    ) -> SafeTransaction:
        """The exact transaction of these actions: one call as it is, several through MultiSendCallOnly.

        Its nonce follows the Safe's, all that the service knows, and those of ours that wait, which the service may not
        know yet. Its hash is computed here and compared with the contract's.

        Raises SafeHashMismatch, NoCode, WrongContract, ChainUnavailable, ServiceUnavailable, ServiceRefused; and
        ValueError for no actions, or any that is not a plain call.
        """
        chain, safe = self._chains[executor.chain], executor.address
        at = await chain.latest()
        state = await read_state(chain, safe, at)
        nonce = max([state.nonce, *(transaction.nonce + 1 for transaction in waiting)])
        if service := self._services.get(chain.id):
            nonce = max(nonce, await service.next_nonce(safe))
        tx = SafeTx.making(actions, chain.config.multi_send, nonce)
        if tx.operation is Operation.DELEGATE_CALL:
            code = (await chain.codes([tx.to], at))[tx.to]
            if not is_call_only(code):
                raise WrongContract(tx.to, "MultiSendCallOnly", ForeignCode())
        computed = tx.hash(chain.id, safe)
        await _compare(chain, safe, tx, computed, at)
        return SafeTransaction(
            TransactionHash("0x" + computed.hex()),
            tx.nonce,
            tx.to,
            tx.value,
            "0x" + tx.data.hex(),
            int(tx.operation),
            at.number,
            state.threshold,
        )

    async def submit(self, request: ExecutionRequest, origin: str) -> None:
        """Sign it with the proposer key and hand it to the chain's transaction service; once, however often called.

        Where the chain has no service nothing is signed or sent: the owners confirm on chain. Raises SafeHashMismatch
        when the stored transaction isn't what its hash says, ServiceUnavailable, ServiceRefused.
        """
        executor, transaction = request.executor, request.payload
        service = self._services.get(executor.chain)
        if service is None:
            return
        computed = SafeTx.of(transaction).hash(executor.chain, executor.address)
        if "0x" + computed.hex() != transaction.safe_tx_hash:
            raise SafeHashMismatch("0x" + computed.hex(), transaction.safe_tx_hash)
        if self._key is None or self.proposer is None:
            raise ServiceRefused(service.name, 0, "", NoProposerKey())
        signed = self._key.sign_msg_hash(computed).to_bytes()
        # Ethereum's own last byte is 27 or 28, where that of the key is 0 or 1.
        signature = signed[:-1] + bytes([signed[-1] + 27])
        await service.propose(executor.address, transaction, self.proposer, signature, origin)

    async def progress(self, request: ExecutionRequest) -> Progress:
        """Who confirmed it, and how it ended on chain by the finalized block.

        Every signature that the service names is checked; where the service doesn't answer, only approvals on
        chain are seen. Raises NoCode, WrongContract, ChainUnavailable.
        """
        chain, safe, transaction = (
            self._chains[request.executor.chain],
            request.executor.address,
            request.payload,
        )
        at = await chain.finalized()
        state = await read_state(chain, safe, at)
        execution = await execution_of(chain, safe, transaction, state.nonce, at)
        digest = bytes.fromhex(transaction.safe_tx_hash[2:])
        confirmed = await approvals(chain, safe, state.owners, digest, at)
        if service := self._services.get(chain.id):
            try:
                given = await service.confirmations(transaction.safe_tx_hash)
            except (ServiceUnavailable, ServiceRefused) as problem:
                # What counts is followed on chain; only the list of signers is shorter until it is back.
                _log.warning("safe service silent", service=problem.service, why=repr(problem))
            else:
                confirmed |= await confirmed_owners(chain, state.owners, digest, given, at)
        ordered = tuple(owner for owner in state.owners if owner in confirmed)
        return Progress(ordered, state.threshold, execution)

    async def instructions(self, request: ExecutionRequest) -> SafeInstructions:
        """Which owners' confirmation is missing at the newest block, and how they give it where there is no service.

        Raises NoCode, WrongContract, ChainUnavailable.
        """
        chain = self._chains[request.executor.chain]
        owners = (await read_state(chain, request.executor.address, await chain.latest())).owners
        missing = tuple(owner for owner in owners if owner not in request.confirmations)
        if chain.id in self._services:
            return SafeInstructions(missing, approval=None)
        return SafeInstructions(missing, approve_calldata(request.payload.safe_tx_hash))


async def _compare(chain: EvmChain, safe: Address, tx: SafeTx, computed: bytes, at: BlockRef) -> None:
    (answer,) = await chain.read([Call(safe, tx.call_for_hash())], at)
    if not isinstance(answer, bytes) or len(answer) != 32:
        why = f"{len(answer)} bytes" if isinstance(answer, bytes) else answer.why
        raise ChainUnavailable(chain.id, f"getTransactionHash of {safe}: {why}")
    if answer != computed:
        raise SafeHashMismatch("0x" + computed.hex(), "0x" + answer.hex())


def services_of(chains: Mapping[ChainId, EvmChain]) -> dict[ChainId, SafeService]:
    """The transaction services that the chains' configurations name."""
    return {
        chain: SafeService(evm.config.service_url, evm.config.service_token)
        for chain, evm in chains.items()
        if evm.config.service_url
    }
