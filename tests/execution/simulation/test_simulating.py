"""Actions are tried out before anybody votes on them or signs them; and what nodes and tokens do against it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sandbox.contracts
from bot.chain.calls import simulating
from bot.chain.calls.simulating import Made
from bot.chain.calls.tracing import Event, Trace
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.effects import CoinsAlone, Token
from bot.domain.actions.simulation import AllowanceChange, HeldChange, Method, NotSimulated, Simulation
from bot.domain.ids import Address, address
from bot.execution.simulation.changes import answered, changes, contracts_changed
from bot.execution.simulation.looking import questions
from bot.execution.simulation.questions import (
    AllowanceOf,
    ApprovedOf,
    CoinsOf,
    HeldOf,
    ItemsOf,
    OperatorOf,
    OwnerOf,
)
from bot.execution.simulation.simulator import EvmSimulator
from tests.chain.nodes.nodes import Node, evm_chain, nodes
from tests.execution.simulation.simulating_rules import CHAIN, COINS, FOLK, TO, Bench, SimulationRules, held


class TestSimulating(SimulationRules):
    backend = "pyevm"

    async def test_what_stands_in_the_bot_is_the_sandboxs_contract(self) -> None:
        compiled = Path(sandbox.contracts.__file__).with_name("artifacts") / "SimulatedAccount.json"
        assert json.loads(compiled.read_text())["deployedBytecode"] == simulating._CODE

    @pytest.fixture
    async def three(self, bench: Bench) -> AsyncIterator[tuple[Node, ...]]:
        async with nodes(bench.treasury.local, 3) as found:
            yield found

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("liars", [1, 2])
    @pytest.mark.parametrize("byte", [-1, -40, -200, 200])
    async def test_who_lies_alone_is_outvoted_and_disagreement_is_no_answer(
        self, bench: Bench, three: tuple[Node, ...], liars: int, byte: int
    ) -> None:
        def lie(number: int) -> Any:
            def told(result: str) -> str:
                # The long answers are those of trials. Each liar tells something of its own.
                raw = bytearray.fromhex(result[2:])
                if len(raw) > 512:
                    raw[byte] ^= number + 1
                return "0x" + raw.hex()

            return told

        decoded = await bench.decoded(bench.pays(3), bench.sends(1))
        for number, each in enumerate(three[:liars]):
            each.faults.fail_next("eth_call", kind="lie", times=100, to=lie(number))
        async with evm_chain(*(each.url for each in three)) as chain:
            at = await chain.latest()
            found = await EvmSimulator({CHAIN: chain}).simulate(bench.treasury.address, decoded, at)
        if liars == 2:
            assert isinstance(found, NotSimulated)
        else:
            assert isinstance(found, Simulation)
            assert held(bench, None, TO, 0, 3) in found.changes

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("method", ["eth_simulateV1", "debug_traceCall"])
    @pytest.mark.parametrize(
        "nonsense",
        [
            None,
            [],
            {},
            "0x",
            7,
            [{}],
            [{"calls": []}],
            [{"calls": [{"logs": 5}]}],
            [{"calls": [{"logs": [{"address": "0x1", "topics": ["0x" + "f" * 65], "data": "0x"}]}]}],
            [{"calls": [{"logs": [{"address": "0x" + "f" * 41, "topics": [], "data": "0x"}]}]}],
            [{"calls": [{"logs": [{"address": "zz", "topics": [], "data": "0x"}]}]}],
            {"value": "0x1", "from": "no", "to": "0x1"},
            {"value": "0x1", "from": "0x" + "f" * 41, "to": "0x1"},
            {"logs": [{"address": "0x1", "topics": ["no"], "data": "0x"}]},
            {"calls": [{"calls": [7]}]},
        ],
        ids=str,
    )
    async def test_nonsense_in_place_of_events_changes_nothing_that_is_measured(
        self, bench: Bench, method: str, nonsense: object
    ) -> None:
        without = ("eth_simulateV1",) if method == "debug_traceCall" else ()
        async with bench.behind(without=without, says={method: nonsense}) as chain:
            found = await bench.simulated(bench.sends(5), chain=chain)
        assert set(found.changes) == {
            held(bench, bench.folk, bench.treasury.address, FOLK, FOLK - 5),
            held(bench, bench.folk, TO, 0, 5),
        }

    @pytest.mark.attack("rpc")
    async def test_events_that_a_node_invents_are_no_changes(self, bench: Bench) -> None:
        topic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
        invented = {
            "address": bench.folk.contract,
            "topics": [topic, "0x" + "0" * 24 + TO[2:], "0x" + "0" * 24 + bench.treasury.address[2:]],
            "data": "0x" + "ff" * 32,
        }
        answer = [{"calls": [{"logs": [invented] * 5_000}]}]
        async with bench.behind(says={"eth_simulateV1": answer}) as chain:
            found = await bench.simulated(bench.pays(1), chain=chain)
        assert set(found.changes) == {
            held(bench, None, bench.treasury.address, COINS, COINS - 1),
            held(bench, None, TO, 0, 1),
        }

    @pytest.mark.attack("actions")
    @pytest.mark.parametrize("mode", [1, 2, 3, 4, 5, 6])
    async def test_a_token_that_can_not_be_read_hides_nothing_else_and_is_said(
        self, bench: Bench, mode: int
    ) -> None:
        local, own = bench.treasury.local, bench.treasury.address
        hostile = await local.deploy("HostileToken")
        await hostile.send("mint", own, 9, sender=local.deployer)
        await hostile.send("setMode", mode, sender=local.deployer)
        moves = bench.call(hostile.address, "transfer(address to, uint256 amount)", TO, 0)
        found = await bench.simulated(bench.pays(3), moves)
        if mode == 1:
            assert [number for number, _ in found.failing] == [2]
        else:
            assert held(bench, None, own, COINS, COINS - 3) in found.changes
            assert found.unread == 2

    @pytest.mark.attack("actions")
    async def test_who_burns_all_gas_fails_alone(self, bench: Bench) -> None:
        local = bench.treasury.local
        hostile = await local.deploy("HostileToken")
        await hostile.send("setMode", 3, sender=local.deployer)
        burns = bench.call(hostile.address, "totalSupply()")
        found = await bench.simulated(bench.pays(1), burns)
        assert [outcome.succeeds for outcome in found.outcomes] == [True, False]

    async def test_more_than_can_be_looked_at_is_counted(self, bench: Bench) -> None:
        local = bench.treasury.local
        actions = [bench.pays(1, Address(local.account(f"friend {n}").address)) for n in range(60)]
        found = await bench.simulated(*actions)
        assert found.failing == ()
        assert found.left_out == 61 - simulating.MOST_READS


WORDS = st.integers(min_value=0, max_value=2**256 - 1)
ACCOUNTS = st.integers(min_value=0, max_value=2**160 - 1).map(lambda number: address(f"0x{number:040x}"))
KINDS = st.sampled_from(
    [
        0xDDF252AD1BE2C89B69C2B068FC378DAA952BA7F163C4A11628F55A4DF523B3EF,
        0x8C5BE1E5EBEC7D5BD14F71427D1E84F3DD0314C0F7B2291E5B200AC8C7C3B925,
        0x17307EAB39AB6107E8899845AD3D59BD9653F200F220920489CA2B5937696C31,
        0xC3D58168C5AE7397731D063D5BBF3D657854427343F4C083240F7AACAA2D0F62,
        0x4A39DC06D4C0DBC64B70AF90FD698A233A518AA5D07E595D983B8C0526C8F7FB,
        0,
    ]
)
TOPICS = st.one_of(
    st.lists(WORDS, max_size=4),
    st.tuples(KINDS, *[st.one_of(WORDS, st.integers(0, 2**160 - 1))] * 2).map(list),
    st.tuples(KINDS, *[st.one_of(WORDS, st.integers(0, 2**160 - 1))] * 3).map(list),
)


@pytest.mark.attack("rpc")
@given(
    st.lists(
        st.builds(Event, ACCOUNTS, TOPICS.map(tuple), st.lists(WORDS | st.just(64), max_size=6).map(tuple)),
        max_size=8,
    ),
    ACCOUNTS,
)
def test_any_events_lead_to_questions_that_can_be_asked(events: list[Event], account: Address) -> None:
    paid = [DecodedAction(Action(CHAIN, TO, 1, "0x"), CoinsAlone(), "ETH")]
    found = questions(account, paid, Trace(Method.SIMULATED, tuple(events)))
    assert len(found) == len(set(found))
    assert all(each.call.to for each in found)
    assert CoinsOf(TO) in found


QUESTIONS = st.one_of(
    st.builds(CoinsOf, ACCOUNTS),
    st.builds(HeldOf, ACCOUNTS, ACCOUNTS),
    st.builds(ItemsOf, ACCOUNTS, ACCOUNTS, WORDS),
    st.builds(AllowanceOf, ACCOUNTS, ACCOUNTS, ACCOUNTS),
    st.builds(OperatorOf, ACCOUNTS, ACCOUNTS, ACCOUNTS),
    st.builds(OwnerOf, ACCOUNTS, WORDS),
    st.builds(ApprovedOf, ACCOUNTS, WORDS),
)
ANSWERS = st.builds(
    Made, st.booleans(), st.one_of(st.binary(max_size=40), st.binary(min_size=32, max_size=32))
)


@pytest.mark.attack("actions")
@given(st.lists(st.tuples(QUESTIONS, ANSWERS, ANSWERS), max_size=10), ACCOUNTS)
def test_a_change_is_two_different_numbers_and_nothing_else(
    asked: list[tuple[Any, Made, Made]], account: Address
) -> None:
    found = answered(*([each[part] for each in asked] for part in range(3)))
    tokens = {contract: Token(contract, "T", 18) for contract in contracts_changed(found)}
    told = changes(account, found, tokens)
    assert [each.rank for each in told] == sorted(each.rank for each in told)
    for each in told:
        if isinstance(each, HeldChange | AllowanceChange):
            assert each.before != each.after
    same = [Made(True, bytes(32))] * len(asked)
    assert changes(account, answered([each[0] for each in asked], same, same), {}) == ()


@pytest.mark.attack("rpc")
@given(st.binary(max_size=600), st.integers(0, 3), st.integers(0, 3))
def test_any_bytes_are_an_outcome_of_each_call_or_none(answer: bytes, calls: int, reads: int) -> None:
    found = simulating._tried(answer, calls, reads)
    assert found is None or (len(found.made), len(found.before), len(found.after)) == (calls, reads, reads)
