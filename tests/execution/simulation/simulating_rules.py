"""What holds for trials of actions, whichever node makes them."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pytest

from bot.chain.chains import EvmChain
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.effects import UINT256_MAX, Token
from bot.domain.actions.simulation import (
    AllowanceChange,
    AnySimulation,
    HeldChange,
    Method,
    NftApproval,
    NftChange,
    NotSimulated,
    OperatorChange,
    Simulation,
)
from bot.domain.ids import Address, ChainId
from bot.execution.actions.abi import function
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.safe.multi_send import multi_send
from bot.execution.simulation.simulator import EvmSimulator
from sandbox.chain.chain import LocalChain
from sandbox.chain.safe import deploy_safe
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import PATIENT, evm_chain, node
from tests.execution.treasury import Treasury

CHAIN = ChainId(31337)
TO = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
OTHER = Address("0x52908400098527886E0F7030069857D2E4169EE7")
COINS, FOLK = 10**19, 10**21
"""What the treasury holds."""


@dataclass(frozen=True)
class Bench:
    """A treasury whose actions are tried out."""

    treasury: Treasury

    def on(self, chain: LocalChain) -> Bench:
        """The same on another chain that has it all."""
        return Bench(self.treasury.on(chain))

    def call(self, to: str, fragment: str, *values: object, value: int = 0) -> Action:
        """The treasury calls a contract."""
        return Action(CHAIN, Address(to), value, "0x" + function(fragment).encode(values).hex())

    def pays(self, wei: int, to: Address = TO) -> Action:
        return Action(CHAIN, to, wei, "0x")

    def sends(self, amount: int, to: Address = TO) -> Action:
        return self.call(self.treasury.folk.address, "transfer(address to, uint256 amount)", to, amount)

    def allows(self, amount: int, spender: Address = TO) -> Action:
        return self.call(
            self.treasury.folk.address, "approve(address spender, uint256 amount)", spender, amount
        )

    @property
    def folk(self) -> Token:
        return Token(Address(self.treasury.folk.address), "FOLK", 18)

    async def tried(self, *actions: Action, chain: EvmChain | None = None) -> AnySimulation:
        if chain is None:
            async with evm_chain(self.treasury.local.url) as own:
                return await self.tried(*actions, chain=own)
        at = await chain.latest()
        decoded = await EvmActionCodec({CHAIN: chain}).decode(actions, at, account=self.treasury.address)
        return await EvmSimulator({CHAIN: chain}).simulate(self.treasury.address, decoded, at)

    async def decoded(self, *actions: Action) -> tuple[DecodedAction, ...]:
        async with evm_chain(self.treasury.local.url) as chain:
            at = await chain.latest()
            return await EvmActionCodec({CHAIN: chain}).decode(actions, at, account=self.treasury.address)

    async def simulated(self, *actions: Action, chain: EvmChain | None = None) -> Simulation:
        found = await self.tried(*actions, chain=chain)
        assert isinstance(found, Simulation)
        return found

    @asynccontextmanager
    async def behind(self, **manners: Any) -> AsyncIterator[EvmChain]:
        """The chain as it is seen through one node with these manners."""
        async with node(self.treasury.local, **manners) as found, evm_chain(found.url) as chain:
            yield chain

    async def makes(self, actions: Sequence[Action]) -> bool:
        """Whether the Safe makes the actions when its owners have signed them."""
        safe, local = self.treasury.safe, self.treasury.local
        data = bytes.fromhex(multi_send(actions)[2:])
        digest = await safe.transaction_hash(safe.multisend_call_only, 0, data, 1)
        signatures = [safe.sign(owner, digest) for owner in safe.owners[: safe.threshold]]
        try:
            await safe.execute(
                safe.multisend_call_only, 0, data, 1, signatures=signatures, sender=local.deployer
            )
        except Exception:  # noqa: BLE001 - whatever the node calls a revert
            return False
        return True

    async def holds(self, token: Token | None, account: Address) -> int:
        if token is None:
            return await self.treasury.local.balance(account)
        return int(await self.treasury.folk.call("balanceOf", account))


def held(bench: Bench, token: Token | None, account: Address, before: int, after: int) -> HeldChange:
    return HeldChange(token, account, before, after, account == bench.treasury.address)


@asynccontextmanager
async def served(backend: Literal["pyevm", "anvil"]) -> AsyncIterator[Bench]:
    """A treasury on a chain of its own, as long as the block."""
    if backend == "pyevm":
        async with _BUILT.served() as bench:
            yield bench
    else:
        async with LocalChain.serve(backend=backend) as local:
            yield await _bench_on(local)


async def _bench_on(local: LocalChain) -> Bench:
    owners = [local.account(f"owner {number}") for number in range(2)]
    safe = await deploy_safe(local, owners=owners, threshold=1)
    folk = await local.deploy("VotesToken", "Folk", "FOLK")
    registry = await local.deploy("Registry")
    await local.fund(safe.address, COINS)
    await folk.send("airdrop", [safe.address], [FOLK], False, sender=local.deployer)
    return Bench(Treasury(local, safe, folk, folk, registry))


_BUILT = BuiltOnce(_bench_on)


class SimulationRules:
    """Collected through a subclass that names the backend."""

    backend: Literal["pyevm", "anvil"]

    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with served(self.backend) as bench:
            yield bench

    async def test_what_moves_is_told_with_whose_it_is_the_treasurys_losses_first(self, bench: Bench) -> None:
        own = bench.treasury.address
        found = await bench.simulated(bench.sends(5), bench.pays(7), bench.sends(6, OTHER))
        assert found.failing == ()
        assert found.method is Method.SIMULATED
        assert found.changes[:2] == (
            held(bench, None, own, COINS, COINS - 7),
            held(bench, bench.folk, own, FOLK, FOLK - 11),
        )
        assert set(found.changes[2:]) == {
            held(bench, bench.folk, TO, 0, 5),
            held(bench, bench.folk, OTHER, 0, 6),
            held(bench, None, TO, 0, 7),
        }

    async def test_what_somebody_may_take_later_stands_before_everything(self, bench: Bench) -> None:
        found = await bench.simulated(bench.pays(7), bench.allows(UINT256_MAX))
        own = bench.treasury.address
        assert found.changes[0] == AllowanceChange(bench.folk, own, TO, 0, UINT256_MAX)
        assert found.changes[1] == held(bench, None, own, COINS, COINS - 7)

    async def test_an_allowance_that_is_used_up_in_the_same_batch_is_no_change(self, bench: Bench) -> None:
        local = bench.treasury.local
        vault = await local.deploy("StakingVault", bench.treasury.folk.address)
        stake = bench.call(vault.address, "stake(uint256 amount)", 9)
        found = await bench.simulated(bench.allows(9, Address(vault.address)), stake)
        own = bench.treasury.address
        assert set(found.changes) == {
            held(bench, bench.folk, own, FOLK, FOLK - 9),
            held(bench, bench.folk, Address(vault.address), 0, 9),
        }

    async def test_each_action_is_told_apart_and_why_it_fails(self, bench: Bench) -> None:
        key = bytes(32)
        refused = bench.call(bench.treasury.registry.address, "refuse(bytes32 key, uint256 value)", key, 1)
        unknown = bench.call(bench.treasury.registry.address, "nothing_like_it()")
        found = await bench.simulated(
            bench.sends(FOLK), bench.sends(1), refused, bench.pays(COINS + 1), unknown, bench.pays(1)
        )
        assert [outcome.succeeds for outcome in found.outcomes] == [True, False, False, False, False, True]
        assert [number for number, _ in found.failing] == [2, 3, 4, 5]
        assert "ERC20InsufficientBalance" in found.failing[0][1]
        assert found.changes == (), "all of them are made, or none"

    @pytest.mark.parametrize(
        ("mode", "said"), [(1, "it reverted: HostileToken: reverts"), (2, "it panicked: an assertion failed")]
    )
    async def test_why_it_reverts_is_decoded(self, bench: Bench, mode: int, said: str) -> None:
        local = bench.treasury.local
        hostile = await local.deploy("HostileToken")
        await hostile.send("setMode", mode, sender=local.deployer)
        found = await bench.simulated(bench.call(hostile.address, "totalSupply()"))
        assert found.failing == ((1, said),)

    async def test_nfts_change_hands_and_may_be_taken(self, bench: Bench) -> None:
        local, own = bench.treasury.local, bench.treasury.address
        badge = await local.deploy("BadgeNFT", "Badge", "BDG")
        for number in (1, 2, 3):
            await badge.send("mint", own, number, sender=local.deployer)
        there = Address(badge.address)
        found = await bench.simulated(
            bench.call(there, "safeTransferFrom(address from, address to, uint256 tokenId)", own, TO, 1),
            bench.call(there, "approve(address spender, uint256 amount)", OTHER, 2),
            bench.call(there, "setApprovalForAll(address operator, bool approved)", OTHER, True),
            bench.call(there, "burn(uint256 id)", 3),
        )
        assert found.failing == ()
        assert set(found.changes) >= {
            OperatorChange(there, own, OTHER, allowed=True),
            NftApproval(there, 2, None, OTHER),
            NftChange(there, 1, own, TO, own=True),
            NftChange(there, 3, own, None, own=True),
        }
        assert isinstance(found.changes[0], OperatorChange), "the gravest stands first"

    async def test_the_accounts_own_code_answers_whoever_calls_it(self, bench: Bench) -> None:
        """A Safe that calls itself is asked as it is, and what it changes so is there for the next action."""
        own = bench.treasury.address
        owner = bench.call(own, "addOwnerWithThreshold(address owner, uint256 threshold)", OTHER, 1)
        again = bench.call(own, "addOwnerWithThreshold(address owner, uint256 threshold)", OTHER, 1)
        found = await bench.simulated(owner, again)
        assert [outcome.succeeds for outcome in found.outcomes] == [True, False]
        assert "GS204" in found.failing[0][1]

    @pytest.mark.parametrize(
        ("without", "method"),
        [
            ((), Method.SIMULATED),
            (("eth_simulateV1",), Method.TRACED),
            (("eth_simulateV1", "debug_traceCall"), Method.CALLED),
        ],
    )
    async def test_a_node_with_fewer_methods_measures_the_same_and_says_by_what(
        self, bench: Bench, without: Sequence[str], method: Method
    ) -> None:
        vault = Address((await bench.treasury.local.deploy("StakingVault", bench.folk.contract)).address)
        stake = bench.call(vault, "stake(uint256 amount)", 9)
        async with bench.behind(without=without) as chain:
            found = await bench.simulated(bench.allows(9, vault), stake, bench.pays(3), chain=chain)
        own = bench.treasury.address
        paid = {held(bench, None, own, COINS, COINS - 3), held(bench, None, TO, 0, 3)}
        assert found.method is method
        assert found.failing == ()
        assert paid <= set(found.changes)
        # What a contract takes of an allowance stands in no calldata.
        seen = held(bench, bench.folk, vault, 0, 9) in found.changes
        assert seen is (method is not Method.CALLED)

    @pytest.mark.attack("rpc")
    async def test_a_node_that_ignores_overrides_is_not_believed(self, bench: Bench) -> None:
        async with bench.behind(takes_overrides=False) as chain:
            assert isinstance(await bench.tried(bench.pays(1), chain=chain), NotSimulated)

    @pytest.mark.parametrize("seed", range(4))
    async def test_what_was_tried_out_is_what_the_safe_does(self, bench: Bench, seed: int) -> None:
        drawn = random.Random(seed)
        makers = (bench.pays, bench.sends, bench.allows)
        actions = [
            drawn.choice(makers)(drawn.choice([0, 1, COINS // 3, COINS]), drawn.choice([TO, OTHER]))
            for _ in range(drawn.randint(2, 10))
        ]
        found = await bench.simulated(*actions)
        assert await bench.makes(actions) is (not found.failing)
        for change in found.changes:
            if isinstance(change, HeldChange):
                assert await bench.holds(change.token, change.account) == change.after
            else:
                assert isinstance(change, AllowanceChange)
                now = await bench.treasury.folk.call("allowance", change.owner, change.spender)
                assert now == change.after

    async def test_ten_actions_take_at_most_twenty_requests(self, bench: Bench) -> None:
        local = bench.treasury.local
        actions = [bench.sends(1, Address(local.account(f"friend {n}").address)) for n in range(10)]
        async with evm_chain(local.url, limits=PATIENT) as chain:
            at = await chain.latest()
            decoded = await EvmActionCodec({CHAIN: chain}).decode(actions, at)
            before = sum(local.requests.values())
            found = await EvmSimulator({CHAIN: chain}).simulate(bench.treasury.address, decoded, at)
            asked = sum(local.requests.values()) - before
        assert isinstance(found, Simulation)
        assert len(found.changes) == 11
        assert asked <= 20
