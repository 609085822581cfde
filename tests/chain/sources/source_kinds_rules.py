"""What reading each kind of power source promises, on whichever chain stands behind it."""

from typing import Any

import pytest

from bot.chain.chains import EvmChain
from bot.domain.blocks import Undetermined, Value
from bot.domain.errors import NoCode, WrongContract
from bot.domain.ids import Address
from bot.domain.power import Erc20, Erc721, Erc1155, Native, SafeOwners, ViewCall
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import deploy_safe
from tests.chain.chain_rules import CHAIN, NOBODY, ChainRules, person
from tests.chain.nodes.nodes import evm_chain, node
from tests.said import raises_saying

COIN = Native(chain=CHAIN)


def place(contract: Contract) -> dict[str, Any]:
    return {"chain": CHAIN, "contract": contract.address}


def weighed(*ids: tuple[int, int]) -> list[dict[str, int]]:
    return [{"id": token, "weight": weight} for token, weight in ids]


def staked(vault: Contract, **more: Any) -> ViewCall:
    return ViewCall(**place(vault), function="stakedOf(address)", **more)


class SourceKindRules(ChainRules):
    @pytest.fixture
    async def badges(self, local: LocalChain) -> Contract:
        """Person 1 holds the tokens 1 and 2, person 2 the token 3; 4 is burned, 5 was never minted."""
        badges = await local.deploy("BadgeNFT", "Badge", "BDG")
        first, second = person(local, 1), person(local, 2)
        await badges.send(
            "airdrop", [first, first, second, local.deployer.address], [1, 2, 3, 4], sender=local.deployer
        )
        await badges.send("burn", 4, sender=local.deployer)
        await local.mine(3)
        return badges

    @pytest.fixture
    async def items(self, local: LocalChain) -> Contract:
        """Person n holds n of the id 1; person 2 holds 10 of the id 7."""
        items = await local.deploy("Items", "")
        people = [person(local, number) for number in (1, 2, 3)]
        await items.send("airdrop", people, 1, [1, 2, 3], sender=local.deployer)
        await items.send("airdrop", [people[1]], 7, [10], sender=local.deployer)
        await local.mine(3)
        return items

    @pytest.fixture
    async def vault(self, local: LocalChain) -> Contract:
        """Person n has staked 100 n."""
        token = await local.deploy("PlainToken", "Plain", "PLN", 18)
        vault = await local.deploy("StakingVault", token.address)
        await token.send("mint", local.deployer.address, 1000, sender=local.deployer)
        await token.send("approve", vault.address, 1000, sender=local.deployer)
        for number in (1, 2):
            await vault.send("stakeFor", person(local, number), 100 * number, sender=local.deployer)
        await local.mine(3)
        return vault

    # -- erc721 by id

    async def test_listed_nfts_count_their_own_weights_and_others_nothing(
        self, local: LocalChain, chain: EvmChain, badges: Contract
    ) -> None:
        source = Erc721(**place(badges), ids=weighed((1, 5), (3, 7)))
        at = await chain.finalized()
        reads = [(source, person(local, 1)), (source, person(local, 2)), (source, NOBODY)]
        assert await chain.powers(reads, at) == [Value(5), Value(7), Value(0)]

    async def test_an_id_that_is_listed_twice_counts_once(
        self, local: LocalChain, chain: EvmChain, badges: Contract
    ) -> None:
        source = Erc721(**place(badges), ids=weighed((1, 5), (2, 1), (1, 5)))
        assert await chain.powers([(source, person(local, 1))], await chain.finalized()) == [Value(6)]

    async def test_a_burned_or_unminted_nft_is_held_by_nobody_and_spoils_no_other(
        self, local: LocalChain, chain: EvmChain, badges: Contract
    ) -> None:
        source = Erc721(**place(badges), ids=weighed((2, 3), (4, 1000), (5, 1000)))
        at = await chain.finalized()
        assert await chain.powers([(source, person(local, 1)), (source, NOBODY)], at) == [Value(3), Value(0)]
        assert await chain.total(source, at) == Value(3)

    async def test_an_nft_that_is_burned_later_still_counts_at_the_snapshot(
        self, local: LocalChain, chain: EvmChain, badges: Contract
    ) -> None:
        source = Erc721(**place(badges), ids=weighed((3, 7)))
        at = await chain.finalized()
        await badges.send("burn", 3, sender=local.deployer)
        await local.mine(3)
        assert await chain.powers([(source, person(local, 2))], at) == [Value(7)]
        assert await chain.powers([(source, person(local, 2))], await chain.finalized()) == [Value(0)]

    async def test_a_refusal_of_what_is_no_erc721_is_undetermined(
        self, local: LocalChain, chain: EvmChain, items: Contract
    ) -> None:
        source = Erc721(**place(items), ids=weighed((1, 1)))
        missing = Erc721(chain=CHAIN, contract=NOBODY, ids=weighed((1, 1)))
        at = await chain.finalized()
        for reading in await chain.powers([(source, person(local, 1)), (missing, person(local, 1))], at):
            assert isinstance(reading, Undetermined)
        assert isinstance(await chain.total(source, at), Undetermined)

    async def test_the_owner_of_a_token_is_asked_once_for_all_wallets(
        self, local: LocalChain, badges: Contract
    ) -> None:
        source = Erc721(**place(badges), ids=weighed(*((token, 1) for token in range(1, 6))))
        async with evm_chain(local.url, multicall=NOBODY) as chain:
            at = await chain.finalized()
            local.requests.clear()
            await chain.powers([(source, person(local, number)) for number in range(20)], at)
        # Without Multicall3 each is two requests: the owners of five tokens, and whether it is an ERC-721 at all. One
        # more finds out that there is none.
        assert local.requests["eth_call"] == 2 * 6 + 1

    # -- erc1155

    async def test_items_are_the_weighted_sum_of_the_listed_ids(
        self, local: LocalChain, chain: EvmChain, items: Contract
    ) -> None:
        source = Erc1155(**place(items), ids=weighed((1, 2), (7, 100)))
        at = await chain.finalized()
        reads = [(source, person(local, number)) for number in (1, 2, 3, 4)]
        assert await chain.powers(reads, at) == [Value(2), Value(1004), Value(6), Value(0)]
        only = Erc1155(**place(items), ids=weighed((7, 1)))
        assert await chain.powers([(only, person(local, 2)), (only, person(local, 3))], at) == [
            Value(10),
            Value(0),
        ]

    async def test_items_without_a_supply_have_an_undetermined_total(
        self, chain: EvmChain, items: Contract
    ) -> None:
        source = Erc1155(**place(items), ids=weighed((1, 1)))
        assert isinstance(await chain.total(source, await chain.finalized()), Undetermined)

    async def test_items_of_another_kind_of_contract_are_undetermined_and_refused(
        self, local: LocalChain, chain: EvmChain, badges: Contract, vault: Contract
    ) -> None:
        at = await chain.finalized()
        for contract in (badges, vault):
            source = Erc1155(**place(contract), ids=weighed((1, 1)))
            (reading,) = await chain.powers([(source, person(local, 1))], at)
            assert isinstance(reading, Undetermined)
            with pytest.raises(WrongContract):
                await chain.check_source(source, at)

    # -- native

    async def test_the_coin_is_read_in_wei_at_the_block(self, local: LocalChain, chain: EvmChain) -> None:
        account = local.account("rich")
        await local.fund(account, 3 * 10**18 + 1)
        await local.mine(3)
        at = await chain.finalized()
        await local.fund(account, 10**18)
        await local.mine(3)
        reads = [(COIN, Address(account.address)), (COIN, NOBODY)]
        assert await chain.powers(reads, at) == [Value(3 * 10**18 + 1), Value(0)]
        (later,) = await chain.powers(reads[:1], await chain.finalized())
        assert later != Value(3 * 10**18 + 1)

    @pytest.mark.parametrize("manner", ["configured away", "not deployed", "no hashes"])
    async def test_the_coin_is_read_without_multicall_too(self, local: LocalChain, manner: str) -> None:
        await local.fund(local.account("rich"), 12345)
        await local.mine(3)
        options: dict[str, Any] = {"multicall": None} if manner == "configured away" else {}
        manners = {"multicall": manner != "not deployed", "takes_block_hashes": manner != "no hashes"}
        async with node(local, **manners) as front, evm_chain(front.url, **options) as chain:
            at = await chain.finalized()
            rich = Address(local.account("rich").address)
            assert await chain.powers([(COIN, rich), (COIN, NOBODY)], at) == [Value(12345), Value(0)]

    async def test_many_balances_of_the_coin_take_one_request(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        await local.mine(3)
        at = await chain.finalized()
        local.requests.clear()
        readings = await chain.powers([(COIN, person(local, number)) for number in range(50)], at)
        assert readings == [Value(0)] * 50
        assert local.requests == {"eth_call": 1}

    async def test_the_coin_needs_no_contract_and_has_no_total(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        await local.mine(3)
        at = await chain.finalized()
        assert await chain.check_source(COIN, at) == ("ETH", 18)
        assert isinstance(await chain.total(COIN, at), Undetermined)

    async def test_the_coin_at_a_block_that_is_gone_is_undetermined(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        await local.mine(3)
        at = await chain.latest()
        await local.reorg(2)
        await local.mine(2)
        (reading,) = await chain.powers([(COIN, person(local, 1))], at)
        assert isinstance(reading, Undetermined)

    # -- call

    async def test_a_view_function_is_read_for_each_wallet(
        self, local: LocalChain, chain: EvmChain, vault: Contract
    ) -> None:
        at = await chain.finalized()
        reads = [(staked(vault), person(local, number)) for number in (1, 2, 3)]
        assert await chain.powers(reads, at) == [Value(100), Value(200), Value(0)]
        assert await chain.total(staked(vault, total="totalStaked()"), at) == Value(300)
        assert isinstance(await chain.total(staked(vault), at), Undetermined)

    async def test_a_function_that_the_contract_does_not_have_is_undetermined_and_refused(
        self, local: LocalChain, chain: EvmChain, vault: Contract
    ) -> None:
        source = ViewCall(**place(vault), function="lockedOf(address)", decimals=18)
        at = await chain.finalized()
        (reading,) = await chain.powers([(source, person(local, 1))], at)
        assert isinstance(reading, Undetermined)
        with pytest.raises(WrongContract):
            await chain.check_source(source, at)
        with pytest.raises(WrongContract):
            await chain.check_source(staked(vault, total="lockedInAll()", decimals=18), at)

    async def test_the_decimals_of_a_call_are_those_given_or_those_of_the_contract(
        self, local: LocalChain, chain: EvmChain, vault: Contract
    ) -> None:
        plain = await local.deploy("PlainToken", "Dollar", "USDX", 6)
        await local.mine(3)
        at = await chain.finalized()
        balance = ViewCall(**place(plain), function="balanceOf(address)")
        assert await chain.check_source(balance, at) == ("USDX", 6)
        assert await chain.check_source(staked(vault, decimals=18), at) == ("votes", 18)
        with raises_saying(WrongContract, "decimals 18"):
            await chain.check_source(staked(vault), at)

    @pytest.mark.parametrize("mode", [1, 2, 4, 5, 6], ids=["reverts", "panics", "nothing", "short", "long"])
    async def test_a_hostile_answer_to_a_call_is_undetermined_and_spoils_no_other(
        self, local: LocalChain, chain: EvmChain, vault: Contract, mode: int
    ) -> None:
        hostile = await local.deploy("HostileToken")
        await hostile.send("setMode", mode, sender=local.deployer)
        await hostile.send("setVictims", [person(local, 2)], sender=local.deployer)
        await local.mine(3)
        source = ViewCall(**place(hostile), function="balanceOf(address)")
        reads = [(each, person(local, number)) for number in (1, 2) for each in (source, staked(vault))]
        readings = await chain.powers(reads, await chain.finalized())
        assert (readings[0], readings[1], readings[3]) == (Value(0), Value(100), Value(200))
        assert isinstance(readings[2], Undetermined)

    # -- safe_owners

    async def test_each_owner_of_a_safe_has_one_at_the_block_and_nobody_else(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        keys = tuple(local.account(f"person {number}") for number in (1, 2, 3))
        safe = await deploy_safe(local, owners=keys[:2], threshold=1)
        await local.fund(keys[0], 10**18)
        await local.mine(3)
        source = SafeOwners(chain=CHAIN, contract=Address(safe.address))
        reads = [(source, person(local, number)) for number in (1, 2, 3)]
        before = await chain.finalized()
        assert await chain.check_source(source, before) == ("votes", 0)
        add = safe.contract.data("addOwnerWithThreshold", keys[2].address, 1)
        signed = [safe.sign(keys[0], await safe.transaction_hash(safe.address, data=add))]
        await safe.execute(safe.address, data=add, signatures=signed, sender=keys[0])
        await local.mine(3)
        after = await chain.finalized()
        assert await chain.powers(reads, before) == [Value(1), Value(1), Value(0)]
        assert await chain.powers(reads, after) == [Value(1), Value(1), Value(1)]
        assert (await chain.total(source, before), await chain.total(source, after)) == (Value(2), Value(3))

    async def test_the_owners_of_a_safe_are_asked_once_for_all_wallets(self, local: LocalChain) -> None:
        safe = await deploy_safe(local, owners=(local.account("person 1"),), threshold=1)
        await local.mine(3)
        source = SafeOwners(chain=CHAIN, contract=Address(safe.address))
        async with evm_chain(local.url, multicall=None) as chain:
            at = await chain.finalized()
            local.requests.clear()
            readings = await chain.powers([(source, person(local, number)) for number in range(20)], at)
        assert readings == [Value(int(number == 1)) for number in range(20)]
        assert local.requests["eth_call"] == 2

    async def test_what_is_no_safe_has_no_owners_and_is_refused(
        self, local: LocalChain, chain: EvmChain, badges: Contract, vault: Contract
    ) -> None:
        at = await chain.finalized()
        for contract in (badges, vault):
            source = SafeOwners(**place(contract))
            (reading,) = await chain.powers([(source, person(local, 1))], at)
            assert isinstance(reading, Undetermined)
            assert isinstance(await chain.total(source, at), Undetermined)
            with pytest.raises(WrongContract):
                await chain.check_source(source, at)
        nowhere = SafeOwners(chain=CHAIN, contract=NOBODY)
        assert isinstance(await chain.total(nowhere, at), Undetermined)

    # -- all

    async def test_all_kinds_together_take_one_request(
        self, local: LocalChain, badges: Contract, items: Contract, vault: Contract
    ) -> None:
        await local.fund(local.account("person 1"), 77)
        await local.mine(3)
        sources = [
            Erc721(**place(badges), ids=weighed((1, 5))),
            Erc721(**place(badges)),
            Erc1155(**place(items), ids=weighed((1, 2))),
            COIN,
            staked(vault),
        ]
        async with evm_chain(local.url) as chain:
            at = await chain.finalized()
            local.requests.clear()
            readings = await chain.powers([(source, person(local, 1)) for source in sources], at)
        assert readings == [Value(5), Value(2), Value(2), Value(77), Value(100)]
        assert local.requests == {"eth_call": 1}

    async def test_kinds_with_a_contract_are_refused_where_there_is_none(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        await local.mine(3)
        at = await chain.finalized()
        common: dict[str, Any] = {"chain": CHAIN, "contract": NOBODY}
        for source in (
            Erc1155(**common, ids=weighed((1, 1))),
            Erc721(**common, ids=weighed((1, 1))),
            ViewCall(**common, function="stakedOf(address)", decimals=18),
            Erc20(**common),
            SafeOwners(**common),
        ):
            with pytest.raises(NoCode):
                await chain.check_source(source, at)

    async def test_kinds_that_answer_tell_their_symbol_and_decimals(
        self, chain: EvmChain, badges: Contract, items: Contract
    ) -> None:
        at = await chain.finalized()
        listed = weighed((1, 5), (4, 1), (5, 1))
        assert await chain.check_source(Erc721(**place(badges), ids=listed), at) == ("BDG", 0)
        assert await chain.check_source(Erc1155(**place(items), ids=listed), at) == ("votes", 0)
