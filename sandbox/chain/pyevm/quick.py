"""py-evm with its commonest instructions done in one loop: the same results and gas, two to three times as fast.

py-evm spends most of its time on calling methods for pushes, jumps and additions. Here those are decoded once per
code and done in place; every other instruction is still py-evm's own. A property test compares both on random code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

from eth.abc import ComputationAPI, MessageAPI, StateAPI, TransactionContextAPI
from eth.exceptions import FullStack, Halt, InsufficientStack, InvalidJumpDestination, OutOfGas
from eth.vm.computation import NO_RESULT
from eth.vm.forks.prague import PragueVM
from eth.vm.forks.prague.computation import PragueComputation
from eth.vm.forks.prague.state import PragueState
from eth.vm.forks.shanghai.state import ShanghaiState
from eth.vm.logic.invalid import InvalidOpcode
from eth_typing import Address

from sandbox.chain.pyevm.accounts import Accounts
from sandbox.chain.pyevm.remembered import ALONE, CALL, Remembered, alone_still

WORD = 2**256
MASK = WORD - 1
SIGN = WORD >> 1
STACK_LIMIT = 1024
CODES_KEPT = 256
_remembered = Remembered()

# What the loop does itself. An instruction is (what, gas, how deep the stack must be, argument, next place).
OTHER, PUSH, DUP, SWAP, POP, JUMPDEST, JUMP, JUMPI, ADD, SUB, AND, OR = range(12)
EQ, LT, GT, ISZERO, NOT, SHL, SHR, MLOAD, MSTORE, CALLDATALOAD = range(12, 22)
MUL, SLT, SGT, CALLDATASIZE, RETURNDATASIZE = range(22, 27)
Instruction = tuple[int, int, int, int, int]

PLAIN: dict[int, tuple[int, int, int]] = {
    0x01: (ADD, 3, 2),
    0x02: (MUL, 5, 2),
    0x03: (SUB, 3, 2),
    0x10: (LT, 3, 2),
    0x11: (GT, 3, 2),
    0x12: (SLT, 3, 2),
    0x13: (SGT, 3, 2),
    0x14: (EQ, 3, 2),
    0x15: (ISZERO, 3, 1),
    0x16: (AND, 3, 2),
    0x17: (OR, 3, 2),
    0x19: (NOT, 3, 1),
    0x1B: (SHL, 3, 2),
    0x1C: (SHR, 3, 2),
    0x35: (CALLDATALOAD, 3, 1),
    0x36: (CALLDATASIZE, 2, 0),
    0x3D: (RETURNDATASIZE, 2, 0),
    0x50: (POP, 2, 1),
    0x51: (MLOAD, 3, 1),
    0x52: (MSTORE, 3, 2),
    0x56: (JUMP, 8, 1),
    0x57: (JUMPI, 10, 2),
    0x5B: (JUMPDEST, 1, 0),
}
STOP = 0x00
PUSH0, PUSH1, PUSH32, DUP1, DUP16, SWAP1, SWAP16 = 0x5F, 0x60, 0x7F, 0x80, 0x8F, 0x90, 0x9F
ENDS = frozenset((STOP, 0x56, 0xF3, 0xFD, 0xFE, 0xFF))
"""STOP, JUMP, RETURN, REVERT, INVALID, SELFDESTRUCT: what comes after is reached by a jump only."""
# The code's end may cut a push off.
_PUSHES_AND_TARGETS = re.compile(
    b"\\x5b|" + b"|".join(b"\\x%02x.{0,%d}" % (PUSH0 + size, size) for size in range(1, 33)), re.DOTALL
)


class Code:
    """A contract's code, of which an instruction is decoded when it is first reached.

    Each token that is deployed has a code of its own (its name and its domain stand in it), and little of it is run.
    """

    def __init__(self, code: bytes) -> None:
        self._code = code
        self.targets = frozenset(
            found.start() for found in _PUSHES_AND_TARGETS.finditer(code) if code[found.start()] == 0x5B
        )
        """The places that one may jump to: those that are in no push's data."""
        # After its last byte a code stops.
        self.instructions: list[Instruction | None] = [None] * len(code)
        self.instructions.append((OTHER, 0, 0, STOP, len(code) + 1))
        self.decode(0)

    def decode(self, place: int) -> None:
        """Decode from here to where nothing goes on by itself."""
        code, instructions = self._code, self.instructions
        while instructions[place] is None:
            instructions[place] = instruction = _instruction(code, place)
            if code[place] in ENDS:
                return
            place = min(instruction[4], len(code))


def _instruction(code: bytes, place: int) -> Instruction:
    opcode, after = code[place], place + 1
    if PUSH0 <= opcode <= PUSH32:
        size = opcode - PUSH0
        value = int.from_bytes(code[after : after + size].ljust(size, b"\0"), "big")
        return PUSH, 2 if opcode == PUSH0 else 3, 0, value, after + size
    if DUP1 <= opcode <= DUP16:
        return DUP, 3, opcode - DUP1 + 1, opcode - DUP1 + 1, after
    if SWAP1 <= opcode <= SWAP16:
        return SWAP, 3, opcode - SWAP1 + 2, opcode - SWAP1 + 2, after
    if opcode in PLAIN:
        what, gas, depth = PLAIN[opcode]
        return what, gas, depth, 0, after
    return OTHER, 0, 0, opcode, after


decoded = lru_cache(CODES_KEPT)(Code)


class QuickComputation(PragueComputation):
    """A Prague computation with the quick loop."""

    alone = True
    """Whether it has read nothing yet but its message and its gas."""

    @classmethod
    def apply_message(
        cls,
        state: StateAPI,
        message: MessageAPI,
        transaction_context: TransactionContextAPI,
        parent_computation: ComputationAPI | None = None,
    ) -> ComputationAPI:
        """As FrontierComputation.apply_message. What failed by its message alone isn't run again, and a precompiled
        contract that is sent no coins changes no state, of which nothing has to be kept to come back to."""
        if parent_computation is None:
            return super().apply_message(state, message, transaction_context)
        parent: Any = parent_computation
        computation: Any = None
        if not message.value and message.code_address in cls.get_precompiles():
            computation = cls.apply_computation(state, message, transaction_context, parent)
            if not computation.is_error:
                state.touch_account(message.storage_address)
        else:
            computation = _remembered.get(message)
            if computation is None:
                computation = super().apply_message(state, message, transaction_context, parent)
                _remembered.keep(computation)
        parent.alone = parent.alone and alone_still(parent, computation)
        return cast("ComputationAPI", computation)

    @classmethod
    def apply_computation(
        cls,
        state: StateAPI,
        message: MessageAPI,
        transaction_context: TransactionContextAPI,
        parent_computation: ComputationAPI | None = None,
    ) -> ComputationAPI:
        """As BaseComputation.apply_computation, but for the loop."""
        computation: Any
        with cls(state, message, transaction_context) as computation:
            if computation.is_origin_computation:
                computation.contracts_created = []
                if message.is_create:
                    cls.consume_initcode_gas_cost(computation)
            if parent_computation is not None:
                computation.contracts_created = parent_computation.contracts_created
            if message.is_create:
                computation.contracts_created.append(message.storage_address)
            precompile = computation.precompiles.get(message.code_address, NO_RESULT)
            if precompile is not NO_RESULT:
                if not message.is_delegation:
                    precompile(computation)
            else:
                _run(computation)
        return cast("ComputationAPI", computation)


class QuickState(PragueState):
    """A Prague state whose messages run in the quick loop, on accounts that are quickly found."""

    computation_class = QuickComputation
    account_db_class = Accounts
    _account_db: Accounts
    # What lasts for one transaction (EIP-1153) is taken back together with all else.
    snapshot, commit, revert = ShanghaiState.snapshot, ShanghaiState.commit, ShanghaiState.revert

    def get_transient_storage(self, address: Address, slot: int) -> bytes:
        return self._account_db.transient(address, slot)

    def set_transient_storage(self, address: Address, slot: int, value: bytes) -> None:
        self._account_db.set_transient(address, slot, value)

    def clear_transient_storage(self) -> None:
        self._account_db.forget_transient()


class QuickVM(PragueVM):
    """Prague's rules with the quick loop."""

    _state_class = QuickState


def _sends_coins(stack: list[Any]) -> bool:
    value = stack[-3] if len(stack) > 2 else 1
    return bool(value.strip(b"\0") if isinstance(value, bytes) else value)


def _run(computation: Any) -> None:
    code = decoded(computation.msg.code)
    instructions: list[Any] = code.instructions
    targets = code.targets
    end = len(instructions) - 1
    opcodes = computation.opcodes
    stream, meter = computation.code, computation._gas_meter
    stack: list[Any] = computation._stack.values
    memory = computation._memory
    data: bytes | None = None
    number = int.from_bytes
    place = 0
    left = meter.gas_remaining
    while True:
        what, gas, depth, argument, place = instructions[place if place < end else end]
        if what == OTHER:
            meter.gas_remaining = left
            stream.program_counter = place
            opcode = opcodes.get(argument) or InvalidOpcode(argument)
            if argument not in ALONE or (argument == CALL and _sends_coins(stack)):
                computation.alone = False
            try:
                opcode(computation=computation)
            except Halt:
                return
            left = meter.gas_remaining
            continue
        left -= gas
        if left < 0:
            raise OutOfGas(f"Out of gas: needed {gas}")
        size = len(stack)
        if size < depth:
            raise InsufficientStack(f"Wanted {depth} stack items, only had {size}")
        if what <= DUP:
            if size >= STACK_LIMIT:
                raise FullStack("Stack limit reached")
            stack.append(argument if what == PUSH else stack[-argument])
            continue
        if what == SWAP:
            stack[-1], stack[-argument] = stack[-argument], stack[-1]
            continue
        if what == JUMPDEST:
            continue
        if depth == 0:
            if size >= STACK_LIMIT:
                raise FullStack("Stack limit reached")
            stack.append(len(computation.msg.data if what == CALLDATASIZE else computation.return_data))
            continue
        first = stack.pop()
        if what == POP:
            continue
        if first.__class__ is bytes:
            first = number(first, "big")
        if what == JUMP:
            if first not in targets:
                raise InvalidJumpDestination("Invalid Jump Destination")
            place = first
            if instructions[place] is None:
                code.decode(place)
        elif depth == 2:
            second = stack.pop()
            if second.__class__ is bytes:
                second = number(second, "big")
            if what == JUMPI:
                if second:
                    if first not in targets:
                        raise InvalidJumpDestination("Invalid Jump Destination")
                    place = first
                    if instructions[place] is None:
                        code.decode(place)
            elif what == ADD:
                stack.append((first + second) & MASK)
            elif what == AND:
                stack.append(first & second)
            elif what == MSTORE:
                if first + 32 > len(memory):
                    meter.gas_remaining = left
                    computation.extend_memory(first, 32)
                    left = meter.gas_remaining
                memory._bytes[first : first + 32] = second.to_bytes(32, "big")
            elif what == SUB:
                stack.append((first - second) & MASK)
            elif what == EQ:
                stack.append(1 if first == second else 0)
            elif what == LT:
                stack.append(1 if first < second else 0)
            elif what == GT:
                stack.append(1 if first > second else 0)
            elif what == SHR:
                stack.append(second >> first if first < 256 else 0)
            elif what == SHL:
                stack.append((second << first) & MASK if first < 256 else 0)
            elif what == SLT:
                stack.append(1 if first ^ SIGN < second ^ SIGN else 0)
            elif what == SGT:
                stack.append(1 if first ^ SIGN > second ^ SIGN else 0)
            elif what == MUL:
                stack.append((first * second) & MASK)
            else:
                stack.append(first | second)
        elif what == ISZERO:
            stack.append(0 if first else 1)
        elif what == MLOAD:
            if first + 32 > len(memory):
                meter.gas_remaining = left
                computation.extend_memory(first, 32)
                left = meter.gas_remaining
            stack.append(number(memory._bytes[first : first + 32], "big"))
        elif what == CALLDATALOAD:
            if data is None:
                data = computation.msg.data_as_bytes
            stack.append(number(data[first : first + 32].ljust(32, b"\0"), "big"))
        else:
            stack.append(first ^ MASK)
