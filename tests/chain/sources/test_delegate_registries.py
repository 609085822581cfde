"""Who delegates to whom in a registry on chain: by its events, and by its state at the block."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.blocks import BlockRef
from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.errors.outside import DelegatorsUnread
from bot.domain.ids import Address, ChainId
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import PATIENT, evm_chain, node, nodes

CHAIN = ChainId(31337)
SPACE = b"safe.eth".ljust(32, b"\0")
ANY, OTHER = bytes(32), b"other.eth".ljust(32, b"\0")


@dataclass
class Registered:
    local: LocalChain
    contract: Contract

    @property
    def registry(self) -> DelegateRegistry:
        return DelegateRegistry(chain=CHAIN, contract=self.contract.address, space="safe.eth")

    def person(self, number: int) -> Account:
        return self.local.account(f"person {number}")

    def wallet(self, number: int) -> Address:
        return Address(self.person(number).address)

    async def delegate(self, number: int, to: int, space: bytes = SPACE) -> None:
        await self.contract.send("setDelegate", space, self.wallet(to), sender=self.person(number))

    async def clear(self, number: int, space: bytes = SPACE) -> None:
        await self.contract.send("clearDelegate", space, sender=self.person(number))

    async def found(self, chain: EvmChain, *delegates: int, at: BlockRef | None = None) -> dict[int, int]:
        """Who delegates to any of these, by numbers."""
        block = at or await chain.latest()
        given = await chain.delegations(self.registry, [self.wallet(each) for each in delegates], block)
        assert given.complete
        numbers = {self.wallet(each): each for each in range(20)}
        return {numbers[each.wallet]: numbers[each.delegate] for each in given.delegations}


@pytest.fixture
async def registered() -> AsyncIterator[Registered]:
    async with LocalChain.serve(backend="pyevm") as local:
        found = Registered(local, await local.deploy("DelegateRegistry"))
        for number in range(8):
            await local.fund(found.person(number), 10**18)
        yield found


async def test_all_who_delegate_to_a_wallet_are_found_and_nobody_else(registered: Registered) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(2, 0, ANY)
    await registered.delegate(3, 0, OTHER)
    await registered.delegate(4, 5)
    async with evm_chain(registered.local.url) as chain:
        assert await registered.found(chain, 0) == {1: 0, 2: 0}
        assert await registered.found(chain, 0, 5) == {1: 0, 2: 0, 4: 5}
        assert await registered.found(chain, 6) == {}
        assert await registered.found(chain) == {}


async def test_what_was_replaced_or_cleared_counts_no_more(registered: Registered) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(1, 5)
    await registered.delegate(2, 0)
    await registered.clear(2)
    async with evm_chain(registered.local.url) as chain:
        assert await registered.found(chain, 0) == {}
        assert await registered.found(chain, 5) == {1: 5}


async def test_a_delegate_for_the_space_goes_before_the_one_for_all(registered: Registered) -> None:
    await registered.delegate(1, 0, ANY)
    await registered.delegate(1, 5)
    async with evm_chain(registered.local.url) as chain:
        assert await registered.found(chain, 0, 5) == {1: 5}
        await registered.clear(1)
        assert await registered.found(chain, 0, 5) == {1: 0}


async def test_the_state_at_the_block_counts_whatever_came_after(registered: Registered) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(2, 0)
    async with evm_chain(registered.local.url) as chain:
        before = await chain.latest()
        await registered.clear(1)
        await registered.delegate(3, 0)
        assert await registered.found(chain, 0) == {2: 0, 3: 0}
        assert await registered.found(chain, 0, at=before) == {1: 0, 2: 0}


async def test_events_that_were_looked_through_are_not_asked_for_again(registered: Registered) -> None:
    await registered.delegate(1, 0)
    await registered.local.mine(200)
    limits = replace(PATIENT, logs=10)
    async with node(registered.local, finality=0) as one, evm_chain(one.url, limits=limits) as chain:
        assert await registered.found(chain, 0) == {1: 0}
        first = one.faults.requests["eth_getLogs"]
        await registered.delegate(2, 0)
        assert await registered.found(chain, 0) == {1: 0, 2: 0}
        assert one.faults.requests["eth_getLogs"] == first + 1
        assert await registered.found(chain, 0, 5) == {1: 0, 2: 0}
        assert one.faults.requests["eth_getLogs"] == 2 * first + 1


@pytest.mark.attack("rpc")
async def test_a_history_without_end_is_looked_through_bit_by_bit_and_holds_nobody_else(
    registered: Registered,
) -> None:
    """A moderator may name any contract, from any block on: one look at it ends, and the next goes on from there."""
    await registered.delegate(1, 0)
    await registered.local.mine(3_000)
    limits = replace(PATIENT, logs=1)
    async with node(registered.local, finality=0) as one, evm_chain(one.url, limits=limits) as chain:
        for look in range(1, 4):
            with pytest.raises(ChainUnavailable) as refused:
                await registered.found(chain, 0)
            assert isinstance(refused.value.unread, DelegatorsUnread)
            assert one.faults.requests["eth_getLogs"] <= 1_000 * look
        assert await registered.found(chain, 0) == {1: 0}


async def test_a_registry_is_looked_through_from_the_block_that_the_policy_names(
    registered: Registered,
) -> None:
    await registered.delegate(1, 0)
    await registered.local.mine(5)
    async with evm_chain(registered.local.url) as chain:
        since = (await chain.latest()).number
        await registered.delegate(2, 0)
        later = registered.registry.model_copy(update={"since": since})
        found = await chain.delegations(later, [registered.wallet(0)], await chain.latest())
        assert [each.wallet for each in found.delegations] == [registered.wallet(2)]


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("blocks", [1, 3, 50])
async def test_who_delegates_is_found_in_parts_that_a_provider_answers(
    registered: Registered, blocks: int
) -> None:
    await registered.delegate(1, 0)
    await registered.local.mine(60)
    await registered.delegate(2, 0)
    async with node(registered.local, finality=0, log_blocks=blocks) as one, evm_chain(one.url) as chain:
        assert await registered.found(chain, 0) == {1: 0, 2: 0}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["error", "garbage", "500", "drop"])
async def test_where_a_node_gives_no_events_it_is_not_known_who_delegates(
    registered: Registered, kind: str
) -> None:
    await registered.delegate(1, 0)
    async with node(registered.local, finality=0) as one, evm_chain(one.url) as chain:
        at = await chain.latest()
        one.faults.fail_next("eth_getLogs", kind=kind, times=1000, to="eth_getLogs is not allowed")
        with pytest.raises(ChainUnavailable) as refused:
            await registered.found(chain, 0, at=at)
        assert isinstance(refused.value.unread, DelegatorsUnread)
        one.faults.clear()
        assert await registered.found(chain, 0, at=at) == {1: 0}


def forged(events: list[Any], change: dict[str, Any]) -> list[Any]:
    return [{**event, **change} for event in events]


@pytest.mark.attack("rpc")
async def test_events_that_never_were_make_nobody_a_delegator(registered: Registered) -> None:
    """An event is a hint: the state at the block decides."""
    await registered.delegate(1, 0)
    wallet = "0x" + bytes(12).hex() + registered.wallet(4)[2:].lower()

    def lie(events: list[Any]) -> list[Any]:
        return [
            *events,
            *({**each, "topics": [each["topics"][0], wallet, *each["topics"][2:]]} for each in events),
        ]

    async with node(registered.local, finality=0) as one, evm_chain(one.url) as chain:
        at = await chain.latest()
        one.faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lie)
        assert await registered.found(chain, 0, at=at) == {1: 0}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "change",
    [
        {"topics": []},
        {"topics": ["0x" + "ab" * 32] * 4},
        {"topics": ["0xa9a7fd460f56bddb880a465a9c3e9730389c70bc53108148f16d55a87a6c468e"]},
        {"topics": ["0xa9a7fd460f56bddb880a465a9c3e9730389c70bc53108148f16d55a87a6c468e", "0x", "0x", "0x"]},
        {"topics": None},
        {"address": "0x" + "11" * 20},
        {"blockNumber": "0xffffff"},
        {"removed": True},
    ],
)
async def test_events_that_were_not_asked_for_are_no_answer(
    registered: Registered, change: dict[str, Any]
) -> None:
    await registered.delegate(1, 0)
    async with node(registered.local, finality=0) as one, evm_chain(one.url) as chain:
        at = await chain.latest()
        one.faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lambda events: forged(events, change))
        with pytest.raises(ChainUnavailable):
            await registered.found(chain, 0, at=at)


@pytest.mark.attack("rpc")
async def test_one_node_of_three_that_hides_events_hides_nobody(registered: Registered) -> None:
    await registered.delegate(1, 0)
    async with nodes(registered.local, 3) as three:
        await registered.local.mine(3)
        three[0].faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lambda events: [])
        async with evm_chain(*(each.url for each in three)) as chain:
            assert await registered.found(chain, 0, at=await chain.finalized()) == {1: 0}


@pytest.mark.attack("rpc")
async def test_a_node_that_has_lost_events_is_caught_by_what_the_asked_wallets_say(
    registered: Registered,
) -> None:
    await registered.delegate(1, 0)
    await registered.delegate(2, 0)
    async with node(registered.local, finality=0) as one, evm_chain(one.url) as chain:
        at = await chain.latest()
        one.faults.fail_next("eth_getLogs", kind="lie", times=1000, to=lambda events: [])
        with pytest.raises(ChainUnavailable):
            await registered.found(chain, 0, 1, at=at)
        one.faults.clear()
        assert await registered.found(chain, 0, 1, at=at) == {1: 0, 2: 0}


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("kind", ["error", "garbage", "empty"])
async def test_where_the_registry_is_not_read_it_is_not_known_who_delegates(
    registered: Registered, kind: str
) -> None:
    await registered.delegate(1, 0)
    async with node(registered.local, finality=0) as one, evm_chain(one.url) as chain:
        at = await chain.latest()
        assert await registered.found(chain, at=at) == {}
        one.faults.fail_next("eth_call", kind=kind, times=1000, to="no")
        with pytest.raises(ChainUnavailable):
            await registered.found(chain, 0, at=at)


async def test_a_contract_that_is_no_registry_is_refused(registered: Registered) -> None:
    token = await registered.local.deploy("PlainToken", "Plain", "PLN", 18)
    async with evm_chain(registered.local.url) as chain:
        at = await chain.latest()
        await chain.check_registry(registered.registry, at)
        other = registered.registry.model_copy(update={"contract": Address(token.address)})
        with pytest.raises(WrongContract):
            await chain.check_registry(other, at)
        nothing = registered.registry.model_copy(update={"contract": registered.wallet(1)})
        with pytest.raises(NoCode):
            await chain.check_registry(nothing, at)


@pytest.mark.attack("rpc")
async def test_a_registry_is_refused_where_no_node_gives_events(registered: Registered) -> None:
    async with node(registered.local, finality=0, log_blocks=0) as one, evm_chain(one.url) as chain:
        with pytest.raises(ChainUnavailable):
            await chain.check_registry(registered.registry, await chain.latest())


async def test_wallets_that_are_contracts_are_told_from_keys(registered: Registered) -> None:
    async with evm_chain(registered.local.url) as chain:
        asked = [registered.contract.address, registered.wallet(1)]
        assert await chain.contracts(asked, await chain.latest()) == {registered.contract.address}
