"""The port `Safes`: preparing, proposing and following Safe transactions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

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
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.proposal import SafeTransaction
from bot.execution import safe_transaction
from bot.execution.confirmations import confirmed_owners
from bot.execution.multi_send import is_call_only
from bot.execution.progress import execution_of
from bot.execution.safe_contract import approvals, read_state
from bot.execution.safe_service import SafeService
from bot.execution.safe_transaction import SafeTx
from bot.services.ports import SafeProgress, SafeState

_log = structlog.get_logger(__name__)


class EvmSafes:
    """Implements the port `Safes`."""

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

    async def state(self, chain: ChainId, safe: Address, at: BlockRef) -> SafeState:
        """A Safe at one block. Raises NoCode, WrongContract, ChainUnavailable."""
        return await read_state(self._chains[chain], safe, at)

    async def prepare(
        self,
        chain: ChainId,
        safe: Address,
        actions: Sequence[Action],
        at: BlockRef,
        now: datetime,
        first_nonce: int = 0,
    ) -> SafeTransaction:
        """The exact transaction of these actions: one call as it is, several through MultiSendCallOnly.

        Its nonce follows the Safe's at the block and all that the service knows, and is `first_nonce` at least.
        Its hash is computed here and compared with the contract's.

        Raises SafeHashMismatch, NoCode, WrongContract, ChainUnavailable, ServiceUnavailable, ServiceRefused; and
        ValueError for no actions, or any that is not a plain call.
        """
        evm = self._chains[chain]
        state = await self.state(chain, safe, at)
        nonce = max(state.nonce, first_nonce)
        if service := self._services.get(chain):
            nonce = max(nonce, await service.next_nonce(safe))
        tx = SafeTx.making(actions, evm.config.multi_send, nonce)
        if tx.operation is Operation.DELEGATE_CALL:
            code = (await evm.codes([tx.to], at))[tx.to]
            if not is_call_only(code):
                raise WrongContract(tx.to, "MultiSendCallOnly", "its code is not Safe's")
        computed = tx.hash(chain, safe)
        await self._compare(evm, safe, tx, computed, at)
        return SafeTransaction(
            TransactionHash("0x" + computed.hex()),
            tx.nonce,
            tx.to,
            tx.value,
            "0x" + tx.data.hex(),
            int(tx.operation),
            now,
            at.number,
            state.threshold,
        )

    async def _compare(self, evm: EvmChain, safe: Address, tx: SafeTx, computed: bytes, at: BlockRef) -> None:
        (answer,) = await evm.read([Call(safe, tx.call_for_hash())], at)
        if not isinstance(answer, bytes) or len(answer) != 32:
            why = f"{len(answer)} bytes" if isinstance(answer, bytes) else answer.why
            raise ChainUnavailable(evm.id, f"getTransactionHash of {safe}: {why}")
        if answer != computed:
            raise SafeHashMismatch("0x" + computed.hex(), "0x" + answer.hex())

    async def propose(self, chain: ChainId, safe: Address, transaction: SafeTransaction, origin: str) -> None:
        """Sign it with the proposer key and hand it to the chain's transaction service; once, however often called.

        Where the chain has no service nothing is signed or sent: the owners confirm on chain, with
        `approve_calldata`. Raises SafeHashMismatch when the stored transaction isn't what its hash says,
        ServiceUnavailable, ServiceRefused.
        """
        service = self._services.get(chain)
        if service is None:
            return
        computed = SafeTx.of(transaction).hash(chain, safe)
        if "0x" + computed.hex() != transaction.safe_tx_hash:
            raise SafeHashMismatch("0x" + computed.hex(), transaction.safe_tx_hash)
        if self._key is None or self.proposer is None:
            raise ServiceRefused(service.name, 0, "no proposer key is configured")
        signed = self._key.sign_msg_hash(computed).to_bytes()
        # Ethereum's own last byte is 27 or 28, where that of the key is 0 or 1.
        signature = signed[:-1] + bytes([signed[-1] + 27])
        await service.propose(safe, transaction, self.proposer, signature, origin)

    def has_service(self, chain: ChainId) -> bool:
        """Whether the chain has a transaction service. Where it has none, the owners confirm on chain."""
        return chain in self._services

    def approve_calldata(self, transaction: SafeTransaction) -> str:
        """What an owner sends to the Safe to confirm it on chain (0x-prefixed hex)."""
        return safe_transaction.approve_calldata(transaction.safe_tx_hash)

    async def progress(
        self, chain: ChainId, safe: Address, transaction: SafeTransaction, at: BlockRef
    ) -> SafeProgress:
        """Who confirmed it, and how it ended on chain by the block `at`.

        Every signature that the service names is checked; where the service doesn't answer, only approvals on
        chain are seen. Raises NoCode, WrongContract, ChainUnavailable.
        """
        evm = self._chains[chain]
        state = await self.state(chain, safe, at)
        execution = await execution_of(evm, safe, transaction, state.nonce, at)
        digest = bytes.fromhex(transaction.safe_tx_hash[2:])
        confirmed = await approvals(evm, safe, state.owners, digest, at)
        if service := self._services.get(chain):
            try:
                given = await service.confirmations(transaction.safe_tx_hash)
            except (ServiceUnavailable, ServiceRefused) as problem:
                # What counts is followed on chain; only the list of signers is shorter until it is back.
                _log.warning("safe service silent", service=problem.service, why=problem.why)
            else:
                confirmed |= await confirmed_owners(evm, state.owners, digest, given, at)
        ordered = tuple(owner for owner in state.owners if owner in confirmed)
        return SafeProgress(ordered, state.threshold, execution)

    async def may_propose(self, chain: ChainId, safe: Address, at: BlockRef) -> bool:
        """Whether the proposer key is an owner of the Safe, or a delegate of one.

        Raises NoCode, WrongContract, ChainUnavailable, ServiceUnavailable, ServiceRefused.
        """
        if self.proposer is None:
            return False
        owners = (await self.state(chain, safe, at)).owners
        if self.proposer in owners:
            return True
        service = self._services.get(chain)
        return service is not None and not (await service.delegators(safe, self.proposer)).isdisjoint(owners)


def services_of(chains: Mapping[ChainId, EvmChain]) -> dict[ChainId, SafeService]:
    """The transaction services that the chains' configurations name."""
    return {
        chain: SafeService(evm.config.service_url, evm.config.service_token)
        for chain, evm in chains.items()
        if evm.config.service_url
    }
