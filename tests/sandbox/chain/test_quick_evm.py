"""The quick loop computes what py-evm computes: output, gas, failure, logs and state."""

from __future__ import annotations

from typing import Any

import pytest
from eth.db.atomic import AtomicDB
from eth.vm.chain_context import ChainContext
from eth.vm.forks.prague import PragueVM
from eth.vm.forks.prague.blocks import PragueBlockHeader
from eth.vm.message import Message
from eth_abi import encode
from eth_utils import keccak, to_checksum_address
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chain.calls.aggregate import aggregate3
from bot.chain.calls.gas import canary
from bot.chain.calls.state import Call
from bot.domain.ids import Address
from sandbox.chain.contract import artifact
from sandbox.chain.pyevm.accounts import Store
from sandbox.chain.pyevm.quick import QuickVM

CONTRACT, CALLER = b"\x11" * 20, b"\x22" * 20
HEADER = PragueBlockHeader(difficulty=0, block_number=7, gas_limit=10**9, timestamp=1_700_000_000)

small = st.integers(0, 40)
words = st.one_of(small, st.integers(0, 2**256 - 1), st.sampled_from([2**255, 2**256 - 1, 2**64, 255, 256]))
pushed = st.one_of(
    small.map(lambda value: bytes([0x60, value])),
    words.map(lambda value: b"\x7f" + value.to_bytes(32, "big")),
    st.just(b"\x5f"),
)
quick = [
    0x01,
    0x02,
    0x03,
    0x10,
    0x11,
    0x12,
    0x13,
    0x14,
    0x15,
    0x16,
    0x17,
    0x19,
    0x1B,
    0x1C,
    0x35,
    0x36,
    0x3D,
    0x50,
    0x51,
    0x52,
    0x56,
    0x57,
]
other = [0x04, 0x06, 0x0A, 0x0B, 0x18, 0x1A, 0x1D, 0x20, 0x30, 0x37, 0x39, 0x53, 0x54, 0x55]
other += [0x58, 0x59, 0x5A, 0x5C, 0x5D, 0x5E, 0xA0, 0xA1, 0xF1, 0xF3, 0xFA, 0xFD, 0xFE, 0x0C]
plain = st.sampled_from([*quick, *quick, *other, 0x5B, *range(0x80, 0xA0)]).map(lambda value: bytes([value]))
# A jump to a place that is likely to be a jump's target, and one that is.
jump = st.tuples(small, st.sampled_from([0x56, 0x57])).map(lambda to: bytes([0x60, to[0], to[1], 0x5B]))
programs = st.lists(st.one_of(pushed, pushed, plain, jump), max_size=60).map(b"".join)


def outcome(
    vm: type[PragueVM],
    code: bytes,
    data: bytes,
    gas: int,
    contracts: dict[bytes, bytes],
    header: PragueBlockHeader = HEADER,
    stored: int = 5,
) -> dict[str, Any]:
    context = vm.create_execution_context(header, [], ChainContext(31337))
    database: Any = Store() if vm is QuickVM else AtomicDB()
    state = vm.get_state_class()(database, context, header.state_root)
    for address, deployed in {**contracts, CONTRACT: code}.items():
        state.set_code(address, deployed)
        state.set_storage(address, 1, stored)
        state.set_balance(address, stored)
    state.lock_changes()
    message = Message(gas=gas, to=CONTRACT, sender=CALLER, value=0, data=data, code=code)
    transaction = state.get_transaction_context_class()(gas_price=0, origin=CALLER)
    computation = state.computation_class.apply_message(state, message, transaction)
    return {
        "failed": computation.is_error,
        "burnt": computation.should_burn_gas,
        "output": computation.output,
        "gas left": computation.get_gas_remaining(),
        "refund": computation.get_gas_refund(),
        "logs": computation.get_log_entries(),
        "state": state.make_state_root(),
    }


@settings(max_examples=150)
@given(programs, st.binary(max_size=70), st.integers(0, 40_000))
@example(b"\x60", b"", 100)
@example(b"\x60\x04\x56\x00\x5b\x60\x01\x5f\x52\x60\x20\x5f\xf3", b"", 1000)
@example(b"\x60\x04\x56\x60\x5b\x00", b"", 1000)
@example(b"\x5f" * 1025, b"", 10_000)
@example(b"\x7f" + b"\xff" * 32 + b"\x51", b"", 10_000)
def test_random_code_has_the_same_outcome(code, data, gas):
    assert outcome(QuickVM, code, data, gas, {}) == outcome(PragueVM, code, data, gas, {})


@pytest.mark.parametrize("gas", [10**8, 60_000, 5_000, 100])
def test_a_contract_that_calls_others_has_the_same_outcome(gas):
    token = b"\x33" * 20
    contracts = {token: artifact("VotesToken").deployed}
    balance = keccak(text="balanceOf(address)")[:4] + bytes(12) + CALLER
    mint = keccak(text="mint(address,uint256)")[:4] + encode(["address", "uint256"], [CALLER, 5])
    calls = [(token, True, balance), (token, True, mint), (token, True, balance), (token, True, b"\x01\x02")]
    data = keccak(text="aggregate3((address,bool,bytes)[])")[:4] + encode(["(address,bool,bytes)[]"], [calls])
    code = artifact("Multicall3").deployed
    assert outcome(QuickVM, code, data, gas, contracts) == outcome(PragueVM, code, data, gas, contracts)


@pytest.mark.parametrize("coins", [0, 1])
@pytest.mark.parametrize("gas", [10**6, 3_000, 120])
@pytest.mark.parametrize("called", [*range(1, 18), 0x33])
def test_a_precompiled_contract_has_the_same_outcome(called, gas, coins):
    """Called with some memory; its answer and how it went are returned."""
    call = b"\x60\x40\x60\x40\x60\x40\x5f" + bytes([0x60, coins, 0x60, called]) + b"\x5a\xf1"
    code = b"\x60\x07\x5f\x52" + call + b"\x5f\x52\x60\x80\x5f\xf3"
    assert outcome(QuickVM, code, b"", gas, {}) == outcome(PragueVM, code, b"", gas, {})


FAILING = b"\x33" * 20
LONG_WORK = b"\x5f\x62\x05\x00\x00\x52"
"""Memory for some 260,000 gas."""
FAIL_WITH_THE_TOP = b"\x5f\x52\x60\x20\x5f\xfd"
# Calls FAILING with most of the gas, and returns what it failed with.
ASKS = b"\x5f\x5f\x5f\x5f\x5f\x73" + FAILING + b"\x5a\xf1\x50\x3d\x5f\x5f\x3e\x3d\x5f\xf3"
LATER = HEADER.copy(
    block_number=8, timestamp=1_700_000_012, coinbase=b"\x44" * 20, mix_hash=b"\x05" * 32, base_fee_per_gas=9
)
READS = {
    "its storage": b"\x60\x01\x54",
    "its balance": b"\x30\x31",
    "its balance, quickly": b"\x47",
    "another's code": b"\x73" + CONTRACT + b"\x3f",
    "the block's number": b"\x43",
    "the block's time": b"\x42",
    "the block's maker": b"\x41",
    "the block's chance": b"\x44",
    "the base fee": b"\x48",
    "a slot through itself": b"\x60\x20\x5f\x5f\x5f\x5f\x30\x62\x01\x00\x00\xf1\x50\x5f\x51",
    "what it may send": b"\x5f\x5f\x5f\x5f\x60\x07\x60\x04\x5f\xf1",
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_costly_failure_that_depends_on_more_than_its_message_is_computed_again(read):
    """The contract works long, reads something and fails with it; called by itself it returns what it has stored."""
    by_itself = b"\x60\x01\x54\x5f\x52\x60\x20\x5f\xf3"
    long = LONG_WORK + read + FAIL_WITH_THE_TOP
    failing = b"\x30\x33\x14\x60" + bytes([len(long) + 6]) + b"\x57" + long + b"\x5b" + by_itself
    now = {vm: outcome(vm, ASKS, b"", 10**6, {FAILING: failing}) for vm in (QuickVM, PragueVM)}
    later = {
        vm: outcome(vm, ASKS + b"\x01", b"", 10**6, {FAILING: failing}, LATER, 9)
        for vm in (QuickVM, PragueVM)
    }
    assert now[QuickVM] == now[PragueVM]
    assert later[QuickVM] == later[PragueVM]
    assert now[QuickVM]["output"] != later[QuickVM]["output"]


@pytest.mark.parametrize("gas", [10**7, 4 * 10**6, 2_200_000, 2_000_000, 10**6, 90_000])
def test_what_fails_by_its_message_alone_has_the_same_outcome_each_time(gas):
    multicall = Address(to_checksum_address(FAILING))
    data = aggregate3(
        [Call(multicall, canary(10**6, multicall)), Call(multicall, canary(2 * 10**6, multicall))]
    )
    contracts = {FAILING: artifact("Multicall3").deployed}
    code = b"\x36\x5f\x5f\x37\x5f\x5f\x36\x5f\x5f\x73" + FAILING + b"\x5a\xf1\x50\x3d\x5f\x5f\x3e\x3d\x5f\xf3"
    expected = outcome(PragueVM, code, data, gas, contracts)
    for _ in range(3):
        assert outcome(QuickVM, code, data, gas, contracts, stored=9) == outcome(
            PragueVM, code, data, gas, contracts, stored=9
        )
        assert outcome(QuickVM, code, data, gas, contracts) == expected
