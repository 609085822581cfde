"""A list of rewards on a real chain: each who stands in it claims once, and nobody else gets anything of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from bot.chain.chains import EvmChain
from bot.domain.executors import ReadyCall
from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.policy.voter_rewards import OPENING_SELECTOR, VoterRewards
from bot.domain.voter_rewards.drops import Drop, DropStanding
from bot.domain.voter_rewards.payments import claim_call, payment_calls
from bot.domain.voter_rewards.tree import PaymentTree
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.voter_drops import EvmDrops
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.errors import RpcError
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
ONE, OTHER = ContentHash("aa" * 32), ContentHash("bb" * 32)
COIN, DAY = 10**18, 86_400
AMOUNTS = {"ada": 10, "ben": 20, "cleo": 30, "dan": 40, "eve": 1}


@dataclass
class Fair:
    """Two treasuries that hold a token, and a distributor of which anybody may ask anything."""

    local: LocalChain
    token: Contract
    drops: Contract

    def on(self, chain: LocalChain) -> Fair:
        return Fair(chain, self.token.on(chain), self.drops.on(chain))

    def account(self, name: str) -> Account:
        return self.local.account(name)

    def wallet(self, name: str) -> Address:
        return Address(to_checksum_address(self.account(name).address))

    def tree(self, amounts: dict[str, int] = AMOUNTS) -> PaymentTree:
        return PaymentTree.of([(self.wallet(name), amount) for name, amount in amounts.items()])

    @property
    def rule(self) -> VoterRewards:
        return VoterRewards.model_validate(
            {
                "token": self.token.address,
                "symbol": "RIVER",
                "decimals": 0,
                "pool": 101,
                "distributor": self.drops.address,
                "claimable": "P30D",
            }
        )

    def drop(self, record: ContentHash = ONE, funder: str = "treasury") -> Drop:
        return Drop(CHAIN, Address(self.drops.address), self.wallet(funder), record)

    async def opens(
        self, record: ContentHash = ONE, amounts: dict[str, int] = AMOUNTS, funder: str = "treasury"
    ) -> None:
        """As the calls of a payout have it."""
        for action in payment_calls(self.rule, CHAIN, self.tree(amounts).payments, record):
            await self.sends(ReadyCall(action.to, action.value, action.data), funder)

    async def sends(self, call: ReadyCall, sender: str) -> None:
        await self.local.send(self.account(sender), call.to, call.value, bytes.fromhex(call.data[2:]))

    def claim(
        self,
        name: str,
        record: ContentHash = ONE,
        amounts: dict[str, int] = AMOUNTS,
        funder: str = "treasury",
    ) -> ReadyCall:
        drop = self.drop(record, funder)
        return claim_call(drop.distributor, drop.funder, record, self.tree(amounts), self.wallet(name))

    async def held(self, name: str) -> int:
        return int(await self.token.call("balanceOf", self.wallet(name)))

    async def refuses(self, call: ReadyCall, error: str, sender: str = "mallory") -> None:
        before = await self.token.call("balanceOf", self.drops.address)
        entry = next(each for each in self.drops.abi if each["type"] == "error" and each["name"] == error)
        with pytest.raises(RpcError) as refused:
            await self.sends(call, sender)
        types = ",".join(each["type"] for each in entry["inputs"])
        assert selector(f"{error}({types})") in str(refused.value.data or refused.value)
        assert await self.token.call("balanceOf", self.drops.address) == before


def selector(signature: str) -> str:
    return keccak(text=signature)[:4].hex()


async def _fair(local: LocalChain) -> Fair:
    token = await local.deploy("PlainToken", "River", "RIVER", 0)
    fair = Fair(local, token, await local.deploy("VoterDrops"))
    for name in ("treasury", "mallory", "anybody"):
        await local.fund(fair.wallet(name), COIN)
        await token.send("airdrop", [fair.wallet(name)], [1_000], sender=local.deployer)
    return fair


_FAIR = BuiltOnce(_fair, genesis_time=1_700_000_000)


@pytest.fixture
async def fair() -> AsyncIterator[Fair]:
    async with _FAIR.served() as fair:
        yield fair


@pytest.fixture
async def chain(fair: Fair) -> AsyncIterator[EvmChain]:
    async with evm_chain(fair.local.url) as chain:
        yield chain


async def standing(chain: EvmChain, fair: Fair, *names: str) -> DropStanding:
    return await EvmDrops({CHAIN: chain}).standing(fair.drop(), [fair.wallet(name) for name in names])


async def test_each_gets_what_the_list_has_by_whoever_sends_that(fair: Fair, chain: EvmChain) -> None:
    assert await standing(chain, fair, "ada") == DropStanding(None, None, 0, frozenset())
    await fair.opens()
    opened = await standing(chain, fair, *AMOUNTS)
    assert (opened.root, opened.left, opened.claimed) == (fair.tree().root, 101, frozenset())
    for name, amount in AMOUNTS.items():
        await fair.sends(fair.claim(name), "anybody")
        assert await fair.held(name) == amount
    done = await standing(chain, fair, *AMOUNTS, "mallory")
    assert (done.left, done.claimed) == (0, {fair.wallet(name) for name in AMOUNTS})
    assert await fair.token.call("balanceOf", fair.drops.address) == 0
    assert await fair.token.call("allowance", fair.wallet("treasury"), fair.drops.address) == 0


async def test_what_opens_a_list_is_read_as_that_and_counts_what_it_lets_out(
    chain: EvmChain, fair: Fair
) -> None:
    actions = payment_calls(fair.rule, CHAIN, fair.tree().payments, ONE)
    assert actions[1].data.startswith(OPENING_SELECTOR)
    codec = EvmActionCodec({CHAIN: chain})
    approval, opening = codec.decode_unread(actions)
    assert opening.function.startswith("openDrop(")
    assert {each.name: each.value for each in opening.arguments}["total"] == "101"
    assert not opening.dangers or all("Names" not in type(each).__name__ for each in opening.dangers)
    assert approval.function.startswith("approve(")


@pytest.mark.attack("actions")
async def test_nobody_claims_twice(fair: Fair) -> None:
    await fair.opens()
    await fair.sends(fair.claim("ada"), "anybody")
    await fair.refuses(fair.claim("ada"), "ClaimedAlready")
    assert await fair.held("ada") == 10


@pytest.mark.attack("actions")
@pytest.mark.parametrize("changed", ["account", "amount", "record", "funder", "proof", "other proof"])
async def test_what_is_not_in_the_list_is_not_paid(fair: Fair, changed: str) -> None:
    await fair.opens()
    tree, drop = fair.tree(), fair.drop()
    given = {
        "funder": drop.funder,
        "record": bytes.fromhex(drop.record),
        "account": fair.wallet("ada"),
        "amount": 10,
        "proof": list(tree.proof(fair.wallet("ada"))),
    }
    given |= {
        "account": {"account": fair.wallet("mallory")},
        "amount": {"amount": 101},
        "record": {"record": bytes(32)},
        "funder": {"funder": fair.wallet("mallory")},
        "proof": {"proof": []},
        "other proof": {"proof": list(tree.proof(fair.wallet("dan")))},
    }[changed]
    error = "NotOpen" if changed in ("record", "funder") else "NotInTheList"
    data = fair.drops.data("claim", *given.values())
    await fair.refuses(ReadyCall(drop.distributor, 0, f"0x{data.hex()}"), error)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("inner", range(4))
async def test_two_nodes_are_not_paid_as_an_account_and_an_amount(fair: Fair, inner: int) -> None:
    await fair.opens()
    tree = fair.tree()
    left, right = sorted(tree.nodes[2 * inner + 1 : 2 * inner + 3])
    proof, place = [], inner
    while place:
        proof.append(tree.nodes[place + 1 if place % 2 else place - 1])
        place = (place - 1) // 2
    # As the account that is in the last twenty bytes, and with all of them, which the contract doesn't take.
    account = to_checksum_address(left[12:])
    clean = fair.drops.data(
        "claim", fair.wallet("treasury"), bytes.fromhex(ONE), account, int.from_bytes(right, "big"), proof
    )
    await fair.refuses(ReadyCall(fair.drop().distributor, 0, f"0x{clean.hex()}"), "NotInTheList")
    dirty = clean[:68] + left + clean[100:]
    with pytest.raises(RpcError):
        await fair.sends(ReadyCall(fair.drop().distributor, 0, f"0x{dirty.hex()}"), "mallory")


@pytest.mark.attack("order")
async def test_nobody_takes_the_place_of_a_treasurys_list(fair: Fair, chain: EvmChain) -> None:
    """Somebody who saw its transaction opens a list for the same vote before it."""
    await fair.opens(amounts={"mallory": 1}, funder="mallory")
    await fair.opens()
    assert (await standing(chain, fair)).root == fair.tree().root
    await fair.sends(fair.claim("ada"), "anybody")
    await fair.refuses(fair.claim("mallory", amounts={"mallory": 1}), "NotInTheList")


async def test_equal_lists_of_two_votes_are_both_paid(fair: Fair) -> None:
    await fair.opens(ONE)
    await fair.opens(OTHER)
    await fair.sends(fair.claim("ada", ONE), "anybody")
    await fair.sends(fair.claim("ada", OTHER), "anybody")
    assert await fair.held("ada") == 20


@pytest.mark.attack("order")
async def test_a_list_is_opened_once_for_a_vote(fair: Fair) -> None:
    await fair.opens()
    approval, opening = payment_calls(fair.rule, CHAIN, fair.tree({"mallory": 101}).payments, ONE)
    await fair.sends(ReadyCall(approval.to, 0, approval.data), "treasury")
    await fair.refuses(ReadyCall(opening.to, 0, opening.data), "OpenAlready", "treasury")


@pytest.mark.attack("actions")
async def test_a_list_of_more_than_was_paid_in_takes_nothing_from_another(fair: Fair) -> None:
    """Its root is of a larger amount than the sum that its funder gave."""
    await fair.opens()
    root = fair.tree({"mallory": 101}).root
    await fair.token.send("approve", fair.drops.address, 1, sender=fair.account("mallory"))
    await fair.drops.send(
        "openDrop", fair.token.address, bytes.fromhex(OTHER), root, 1, 0, sender=fair.account("mallory")
    )
    with pytest.raises(RpcError):
        await fair.sends(fair.claim("mallory", OTHER, {"mallory": 101}, "mallory"), "mallory")
    assert await fair.token.call("balanceOf", fair.drops.address) == 102


@pytest.mark.attack("time")
async def test_the_treasury_takes_back_what_is_left_once_it_may_and_nobody_else(fair: Fair) -> None:
    await fair.opens()
    await fair.sends(fair.claim("ada"), "anybody")
    sweep = ReadyCall(fair.drop().distributor, 0, "0x" + fair.drops.data("sweep", bytes.fromhex(ONE)).hex())
    await fair.refuses(sweep, "StillClaimable", "treasury")
    await fair.refuses(sweep, "NotOpen", "mallory")
    fair.local.advance(30 * DAY)
    await fair.refuses(sweep, "NotOpen", "mallory")
    await fair.sends(fair.claim("ben"), "anybody")
    await fair.sends(sweep, "treasury")
    assert await fair.held("treasury") == 1_000 - 30
    with pytest.raises(RpcError):
        await fair.sends(fair.claim("cleo"), "anybody")
    assert await fair.token.call("balanceOf", fair.drops.address) == 0
