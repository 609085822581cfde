"""Executing on a state: blocks of transactions, calls and gas estimates, by py-evm's Prague rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import rlp
from eth.abc import ComputationAPI, ReceiptAPI, SignedTransactionAPI, StateAPI
from eth.consensus.context import ConsensusContext
from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.db.atomic import AtomicDB
from eth.db.chain import ChainDB
from eth.exceptions import Revert, VMError
from eth.vm.chain_context import ChainContext
from eth.vm.forks.london.headers import calculate_expected_base_fee_per_gas
from eth.vm.forks.prague.blocks import PragueBlockHeader
from eth.vm.message import Message
from eth_typing import Address, BlockNumber, Hash32
from eth_utils import ValidationError, keccak

from sandbox.chain.errors import RpcError
from sandbox.chain.pyevm import merkle
from sandbox.chain.pyevm.accounts import Store
from sandbox.chain.pyevm.quick import QuickVM

ZERO = Address(bytes(20))
REVERT_PANIC = keccak(text="Panic(uint256)")[:4]
REVERT_ERROR = keccak(text="Error(string)")[:4]


@dataclass(frozen=True)
class Call:
    """A message to execute: of `eth_call`, `eth_estimateGas` or a transaction without its signature."""

    sender: Address
    to: Address | None
    data: bytes
    value: int
    gas: int
    gas_price: int

    @property
    def intrinsic_gas(self) -> int:
        """Gas before the first opcode (yellow paper 6.2 with EIP-2028 and EIP-3860)."""
        zeros = self.data.count(0)
        creation = 0 if self.to else 32_000 + 2 * ((len(self.data) + 31) // 32)
        return 21_000 + 4 * zeros + 16 * (len(self.data) - zeros) + creation

    @property
    def floor_gas(self) -> int:
        """The least that a transaction with this data pays (EIP-7623)."""
        zeros = self.data.count(0)
        return 21_000 + 10 * (zeros + 4 * (len(self.data) - zeros))


@dataclass(frozen=True, eq=False)
class Executed:
    """A block's header with its roots filled in, its transactions and what came of them."""

    header: PragueBlockHeader
    transactions: tuple[SignedTransactionAPI, ...]
    receipts: tuple[ReceiptAPI, ...]
    created: tuple[Address | None, ...]
    prices: tuple[int, ...]


class Evm:
    """The store of all states ever, and execution upon any of them."""

    def __init__(self, chain_id: int) -> None:
        self.context = ChainContext(chain_id)
        self.store = Store()
        # py-evm wants databases of bytes, too: nothing of what it does here needs them.
        self._chaindb = ChainDB(AtomicDB())
        self._consensus = ConsensusContext(AtomicDB())

    def genesis(
        self, header: PragueBlockHeader, balances: dict[Address, int], codes: dict[Address, bytes]
    ) -> Executed:
        """The block that everything starts from, with these balances (wei) and contracts in its state."""
        state = self.state(header, ())
        for address, balance in balances.items():
            state.set_balance(address, balance)
        for address, code in codes.items():
            state.set_nonce(address, 1)
            state.set_code(address, code)
        state.persist()
        sealed = cast(PragueBlockHeader, header.copy(state_root=state.state_root))
        return Executed(sealed, (), (), (), ())

    def state(self, header: PragueBlockHeader, previous: Sequence[Hash32]) -> StateAPI:
        """The state after this block; `previous` are the hashes of its ancestors, newest first."""
        context = QuickVM.create_execution_context(header, previous, self.context)
        return QuickVM.get_state_class()(cast(Any, self.store), context, header.state_root)

    def execute(
        self,
        header: PragueBlockHeader,
        previous: Sequence[Hash32],
        transactions: Sequence[SignedTransactionAPI],
    ) -> tuple[Executed, dict[Hash32, str]]:
        """A block upon its parent's state (`header.state_root`), and the reasons why some were left out."""
        vm = QuickVM(header, self._chaindb, self.context, self._consensus)
        vm._state = state = self.state(header, previous)
        included, receipts, created, prices, refused = [], [], [], [], {}
        for transaction in transactions:
            snapshot = state.snapshot()
            try:
                receipt, computation = vm.apply_transaction(header, transaction)
            except ValidationError as problem:
                state.revert(snapshot)
                refused[transaction.hash] = str(problem)
                continue
            used = vm.increment_blob_gas_used(vm.add_receipt_to_header(header, receipt), transaction)
            header = cast(PragueBlockHeader, used)
            included.append(transaction)
            receipts.append(receipt)
            created.append(computation.msg.storage_address if computation.msg.is_create else None)
            prices.append(state.get_gas_price(transaction))
        state.lock_changes()
        state.persist()
        sealed = header.copy(
            state_root=state.state_root,
            transaction_root=_root_of(included),
            receipt_root=_root_of(receipts),
        )
        header = cast(PragueBlockHeader, sealed)
        return Executed(header, tuple(included), tuple(receipts), tuple(created), tuple(prices)), refused

    def run(self, state: StateAPI, call: Call) -> ComputationAPI:
        """Execute a message and leave the state as it was."""
        gas = call.gas - call.intrinsic_gas
        if gas < 0:
            raise RpcError(-32000, f"intrinsic gas too low: have {call.gas}, want {call.intrinsic_gas}")
        if state.get_balance(call.sender) < call.value + call.gas * call.gas_price:
            raise RpcError(-32000, "insufficient funds for gas * price + value")
        context = state.get_transaction_context_class()(gas_price=call.gas_price, origin=call.sender)
        snapshot = state.snapshot()
        try:
            state.mark_address_warm(call.sender)
            if call.to is None:
                created = keccak(b"created by a call" + call.sender)[12:]
                message = Message(
                    gas=gas, to=CREATE_CONTRACT_ADDRESS, sender=call.sender, value=call.value,
                    data=b"", code=call.data, create_address=Address(created),
                )  # fmt: skip
                return state.computation_class.apply_create_message(state, message, context)
            state.mark_address_warm(call.to)
            code, delegation = state.get_transaction_executor().get_code_at_address(call.to)  # type: ignore[attr-defined]
            message = Message(
                gas=gas, to=call.to, sender=call.sender, value=call.value,
                data=call.data, code=code, is_delegation=delegation is not None,
            )  # fmt: skip
            return state.computation_class.apply_message(state, message, context)
        finally:
            state.revert(snapshot)
            state.lock_changes()


def _root_of(parts: Sequence[Any]) -> Hash32:
    """Of transactions or receipts."""
    trie: merkle.Trie = None
    for place, part in enumerate(parts):
        trie = merkle.put(trie, rlp.encode(place), part.encode())
    return merkle.root(trie)


def next_header(
    parent: PragueBlockHeader, timestamp: int, coinbase: Address, salt: int, gas_limit: int
) -> PragueBlockHeader:
    """The header of the block after `parent`, still with the parent's state root; `salt` tells siblings apart."""
    return PragueBlockHeader(
        difficulty=0,
        block_number=BlockNumber(parent.block_number + 1),
        gas_limit=gas_limit,
        timestamp=timestamp,
        coinbase=coinbase,
        parent_hash=parent.hash,
        state_root=parent.state_root,
        mix_hash=Hash32(keccak(parent.hash + salt.to_bytes(32, "big"))),
        nonce=bytes(8),
        base_fee_per_gas=calculate_expected_base_fee_per_gas(parent),
        parent_beacon_block_root=Hash32(bytes(32)),
    )


def failure(error: VMError, output: bytes) -> RpcError:
    """A failed execution in the shape of go-ethereum: code 3 with the revert data, or -32000 with the reason."""
    if isinstance(error, Revert):
        reason = revert_reason(output)
        message = f"execution reverted: {reason}" if reason else "execution reverted"
        return RpcError(3, message, "0x" + output.hex())
    return RpcError(-32000, _words(error))


def revert_reason(output: bytes) -> str | None:
    """The text of an `Error(string)` or the number of a `Panic(uint256)`, else None."""
    if output[:4] == REVERT_ERROR and len(output) >= 68:
        length = int.from_bytes(output[36:68], "big")
        return output[68 : 68 + length].decode("utf-8", "replace")
    if output[:4] == REVERT_PANIC and len(output) == 36:
        return f"panic: 0x{int.from_bytes(output[4:], 'big'):02x}"
    return None


def _words(error: Any) -> str:
    names = {
        "OutOfGas": "out of gas",
        "InvalidInstruction": "invalid opcode",
        "InvalidJumpDestination": "invalid jump destination",
        "InsufficientFunds": "insufficient balance for transfer",
        "InsufficientStack": "stack underflow",
        "WriteProtection": "write protection",
    }
    name = type(error).__name__
    return names.get(name, f"{name}: {error}")
