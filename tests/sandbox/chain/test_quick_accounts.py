"""The accounts of the embedded chain are those of py-evm: what is read, what is taken back, and each state's root."""

from __future__ import annotations

from typing import Any

from eth.db.atomic import AtomicDB
from eth.vm.chain_context import ChainContext
from eth.vm.forks.prague import PragueVM
from eth.vm.forks.prague.blocks import PragueBlockHeader
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sandbox.chain.pyevm.accounts import Store
from sandbox.chain.pyevm.quick import QuickVM

PEOPLE = [bytes([number]) * 20 for number in (1, 2, 3)]
HEADER = PragueBlockHeader(difficulty=0, block_number=7, gas_limit=10**9, timestamp=1_700_000_000)
people = st.sampled_from(PEOPLE)
slots = st.sampled_from([0, 1, 2**255])
numbers = st.sampled_from([0, 1, 127, 128, 2**200])


class BothStates(RuleBasedStateMachine):
    """Whatever is done is done to a state of each."""

    @initialize()
    def begin(self) -> None:
        self.states = [self.state(QuickVM, Store()), self.state(PragueVM, AtomicDB())]
        self.snapshots: list[list[Any]] = []

    def state(self, vm: type[PragueVM], database: Any) -> Any:
        context = vm.create_execution_context(HEADER, [], ChainContext(31337))
        return vm.get_state_class()(database, context, HEADER.state_root)

    def each(self, method: str, *arguments: Any) -> None:
        first, second = (getattr(state, method)(*arguments) for state in self.states)
        assert first == second

    @rule(who=people, amount=numbers)
    def balance(self, who: bytes, amount: int) -> None:
        self.each("set_balance", who, amount)

    @rule(who=people)
    def nonce(self, who: bytes) -> None:
        self.each("increment_nonce", who)

    @rule(who=people, code=st.sampled_from([b"", b"\x00", b"\x5b" * 40]))
    def code(self, who: bytes, code: bytes) -> None:
        self.each("set_code", who, code)

    @rule(who=people)
    def no_code(self, who: bytes) -> None:
        self.each("delete_code", who)

    @rule(who=people, slot=slots, value=numbers)
    def storage(self, who: bytes, slot: int, value: int) -> None:
        self.each("set_storage", who, slot, value)

    @rule(who=people, slot=slots, value=st.sampled_from([b"", b"\x07"]))
    def transient(self, who: bytes, slot: int, value: bytes) -> None:
        self.each("set_transient_storage", who, slot, value)

    @rule(who=people, slot=slots)
    def warm(self, who: bytes, slot: int) -> None:
        self.each("mark_address_warm", who)
        self.each("mark_storage_warm", who, slot)

    @rule(who=people)
    def touched(self, who: bytes) -> None:
        self.each("touch_account", who)

    @precondition(lambda self: not self.snapshots)
    @rule(who=people)
    def gone(self, who: bytes) -> None:
        """At the end of a transaction, as py-evm does it."""
        self.each("delete_account", who)
        self.over()

    @precondition(lambda self: len(self.snapshots) < 5)
    @rule()
    def snapshot(self) -> None:
        self.snapshots.append([state.snapshot() for state in self.states])

    @precondition(lambda self: self.snapshots)
    @rule(keep=st.booleans())
    def ended(self, keep: bool) -> None:
        for state, snapshot in zip(self.states, self.snapshots.pop(), strict=True):
            (state.commit if keep else state.revert)(snapshot)

    @precondition(lambda self: not self.snapshots)
    @rule()
    def over(self) -> None:
        """A transaction."""
        self.each("clear_transient_storage")
        self.each("lock_changes")

    @precondition(lambda self: not self.snapshots)
    @rule()
    def block(self) -> None:
        self.over()
        for state in self.states:
            state.persist()
        assert self.states[0].state_root == self.states[1].state_root

    @invariant()
    def the_same_is_read(self) -> None:
        for who in PEOPLE:
            for method in ("get_balance", "get_nonce", "get_code", "get_code_hash", "account_exists"):
                self.each(method, who)
            self.each("account_is_empty", who)
            self.each("is_address_warm", who)
            for slot in (0, 1, 2**255):
                self.each("get_storage", who, slot)
                self.each("get_storage", who, slot, False)
                self.each("is_storage_warm", who, slot)
                self.each("get_transient_storage", who, slot)


TestBothStates = BothStates.TestCase
