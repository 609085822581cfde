"""A number that can't be anybody's power is never counted, and a source that counts something else is told."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.chain.chains import EvmChain
from bot.domain.blocks import Undetermined, Value
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import DelegationPassedOver, MoreThanThereIs, NothingInAll
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20, Erc20Votes, Erc1155, Native, ViewCall
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import evm_chain

CHAIN = ChainId(31337)
MAXIMUM, LIES = 7, 8
"""What HostileToken does to a victim."""


def place(contract: Contract) -> dict[str, Any]:
    return {"chain": CHAIN, "contract": contract.address}


class TestMeaninglessPower:
    @pytest.fixture
    async def local(self) -> AsyncIterator[LocalChain]:
        async with LocalChain.serve() as local:
            yield local

    @pytest.fixture
    async def chain(self, local: LocalChain) -> AsyncIterator[EvmChain]:
        async with evm_chain(local.url) as chain:
            yield chain

    @pytest.fixture
    async def hostile(self, local: LocalChain) -> Contract:
        """Ada has 5 of its 10; zero stands for the total, as this contract tells it."""
        token = await local.deploy("HostileToken")
        await token.send("mint", person(local, "ada"), 5, sender=local.deployer)
        await token.send("mint", "0x" + "0" * 40, 10, sender=local.deployer)
        await token.send("setVictims", [person(local, "ada")], sender=local.deployer)
        return token

    @pytest.mark.attack("rpc")
    @pytest.mark.parametrize("mode", [MAXIMUM, LIES], ids=["the greatest number", "a million more"])
    @pytest.mark.parametrize("kind", ["erc20", "erc20_votes", "call with a total"])
    async def test_a_power_above_the_total_is_undetermined_and_spoils_no_other(
        self, local: LocalChain, chain: EvmChain, hostile: Contract, kind: str, mode: int
    ) -> None:
        sources: dict[str, Erc20 | Erc20Votes | ViewCall] = {
            "erc20": Erc20(**place(hostile)),
            "erc20_votes": Erc20Votes(**place(hostile)),
            "call with a total": ViewCall(
                **place(hostile), function="balanceOf(address)", total="totalSupply()", decimals=0
            ),
        }
        ada, ben = person(local, "ada"), person(local, "ben")
        at = await self.mined(local, chain)
        assert await chain.powers([(sources[kind], ada), (sources[kind], ben)], at) == [Value(5), Value(0)]
        await hostile.send("setMode", mode, sender=local.deployer)
        at = await self.mined(local, chain)
        first, second = await chain.powers([(sources[kind], ada), (sources[kind], ben)], at)
        assert isinstance(first, Undetermined)
        assert first.failure is ReadFailure.NO_NUMBER
        assert second == Value(0)

    @pytest.mark.attack("rpc")
    async def test_an_address_that_is_read_for_a_number_is_no_power(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        token = await local.deploy("VotesToken", "Folk", "FOLK")
        ada = person(local, "ada")
        await token.send("airdrop", [ada], [7], True, sender=local.deployer)
        source = ViewCall(**place(token), function="delegates(address)", decimals=0)
        (reading,) = await chain.powers([(source, ada)], await self.mined(local, chain))
        assert isinstance(reading, Undetermined)
        assert reading.for_good

    @pytest.mark.attack("rpc")
    async def test_a_source_that_gives_everybody_more_than_there_can_be_is_refused(
        self, local: LocalChain, chain: EvmChain, hostile: Contract
    ) -> None:
        source = ViewCall(**place(hostile), function="balanceOf(address)", decimals=0)
        at = await self.mined(local, chain)
        assert await chain.check_source(source, at) == ("HOST", 0)
        await hostile.send(
            "setVictims", ["0x000000000000000000000000000000000000dEaD"], sender=local.deployer
        )
        await hostile.send("setMode", MAXIMUM, sender=local.deployer)
        with pytest.raises(WrongContract) as refused:
            await chain.check_source(source, await self.mined(local, chain))
        assert refused.value.fault == MoreThanThereIs()

    @pytest.mark.attack("rpc")
    async def test_the_greatest_amount_of_an_item_is_no_power(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        items = await local.deploy("Items", "")
        ada = person(local, "ada")
        await items.send("airdrop", [ada], 1, [2**128 - 1], sender=local.deployer)
        source = Erc1155(**place(items), ids=[{"id": 1}])
        at = await self.mined(local, chain)
        assert await chain.powers([(source, ada)], at) == [Value(2**128 - 1)]
        await items.send("airdrop", [ada], 1, [1], sender=local.deployer)
        (reading,) = await chain.powers([(source, ada)], await self.mined(local, chain))
        assert isinstance(reading, Undetermined)

    async def test_what_is_held_of_a_token_with_delegation_is_told(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        folk = await local.deploy("VotesToken", "Folk", "FOLK")
        await folk.send("airdrop", [person(local, "ada")], [7], False, sender=local.deployer)
        plain = await local.deploy("PlainToken", "Plain", "PLN", 18)
        await plain.send("mint", person(local, "ada"), 7, sender=local.deployer)
        at = await self.mined(local, chain)
        assert await chain.doubts(Erc20(**place(folk)), at) == [DelegationPassedOver("delegates(address)")]
        assert await chain.doubts(Erc20Votes(**place(folk)), at) == []
        assert await chain.doubts(Erc20(**place(plain)), at) == []
        assert await chain.doubts(Native(chain=CHAIN), at) == []

    async def test_a_total_of_zero_is_told(self, local: LocalChain, chain: EvmChain) -> None:
        plain = await local.deploy("PlainToken", "Plain", "PLN", 18)
        votes = await local.deploy("VotesToken", "Folk", "FOLK")
        at = await self.mined(local, chain)
        assert await chain.doubts(Erc20(**place(plain)), at) == [NothingInAll()]
        assert await chain.doubts(Erc20Votes(**place(votes)), at) == [NothingInAll()]

    async def mined(self, local: LocalChain, chain: EvmChain) -> Any:
        await local.mine(3)
        return await chain.finalized()


def person(local: LocalChain, name: str) -> Address:
    return Address(local.account(name).address)
