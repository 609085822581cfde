"""The chain itself: its blocks, those it forgot in reorganisations, waiting transactions, and old states."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from eth.abc import SignedTransactionAPI, StateAPI
from eth.vm.forks.london.headers import calculate_expected_base_fee_per_gas
from eth.vm.forks.prague import PragueVM
from eth.vm.forks.prague.blocks import PragueBlockHeader
from eth_typing import Address, BlockNumber, Hash32
from eth_utils import ValidationError
from rlp.exceptions import RLPException

from sandbox.chain.clock import BlockClock
from sandbox.chain.errors import RpcError, invalid_params, unknown_block
from sandbox.chain.pyevm.evm import Evm, Executed, next_header

ANCESTORS = 256
STATES_KEPT = 8
SUCCEEDED = b"\x01"
"""What a receipt has of a transaction that did not fail (EIP-658)."""
COINBASE = Address(bytes.fromhex("c01bba5e" * 5))


@dataclass(frozen=True)
class Place:
    """Where a transaction is: its block and its index in it."""

    block: Executed
    index: int


class Ledger:
    """A chain of executed blocks.

    One thread at a time may execute or write; what's only a look at `blocks`, `by_hash` and `places` may come
    from any, since blocks never change and appear in one step.
    """

    def __init__(
        self,
        *,
        chain_id: int,
        balances: Mapping[Address, int],
        codes: Mapping[Address, bytes],
        genesis_time: int,
        gas_limit: int,
        clock: BlockClock,
    ) -> None:
        self.chain_id = chain_id
        self.automine = True
        self.waiting: dict[Hash32, SignedTransactionAPI] = {}
        self._gas_limit = gas_limit
        self._clock = clock
        self._salt = 0
        self._evm = Evm(chain_id)
        header = PragueBlockHeader(
            difficulty=0,
            block_number=BlockNumber(0),
            gas_limit=gas_limit,
            timestamp=genesis_time,
            base_fee_per_gas=10**9,
            nonce=bytes(8),
            parent_beacon_block_root=Hash32(bytes(32)),
        )
        genesis = self._evm.genesis(header, dict(balances), dict(codes))
        self.blocks: list[Executed] = [genesis]
        self.by_hash: dict[Hash32, Executed] = {genesis.header.hash: genesis}
        self.places: dict[Hash32, Place] = {}
        self._states: OrderedDict[Hash32, StateAPI] = OrderedDict()

    def copied(self, clock: BlockClock) -> Ledger:
        """The same chain once more, which goes on apart from this one.

        They share what never changes: the blocks, and the database, in which each state is found by its hash.
        """
        other = copy(self)
        other._clock = clock
        other.waiting, other.by_hash, other.places = dict(self.waiting), dict(self.by_hash), dict(self.places)
        other._states = OrderedDict()
        return other

    @property
    def head(self) -> Executed:
        """The newest block."""
        return self.blocks[-1]

    def block(self, number: int) -> Executed:
        """The canonical block of this number; raises RpcError when there is none."""
        if not 0 <= number < len(self.blocks):
            raise unknown_block()
        return self.blocks[number]

    def is_canonical(self, block: Executed) -> bool:
        """False for a block that a reorganisation has replaced."""
        number = block.header.block_number
        return number < len(self.blocks) and self.blocks[number].header.hash == block.header.hash

    def state(self, block: Executed) -> StateAPI:
        """The state after a block, canonical or not. It is kept warm: leave it as it was."""
        return self._warm(block.header)

    def state_apart(self, block: Executed) -> StateAPI:
        """The same, to be changed: nobody else sees it."""
        return self._evm.state(block.header, self._ancestors(block.header.parent_hash))

    @property
    def next_base_fee(self) -> int:
        """The base fee of the block after the head, in wei."""
        return calculate_expected_base_fee_per_gas(self.head.header)

    def pending_state(self) -> StateAPI:
        """The head's state as a transaction of the next block sees it. Leave it as it was."""
        parent = self.head.header
        return self._warm(next_header(parent, parent.timestamp + 1, COINBASE, 0, self._gas_limit))

    def _warm(self, header: PragueBlockHeader) -> StateAPI:
        key = header.hash
        state = self._states.get(key)
        if state is None:
            state = self._evm.state(header, self._ancestors(header.parent_hash))
            self._states[key] = state
            while len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)
        self._states.move_to_end(key)
        return state

    @property
    def evm(self) -> Evm:
        """What executes calls upon the states."""
        return self._evm

    def submit(self, raw: bytes) -> Hash32:
        """Take a signed transaction; with automine it is in a block when this returns. Returns its hash."""
        transaction = self._decoded(raw)
        if transaction.hash in self.waiting or transaction.hash in self.places:
            raise RpcError(-32000, "already known")
        self._check(transaction)
        self.waiting[transaction.hash] = transaction
        if self.automine:
            self.mine()
        return transaction.hash

    def mine(self, timestamp: int | None = None) -> Executed:
        """Seal a block of all waiting transactions whose turn it is."""
        block = self._sealed(self.head, self._executable(), timestamp)
        self._add(block, timestamp)
        return block

    def carry_out(self, raw: bytes) -> Hash32 | None:
        """Seal a block of a signed transaction. None where it fails, or where others wait: all is as it was."""
        if not self.automine or self.waiting:
            return None
        transaction = self._decoded(raw)
        self._check(transaction)
        block = self._sealed(self.head, [transaction], None)
        if not block.receipts or block.receipts[0].state_root != SUCCEEDED:
            del self.by_hash[block.header.hash]
            return None
        self._add(block, None)
        return transaction.hash

    def reorganise(self, depth: int, drop: bool) -> Executed:
        """Replace the newest `depth` blocks by as many others, with the same transactions or without them."""
        if not 0 < depth < len(self.blocks):
            raise invalid_params(f"cannot reorganise {depth} of {len(self.blocks) - 1} blocks")
        kept, replaced = self.blocks[:-depth], self.blocks[-depth:]
        fresh: list[Executed] = []
        for block in replaced:
            again = () if drop else block.transactions
            parent = fresh[-1] if fresh else kept[-1]
            fresh.append(self._sealed(parent, again, block.header.timestamp))
        for block in replaced:
            for transaction in block.transactions:
                del self.places[transaction.hash]
        self._place(fresh)
        # In one step, so that who reads meanwhile sees either chain whole.
        self.blocks = kept + fresh
        return self.head

    def waiting_of(self, sender: Address) -> int:
        """How many transactions of this account wait."""
        return sum(1 for transaction in self.waiting.values() if transaction.sender == sender)

    def _sealed(
        self, parent: Executed, transactions: Sequence[SignedTransactionAPI], timestamp: int | None
    ) -> Executed:
        before = parent.header
        time = self._clock.next_after(before.timestamp) if timestamp is None else timestamp
        if time <= before.timestamp:
            raise invalid_params(f"timestamp {time} is not after the parent's {before.timestamp}")
        self._salt += 1
        header = next_header(before, time, COINBASE, self._salt, self._gas_limit)
        block, unusable = self._evm.execute(header, self._ancestors(before.hash), transactions)
        self.by_hash[block.header.hash] = block
        for transaction_hash in unusable:
            self.waiting.pop(transaction_hash, None)
        return block

    def _add(self, block: Executed, timestamp: int | None) -> None:
        if timestamp is None:
            self._clock.used()
        self._place([block])
        self.blocks = [*self.blocks, block]

    def _place(self, blocks: Sequence[Executed]) -> None:
        for block in blocks:
            for index, transaction in enumerate(block.transactions):
                self.places[transaction.hash] = Place(block, index)
                self.waiting.pop(transaction.hash, None)

    def _executable(self) -> list[SignedTransactionAPI]:
        state = self.state(self.head)
        turns: dict[Address, int] = {}
        chosen: list[SignedTransactionAPI] = []
        room = self._gas_limit
        for transaction in sorted(self.waiting.values(), key=lambda each: each.nonce):
            turn = turns.setdefault(transaction.sender, state.get_nonce(transaction.sender))
            if transaction.nonce == turn and transaction.gas <= room:
                chosen.append(transaction)
                turns[transaction.sender] = turn + 1
                room -= transaction.gas
        return chosen

    def _decoded(self, raw: bytes) -> SignedTransactionAPI:
        try:
            transaction = PragueVM.get_transaction_builder().decode(raw)
            transaction.check_signature_validity()
        except (RLPException, ValidationError, ValueError, IndexError) as problem:
            raise RpcError(-32000, f"invalid transaction: {problem}") from problem
        if transaction.chain_id not in (None, self.chain_id):
            raise RpcError(
                -32000, f"invalid chain id for signer: have {transaction.chain_id} want {self.chain_id}"
            )
        return transaction

    def _check(self, transaction: SignedTransactionAPI) -> None:
        """What go-ethereum's pool refuses, in its words."""
        state, sender = self.state(self.head), transaction.sender
        nonce = state.get_nonce(sender)
        if transaction.nonce < nonce:
            raise RpcError(-32000, f"nonce too low: next nonce {nonce}, tx nonce {transaction.nonce}")
        if transaction.gas > self._gas_limit:
            raise RpcError(-32000, "exceeds block gas limit")
        if transaction.gas < transaction.intrinsic_gas:
            raise RpcError(
                -32000, f"intrinsic gas too low: have {transaction.gas}, want {transaction.intrinsic_gas}"
            )
        if transaction.max_fee_per_gas < transaction.max_priority_fee_per_gas:
            raise RpcError(-32000, "max priority fee per gas higher than max fee per gas")
        if transaction.max_fee_per_gas < self.next_base_fee:
            raise RpcError(-32000, "max fee per gas less than block base fee")
        if state.get_balance(sender) < transaction.value + transaction.gas * transaction.max_fee_per_gas:
            raise RpcError(-32000, "insufficient funds for gas * price + value")
        for other in self.waiting.values():
            if other.sender == sender and other.nonce == transaction.nonce:
                if transaction.max_fee_per_gas * 10 < other.max_fee_per_gas * 11:
                    raise RpcError(-32000, "replacement transaction underpriced")
                del self.waiting[other.hash]
                return

    def _ancestors(self, parent: Hash32) -> tuple[Hash32, ...]:
        hashes: list[Hash32] = []
        while len(hashes) < ANCESTORS and parent in self.by_hash:
            hashes.append(parent)
            parent = self.by_hash[parent].header.parent_hash
        return tuple(hashes)
