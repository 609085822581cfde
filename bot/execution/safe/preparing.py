"""From what was voted on to the exact transaction that a Safe's owners sign."""

from collections.abc import Collection, Sequence

import msgspec
import structlog

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable, RequestMismatch, ServiceRefused, ServiceUnavailable
from bot.domain.executors import Examined, Execution, SafeState, SafeTransaction
from bot.domain.ids import Address, TransactionHash
from bot.execution.called_code import require_same_code
from bot.execution.safe.chain.contract import read_state
from bot.execution.safe.chain.history import History, executed_since
from bot.execution.safe.chain.progress import ended_by
from bot.execution.safe.examining import examine
from bot.execution.safe.nonces import Chosen, choose
from bot.execution.safe.service.client import Queued, SafeService
from bot.execution.safe.transaction import SafeTx

_log = structlog.get_logger(__name__)


class Preparation(msgspec.Struct, frozen=True):
    """What is asked of one Safe: the actions, and what was examined when their vote opened."""

    chain: EvmChain
    address: Address
    actions: Sequence[Action]
    opened: Examined

    async def executed(self) -> tuple[tuple[SafeTransaction, Execution], ...]:
        """The executions of just this transaction since the vote opened, at whatever nonce, the oldest first.

        Raises NoCode, WrongContract, ChainUnavailable, also while one of them isn't final.
        """
        at = await self.chain.latest()
        safe = await read_state(self.chain, self.address, at)
        exact = (await self._history(safe, at)).exact
        if exact and exact[-1][1].block_number > (await self.chain.finalized()).number:
            raise ChainUnavailable(self.chain.id, "an execution of the same transaction is not final yet")
        return tuple(
            [
                (
                    self._transaction(safe, self._at(nonce), at),
                    await ended_by(self.chain, self.address, nonce, event),
                )
                for nonce, event in exact
            ]
        )

    async def transaction(self, waiting: Collection[int], service: SafeService | None) -> SafeTransaction:
        """The transaction of these actions: one call as it is, several through MultiSendCallOnly.

        Its nonce is the first that neither the queue nor our own requests have; its hash is computed here and compared
        with the contract's. Raises CodeChanged, ChangesExecutor, NoBatchContract, RequestMismatch, NoCode,
        WrongContract, ChainUnavailable; and ValueError for no actions, or any that is not a plain call.
        """
        chain, at = self.chain, await self.chain.latest()
        safe = await read_state(chain, self.address, at)
        require_same_code(self.opened, await self._examined(safe, at))
        history = await self._history(safe, at)
        chosen = await self._nonce(safe, waiting, service)
        tx = self._at(chosen.nonce)
        await _compare(chain, self.address, tx, at)
        return self._transaction(safe, tx, at, chosen.twins, history.alike)

    async def _examined(self, safe: SafeState, at: BlockRef) -> Examined:
        return await examine(self.chain, safe, self.actions, at, changes_owners=self.opened.changes_owners)

    async def _history(self, safe: SafeState, at: BlockRef) -> History:
        return await executed_since(self.chain, safe, self.actions, self._at, self.opened, at)

    async def _nonce(self, safe: SafeState, waiting: Collection[int], service: SafeService | None) -> Chosen:
        queued: list[Queued] = []
        if service is not None:
            try:
                queued = await service.queue(safe.address, safe.nonce)
            except (ServiceUnavailable, ServiceRefused) as problem:
                # Two with one nonce do no harm: whichever is executed first, the other is prepared anew.
                _log.warning("safe queue unknown", service=problem.service, why=repr(problem))
        own = {
            nonce: "0x" + self._at(nonce).hash(self.chain.id, safe.address).hex()
            for nonce in {each.nonce for each in queued}
        }
        return choose(safe.nonce, waiting, queued, own)

    def _at(self, nonce: int) -> SafeTx:
        return SafeTx.making(self.actions, self.chain.config.multi_send, nonce)

    def _transaction(
        self,
        safe: SafeState,
        tx: SafeTx,
        at: BlockRef,
        twins: tuple[int, ...] = (),
        made_before: tuple[TransactionHash, ...] = (),
    ) -> SafeTransaction:
        return SafeTransaction(
            TransactionHash("0x" + tx.hash(self.chain.id, safe.address).hex()),
            tx.nonce,
            tx.to,
            tx.value,
            "0x" + tx.data.hex(),
            int(tx.operation),
            at.number,
            safe.threshold,
            made_before,
            twins,
        )


async def _compare(chain: EvmChain, safe: Address, tx: SafeTx, at: BlockRef) -> None:
    """Raises RequestMismatch, ChainUnavailable."""
    computed = tx.hash(chain.id, safe)
    (answer,) = await chain.read([Call(safe, tx.call_for_hash())], at)
    if not isinstance(answer, bytes) or len(answer) != 32:
        why = f"{len(answer)} bytes" if isinstance(answer, bytes) else answer.why
        raise ChainUnavailable(chain.id, f"getTransactionHash of {safe}: {why}")
    if answer != computed:
        raise RequestMismatch("0x" + computed.hex(), "0x" + answer.hex())
