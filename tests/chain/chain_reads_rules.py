"""What reading a chain promises, on whichever chain stands behind it."""

from datetime import timedelta

import pytest

from bot.chain.chains import EvmChain
from bot.chain.nodes.limits import Limits
from bot.chain.sources.erc20_votes import past_votes
from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.errors import ChainUnavailable, NoCode, WrongContract
from bot.domain.ids import Address, BlockHash
from bot.domain.power import Erc20, Erc20Votes, Erc721
from sandbox.chain.account import Account
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.chain_rules import CHAIN, NOBODY, ChainRules, person
from tests.chain.nodes.nodes import evm_chain


def erc20(contract: Contract) -> Erc20:
    return Erc20(chain=CHAIN, contract=Address(contract.address))


def votes(contract: Contract) -> Erc20Votes:
    return Erc20Votes(chain=CHAIN, contract=Address(contract.address))


def erc721(contract: Contract) -> Erc721:
    return Erc721(chain=CHAIN, contract=Address(contract.address))


class ChainReadRules(ChainRules):
    @pytest.fixture
    async def folk(self, local: LocalChain) -> Contract:
        """A votes token: person n holds n tokens, and delegates to themself."""
        token = await local.deploy("VotesToken", "Folk", "FOLK")
        people = [person(local, number) for number in range(1, 8)]
        amounts = list(range(1, 8))
        await token.send("airdrop", people, amounts, True, sender=local.deployer)
        await local.mine(3)
        return token

    # -- blocks

    async def test_the_finalized_block_is_the_newest_that_is_final(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        head = await local.mine(5)
        final = await local.block(head.number - 2)
        assert await chain.finalized() == BlockRef(
            CHAIN, final.number, BlockHash(final.hash), final.timestamp
        )
        assert (await chain.latest()).number == head.number

    async def test_finality_by_depth_counts_back_from_the_latest_block(self, local: LocalChain) -> None:
        head = await local.mine(9)
        async with evm_chain(local.url, finality=4) as chain:
            assert (await chain.finalized()).number == head.number - 4

    @pytest.mark.parametrize("back", [1, 2, 5, 17, 30])
    async def test_the_newest_block_until_a_time_is_found_wherever_it_is(
        self, local: LocalChain, chain: EvmChain, back: int
    ) -> None:
        head = await local.mine(34)
        wanted = await local.block(head.number - 2 - back)
        following = await local.block(wanted.number + 1)
        moment = BlockRef(CHAIN, 0, BlockHash(""), following.timestamp).time - timedelta(microseconds=1)
        assert (await chain.finalized(moment)).number == wanted.number

    async def test_no_block_is_older_than_the_chain(self, local: LocalChain, chain: EvmChain) -> None:
        await local.mine(3)
        genesis = await chain.block(0)
        assert await chain.finalized(genesis.time) == genesis
        with pytest.raises(ChainUnavailable, match="began after"):
            await chain.finalized(genesis.time - timedelta(seconds=1))

    async def test_a_block_that_was_reorganised_away_is_not_canonical(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        await local.mine(3)
        block = await chain.latest()
        assert await chain.is_canonical(block)
        await local.reorg(2)
        assert not await chain.is_canonical(block)

    # -- power

    async def test_powers_come_in_the_order_of_the_reads_from_all_kinds(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        badges = await local.deploy("BadgeNFT", "Badge", "BDG")
        first, second = person(local, 1), person(local, 2)
        await badges.send("airdrop", [second, second, second], [7, 8, 9], sender=local.deployer)
        await local.mine(2)
        at = await chain.finalized()
        reads = [
            (erc721(badges), second),
            (erc20(folk), second),
            (votes(folk), first),
            (erc721(badges), first),
            (erc20(folk), NOBODY),
        ]
        assert await chain.powers(reads, at) == [Value(3), Value(2), Value(1), Value(0), Value(0)]

    async def test_power_is_read_at_the_block_and_not_later(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        at = await chain.finalized()
        await folk.send("transfer", NOBODY, 3, sender=await self._rich(local, 5))
        await local.mine(3)
        assert await chain.powers([(erc20(folk), person(local, 5))], at) == [Value(5)]
        later = await chain.finalized()
        assert await chain.powers([(erc20(folk), person(local, 5))], later) == [Value(2)]

    @pytest.mark.parametrize("token", ["VotesToken", "TimestampVotesToken"])
    async def test_votes_at_the_snapshot_are_the_past_votes_of_every_later_block(
        self, local: LocalChain, chain: EvmChain, token: str
    ) -> None:
        folk = await local.deploy(token, "Folk", "FOLK")
        people = [person(local, number) for number in range(1, 4)]
        await folk.send("airdrop", people, [10, 20, 30], True, sender=local.deployer)
        await folk.send("delegate", people[1], sender=await self._rich(local, 1))
        at = await chain.latest()
        await folk.send("delegate", people[2], sender=await self._rich(local, 1))
        await local.mine(3)
        read = await chain.powers([(votes(folk), wallet) for wallet in people], at)
        assert read == [Value(0), Value(30), Value(30)]
        timepoint = at.number if token == "VotesToken" else at.timestamp
        past = await chain.read(
            [past_votes(Address(folk.address), wallet, timepoint) for wallet in people], await chain.latest()
        )
        assert [int.from_bytes(answer, "big") for answer in past if isinstance(answer, bytes)] == [0, 30, 30]

    async def test_whom_a_wallet_delegated_to_on_chain_is_read_at_the_block(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        folk = await local.deploy("VotesToken", "Folk", "FOLK")
        people = [person(local, number) for number in range(1, 4)]
        await folk.send("airdrop", people, [10, 20, 30], False, sender=local.deployer)
        await folk.send("delegate", people[1], sender=await self._rich(local, 1))
        at = await chain.latest()
        await folk.send("delegate", people[2], sender=await self._rich(local, 1))
        nothing = Erc20Votes(chain=CHAIN, contract=NOBODY)
        asked = [(votes(folk), people[0]), (votes(folk), people[1]), (nothing, people[0])]
        first, second, third = await chain.delegates(asked, at)
        assert (first, second) == (people[1], None)
        assert isinstance(third, Undetermined)
        assert (await chain.delegates(asked, await chain.latest()))[0] == people[2]

    async def test_what_a_wallet_holds_itself_is_read_at_the_block_whoever_votes_with_it(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        folk = await local.deploy("VotesToken", "Folk", "FOLK")
        people = [person(local, number) for number in range(1, 4)]
        await folk.send("airdrop", people, [10, 20, 30], False, sender=local.deployer)
        await folk.send("delegate", people[1], sender=await self._rich(local, 1))
        at = await chain.latest()
        await folk.send("airdrop", people, [1, 1, 1], False, sender=local.deployer)
        nothing = Erc20Votes(chain=CHAIN, contract=NOBODY)
        asked = [*((votes(folk), wallet) for wallet in people), (nothing, people[0])]
        *held, unreadable = await chain.held(asked, at)
        assert held == [Value(10), Value(20), Value(30)]
        assert isinstance(unreadable, Undetermined)

    async def test_the_total_is_the_supply_at_the_block(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        at = await chain.finalized()
        assert await chain.total(erc20(folk), at) == Value(28)
        assert await chain.total(votes(folk), at) == Value(28)

    async def test_an_account_without_code_has_undetermined_power_and_never_zero(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        at = await chain.finalized()
        missing = Erc20(chain=CHAIN, contract=NOBODY)
        first, second = await chain.powers([(missing, person(local, 1)), (erc20(folk), person(local, 2))], at)
        assert isinstance(first, Undetermined)
        assert second == Value(2)

    async def test_power_before_the_token_was_deployed_is_undetermined(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        (reading,) = await chain.powers([(erc20(folk), person(local, 1))], await chain.block(0))
        assert isinstance(reading, Undetermined)

    @pytest.mark.parametrize("mode", [1, 2, 4, 5, 6], ids=["reverts", "panics", "nothing", "short", "long"])
    async def test_a_hostile_answer_is_undetermined_and_spoils_no_other(
        self, local: LocalChain, chain: EvmChain, folk: Contract, mode: int
    ) -> None:
        hostile = await local.deploy("HostileToken")
        await hostile.send("setMode", mode, sender=local.deployer)
        await hostile.send("setVictims", [person(local, 2)], sender=local.deployer)
        await local.mine(2)
        at = await chain.finalized()
        reads = [
            (source, person(local, number))
            for number in (1, 2, 3)
            for source in (erc20(hostile), votes(hostile), erc20(folk))
        ]
        readings = await chain.powers(reads, at)
        assert readings[:3] == [Value(0), Value(0), Value(1)]
        assert isinstance(readings[3], Undetermined)
        assert isinstance(readings[4], Undetermined)
        assert readings[5:] == [Value(2), Value(0), Value(0), Value(3)]

    async def test_many_wallets_at_one_block_take_few_requests(
        self, local: LocalChain, folk: Contract
    ) -> None:
        # With the total, which nobody can have more than, there are forty reads.
        wallets = [person(local, number) for number in range(39)]
        async with evm_chain(local.url, limits=Limits(chunk=10)) as chain:
            at = await chain.finalized()
            local.requests.clear()
            readings = await chain.powers([(erc20(folk), wallet) for wallet in wallets], at)
        assert readings == [Value(number if number < 8 else 0) for number in range(39)]
        assert local.requests == {"eth_call": 4}

    async def test_without_multicall_each_read_is_its_own_call(
        self, local: LocalChain, folk: Contract
    ) -> None:
        async with evm_chain(local.url, multicall=NOBODY) as chain:
            at = await chain.finalized()
            reads = [(erc20(folk), person(local, number)) for number in range(1, 6)]
            assert await chain.powers(reads, at) == [Value(number) for number in range(1, 6)]

    async def test_reads_at_a_block_that_is_gone_are_undetermined(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        at = await chain.latest()
        await local.reorg(2)
        await local.mine(2)
        (reading,) = await chain.powers([(erc20(folk), person(local, 1))], at)
        assert isinstance(reading, Undetermined)

    # -- sources

    async def test_a_source_tells_its_symbol_and_decimals(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        plain = await local.deploy("PlainToken", "Dollar", "USDX", 6)
        badges = await local.deploy("BadgeNFT", "Badge", "BDG")
        stamped = await local.deploy("TimestampVotesToken", "Stamp", "STMP")
        await local.mine(2)
        at = await chain.finalized()
        assert await chain.check_source(erc20(plain), at) == ("USDX", 6)
        assert await chain.check_source(votes(folk), at) == ("FOLK", 18)
        assert await chain.check_source(votes(stamped), at) == ("STMP", 18)
        assert await chain.check_source(erc721(badges), at) == ("BDG", 0)

    async def test_a_source_without_code_is_refused(self, chain: EvmChain, folk: Contract) -> None:
        with pytest.raises(NoCode):
            await chain.check_source(Erc20(chain=CHAIN, contract=NOBODY), await chain.finalized())

    async def test_a_contract_of_another_kind_is_refused(
        self, local: LocalChain, chain: EvmChain, folk: Contract
    ) -> None:
        plain = await local.deploy("PlainToken", "Dollar", "USDX", 6)
        badges = await local.deploy("BadgeNFT", "Badge", "BDG")
        absurd = await local.deploy("PlainToken", "Absurd", "ABS", 78)
        await local.mine(2)
        at = await chain.finalized()
        for source in (votes(plain), erc20(badges), erc721(folk), erc721(plain), erc20(absurd)):
            with pytest.raises(WrongContract):
                await chain.check_source(source, at)

    async def test_a_symbol_that_is_no_short_word_is_not_shown(
        self, local: LocalChain, chain: EvmChain
    ) -> None:
        odd = await local.deploy("PlainToken", "Odd", "A\u202eB\u200bC\nD\x00" + "x" * 100, 0)
        await local.mine(2)
        symbol, _ = await chain.check_source(erc20(odd), await chain.finalized())
        assert symbol == "votes"

    async def _rich(self, local: LocalChain, number: int) -> Account:
        account = local.account(f"person {number}")
        await local.fund(account, 10**18)
        return account
