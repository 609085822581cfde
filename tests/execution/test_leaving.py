"""What leaving pays by our count is what the contracts pay, to the last digit."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest

from bot.domain.ids import Address
from bot.domain.leaving import Treasury, part
from sandbox.chain import LocalChain, RpcError
from sandbox.chain.account import Account
from sandbox.chain.baal import COIN, deploy_baal
from sandbox.chain.contract import Contract
from sandbox.chain.moloch import LocalMoloch, collect, deploy_moloch

SEEDS = range(6)
MOST = 2**256 - 1


@pytest.fixture
async def chain() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve(genesis_time=1_700_000_000) as chain:
        yield chain


async def members_of(chain: LocalChain, *names: str) -> list[Account]:
    members = [chain.account(name) for name in names]
    for member in members:
        await chain.fund(member, 10**18)
    return members


async def open_to_leave(moloch: LocalMoloch, member: Account) -> None:
    """Nobody leaves a Moloch DAO before its first proposal is processed."""
    place = await moloch.sponsor(await moloch.submit(member.address, sender=member), sender=member)
    await moloch.skip_grace(place)
    await moloch.process(place, sender=member)


async def treasury_of(moloch: LocalMoloch) -> Treasury:
    balances = {Address(token.address): await moloch.bank(token) for token in moloch.tokens}
    total = await moloch.contract.call("totalShares") + await moloch.contract.call("totalLoot")
    return Treasury(balances, total)


async def test_a_moloch_dao_pays_who_leaves_what_was_computed(chain: LocalChain) -> None:
    ada, ben = await members_of(chain, "ada", "ben")
    tokens = [await chain.deploy("PlainToken", name, name, 18) for name in ("DAI", "WETH", "USDC")]
    draw = random.Random(7)
    everybody = {ada: 10**9 + 7, ben: 10**6 + 3}
    moloch = await deploy_moloch(chain, tokens, everybody, loot={ben: 999_983})
    for token in tokens:
        await collect(moloch, token, draw.randrange(1, 10 ** draw.randrange(1, 40)), member=ada)
    await open_to_leave(moloch, ada)
    for _ in SEEDS:
        shares, loot = (draw.randrange(0, 1 + limit) for limit in (50_000, 50_000))
        wanted = (await treasury_of(moloch)).pays(shares + loot)
        before = {token.address: await moloch.balance(ben.address, token) for token in tokens}
        await moloch.contract.send("ragequit", shares, loot, sender=ben)
        for token in tokens:
            paid = await moloch.balance(ben.address, token) - before[token.address]
            assert paid == wanted[Address(token.address)]


@pytest.mark.attack("actions")
@pytest.mark.parametrize("balance", [MOST, MOST // 2, 2**255 + 1, MOST // 3 + 1])
async def test_a_token_without_bound_in_the_bank_is_divided_as_the_contract_divides_it(
    chain: LocalChain, balance: int
) -> None:
    ada, ben = await members_of(chain, "ada", "ben")
    dai, spam = [await chain.deploy("PlainToken", name, name, 18) for name in ("DAI", "SPAM")]
    moloch = await deploy_moloch(chain, [dai, spam], {ada: 10, ben: 7})
    await collect(moloch, dai, 1_000, member=ada)
    await collect(moloch, spam, balance, member=ada)
    await open_to_leave(moloch, ada)
    wanted = (await treasury_of(moloch)).pays(5)
    await moloch.contract.send("ragequit", 5, 0, sender=ben)
    assert await moloch.balance(ben.address, dai) == wanted[Address(dai.address)] == 294
    assert await moloch.balance(ben.address, spam) == wanted[Address(spam.address)] == balance // 17 * 5


@pytest.mark.attack("order")
async def test_who_leaves_while_a_proposal_is_open_is_paid_from_what_is_there_before_it(
    chain: LocalChain,
) -> None:
    ada, ben = await members_of(chain, "ada", "ben")
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    moloch = await deploy_moloch(chain, [dai], {ada: 6, ben: 4})
    await collect(moloch, dai, 1_000, member=ada)
    await open_to_leave(moloch, ada)
    payment = await moloch.submit(ada.address, payment=500, sender=ada)
    place = await moloch.sponsor(payment, sender=ada)
    await moloch.skip_to_vote(place)
    await moloch.vote(place, 1, sender=ada)
    await moloch.skip_vote(place)
    with pytest.raises(RpcError):
        await moloch.contract.send(
            "ragequit", 1, 0, sender=ada
        )  # She voted for it, and stays until it is processed.
    await moloch.contract.send("ragequit", 4, 0, sender=ben)
    assert await moloch.balance(ben.address, dai) == part(1_000, 4, 10) == 400
    await moloch.skip_grace(place)
    await moloch.process(place, sender=ada)
    assert (await moloch.bank(dai), await moloch.balance(ada.address, dai)) == (100, 500)


async def test_a_baal_pays_who_leaves_what_was_computed(chain: LocalChain) -> None:
    ada, ben = await members_of(chain, "ada", "ben")
    dai = await chain.deploy("PlainToken", "Dai", "DAI", 18)
    draw = random.Random(11)
    baal = await deploy_baal(chain, {ada: 10**18 + 7, ben: 10**18 - 11}, loot={ben: 3 * 10**17 + 1})
    await chain.fund(baal.safe.address, 10**18 + 12_345)
    await dai.send("mint", baal.safe.address, 10**30 + 3, sender=chain.deployer)
    assets = sorted([COIN, dai.address], key=lambda each: int(each, 16))
    for _ in SEEDS:
        shares, loot = (draw.randrange(0, 2 * 10**16) for _ in range(2))
        total = await baal.contract.call("totalSupply")
        held = {
            None: await chain.balance(baal.safe.address),
            Address(dai.address): await held_by(dai, baal.safe),
        }
        wanted = Treasury(held, total, "reverts").pays(shares + loot)
        gone = chain.account(f"away {shares}").address
        await baal.contract.send("ragequit", gone, shares, loot, assets, sender=ben)
        assert await chain.balance(gone) == wanted[None]
        assert await dai.call("balanceOf", gone) == wanted[Address(dai.address)]


@pytest.mark.attack("actions")
async def test_a_token_without_bound_keeps_who_names_it_from_leaving_a_baal(chain: LocalChain) -> None:
    ada, ben = await members_of(chain, "ada", "ben")
    spam = await chain.deploy("PlainToken", "Spam", "SPAM", 18)
    baal = await deploy_baal(chain, {ada: 10**18, ben: 10**18})
    await spam.send("mint", baal.safe.address, MOST, sender=chain.deployer)
    assert Treasury({None: MOST}, 2 * 10**18, "reverts").pays(10**18) == {None: None}
    with pytest.raises(RpcError):
        await baal.contract.send("ragequit", ben.address, 10**18, 0, [spam.address], sender=ben)
    await baal.contract.send("ragequit", ben.address, 10**18, 0, [], sender=ben)


async def held_by(token: Contract, holder: Contract) -> int:
    return int(await token.call("balanceOf", holder.address))
