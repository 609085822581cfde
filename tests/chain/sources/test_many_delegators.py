"""More wallets delegate to one, by a registry's events, than are looked at."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.delegation.delegate_registry import MOST_TO_ALL, MOST_TO_ONE, DelegateRegistry
from bot.domain.ids import Address
from tests.assurance import examples
from tests.chain.nodes.paper_nodes import (
    CHAIN,
    QUICK,
    Json,
    PaperNode,
    block_hash,
    evm_chain,
    log,
    person,
    ref,
)

REGISTRY = DelegateRegistry(chain=CHAIN, contract=Address("0x" + "AA" * 20), space="safe.eth")
TO_ONE, TO_ALL = examples(500, MOST_TO_ONE), examples(2_000, MOST_TO_ALL)
PATIENT = replace(QUICK, timeout=60.0, total=300.0, delegators=TO_ONE, all_delegators=TO_ALL)
"""The node answers up to tens of thousands of calls, beside whatever else the machine does."""
_DELEGATION = bytes.fromhex("74c6c454")


@cache
def topic(account: str) -> str:
    return "0x" + bytes(12).hex() + account[2:].lower()


def delegate(number: int) -> Address:
    """The wallets that are asked for."""
    return person(10**9 + number)


@dataclass
class Crowd(PaperNode):
    """So many people delegate to each of the delegates, all in the registry's state; their events come in the order of
    their numbers, several times each."""

    people: int = 0
    delegates: int = 1
    repeats: int = 1

    def result(self, request: Json) -> Any:
        if request["method"] != "eth_getLogs":
            return super().result(request)
        wanted = request["params"][0]
        since, until = int(wanted["fromBlock"], 16), int(wanted["toBlock"], 16)
        return [
            event
            for number in range(max(0, since - 1) * 100, min(self.people, until * 100))
            for block in [1 + number // 100]
            for place in range(self.delegates)
            if topic(delegate(place)) in wanted["topics"][3]
            for again in range(self.repeats)
            for event in [self.event(wanted, block, number, place, again)]
        ]

    def event(self, wanted: Json, block: int, number: int, place: int, again: int) -> Json:
        topics = [wanted["topics"][0][0], topic(self.who(number, place)), wanted["topics"][2][0]]
        index = ((number % 100) * self.delegates + place) * self.repeats + again
        named = {"topics": [*topics, topic(delegate(place))], "logIndex": hex(index)}
        return {**log(wanted, block), **named, "blockHash": block_hash(block)}

    def who(self, number: int, place: int) -> Address:
        return person(number * self.delegates + place)

    def called(self, to: str, data: bytes, number: int) -> bytes:
        if data[:4] != _DELEGATION:
            return super().called(to, data, number)
        asked = int.from_bytes(data[4:36], "big") - 1
        if asked >= self.people * self.delegates or not any(data[36:]):
            return bytes(32)
        return bytes(12) + bytes.fromhex(delegate(asked % self.delegates)[2:])


@pytest.mark.attack("floods")
@pytest.mark.parametrize("repeats", [1, 3])
async def test_of_a_flood_of_delegators_the_first_ones_count_and_it_is_said(repeats: int) -> None:
    """Who comes later takes nobody's place, and a wallet has one however often it delegates."""
    node = Crowd(people=TO_ONE + 3, repeats=repeats)
    async with node.serve(), evm_chain(node, limits=PATIENT) as chain:
        found = await chain.delegations(REGISTRY, [delegate(0)], ref())
        early = await chain.delegations(REGISTRY, [delegate(0)], ref(2))
    assert {each.wallet for each in found.delegations} == {person(number) for number in range(TO_ONE)}
    assert not found.complete
    assert len(early.delegations) == 200
    assert early.complete


@pytest.mark.attack("floods")
async def test_of_the_delegators_of_many_together_the_first_ones_count() -> None:
    node = Crowd(people=TO_ALL // 5 + 2, delegates=5)
    async with node.serve(), evm_chain(node, limits=PATIENT) as chain:
        found = await chain.delegations(REGISTRY, [delegate(place) for place in range(5)], ref())
    assert len(found.delegations) == TO_ALL
    assert not found.complete


async def test_as_many_as_are_looked_at_are_all_of_them() -> None:
    node = Crowd(people=TO_ONE)
    async with node.serve(), evm_chain(node, limits=PATIENT) as chain:
        found = await chain.delegations(REGISTRY, [delegate(0)], ref())
    assert len(found.delegations) == TO_ONE
    assert found.complete
