"""Views with arguments, words and hops: what is counted, for whom, and what is refused."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.calls.state import Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.sources.call import ViewCallReads
from bot.domain.blocks import BlockRef, Undetermined, Value
from bot.domain.errors import WrongContract
from bot.domain.ids import Address, BlockHash, ChainId
from bot.domain.power import Erc20Votes, ViewCall
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.nodes.nodes import evm_chain
from tests.said import raises_saying

CHAIN = ChainId(31337)
NOWHERE = Address("0x000000000000000000000000000000000000dEaD")
READS = ViewCallReads()
AT = BlockRef(CHAIN, 1, BlockHash("0x" + "5b" * 32), 1_700_000_000)


def call(contract: Contract, function: str, **more: Any) -> ViewCall:
    return ViewCall(chain=CHAIN, contract=Address(contract.address), function=function, decimals=0, **more)


def person(local: LocalChain, number: int) -> Address:
    return Address(local.account(f"person {number}").address)


@pytest.fixture
async def local() -> AsyncIterator[LocalChain]:
    async with LocalChain.serve() as local:
        yield local


@pytest.fixture
async def chain(local: LocalChain) -> AsyncIterator[EvmChain]:
    async with evm_chain(local.url) as chain:
        yield chain


@pytest.fixture
async def guild(local: LocalChain) -> Contract:
    """Persons 1 and 2 are members with 7 and 5 shares; person 3 is the key of person 1."""
    guild = await local.deploy("GuildV1")
    for number, shares in ((1, 7), (2, 5)):
        await guild.send("admit", person(local, number), shares, sender=local.deployer)
    keeper = local.account("person 1")
    await local.fund(keeper, 10**18)
    await guild.send("updateDelegateKey", person(local, 3), sender=keeper)
    await local.mine(3)
    return guild


async def test_one_word_of_an_answer_counts_and_the_other_words_do_not(
    local: LocalChain, chain: EvmChain, guild: Contract
) -> None:
    at = await chain.finalized()
    shares, exists = call(guild, "members($)[1]"), call(guild, "members($)[2]")
    reads = [(source, person(local, number)) for source in (shares, exists) for number in (1, 2, 4)]
    assert await chain.powers(reads, at) == [Value(7), Value(5), Value(0), Value(1), Value(1), Value(0)]


async def test_a_hop_counts_what_the_named_account_has_for_who_is_named_back(
    local: LocalChain, chain: EvmChain, guild: Contract
) -> None:
    source = call(guild, "members(memberAddressByDelegateKey($))[1]", total="totalShares()")
    at = await chain.finalized()
    readings = await chain.powers([(source, person(local, number)) for number in (1, 2, 3, 4)], at)
    assert readings == [Value(0), Value(5), Value(7), Value(0)]
    assert await chain.total(source, at) == Value(12)
    assert await chain.check_source(source, at) == ("votes", 0)


async def test_a_hop_takes_two_requests_for_all_wallets_and_a_plain_call_one(
    local: LocalChain, chain: EvmChain, guild: Contract
) -> None:
    at = await chain.finalized()
    people = [person(local, number) for number in range(30)]
    for function, requests in (("members($)[1]", 1), ("members(memberAddressByDelegateKey($))[1]", 2)):
        local.requests.clear()
        await chain.powers([(call(guild, function), each) for each in people], at)
        assert local.requests == {"eth_call": requests}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("delegate", ["a key", "a member", "a contract that says whose it is"])
async def test_votes_delegated_to_one_account_count_for_one_wallet_however_many_name_it(
    local: LocalChain, chain: EvmChain, delegate: str
) -> None:
    token = await local.deploy("VotesToken", "Votes", "VTS")
    people = [local.account(f"person {number}") for number in range(1, 5)]
    named = {
        "a key": local.account("a key").address,
        "a member": people[0].address,
        "a contract that says whose it is": (
            await local.deploy(
                "VoteDelegate", (await local.deploy("Chief", token.address)).address, people[1].address
            )
        ).address,
    }[delegate]
    for each in people:
        await local.fund(each, 10**18)
        await token.send("mint", each.address, 10, sender=local.deployer)
        await token.send("delegate", named, sender=each)
    await local.mine(3)
    reads = [(call(token, "getVotes(delegates($))"), Address(each.address)) for each in people]
    readings = await chain.powers(reads, await chain.finalized())
    counted = [reading.raw for reading in readings if isinstance(reading, Value)]
    assert len(counted) == len(people)
    assert counted.count(0) >= len(people) - 1
    assert sum(counted) in (0, 40)


async def test_a_function_of_several_words_is_refused_with_what_to_write(
    chain: EvmChain, guild: Contract
) -> None:
    at = await chain.finalized()
    with raises_saying(WrongContract, "answers with 4 words: write behind it"):
        await chain.check_source(call(guild, "members($)"), at)
    for wrong in ("members($)[4]", "members($, uint8 0)[1]", "members(members($))[1]"):
        with pytest.raises(WrongContract):
            await chain.check_source(call(guild, wrong), at)


async def test_a_hop_to_a_contract_that_is_not_there_is_refused_and_undetermined(
    local: LocalChain, chain: EvmChain, guild: Contract
) -> None:
    at = await chain.finalized()
    source = call(guild, f"members({NOWHERE}.keys($))[1]")
    with pytest.raises(WrongContract):
        await chain.check_source(source, at)
    (reading,) = await chain.powers([(source, person(local, 1))], at)
    assert isinstance(reading, Undetermined)


@pytest.mark.attack("rpc")
@pytest.mark.parametrize(
    "mode", [1, 2, 3, 4, 5, 6], ids=["reverts", "panics", "burns", "nothing", "short", "long"]
)
@pytest.mark.parametrize("function", ["balanceOf(balanceOf($))", "balanceOf($)[1]", "balanceOf($)[0]"])
async def test_a_hostile_answer_to_any_view_is_undetermined_or_nothing_and_spoils_no_other(
    local: LocalChain, chain: EvmChain, guild: Contract, mode: int, function: str
) -> None:
    hostile = await local.deploy("HostileToken")
    await hostile.send("setMode", mode, sender=local.deployer)
    await local.mine(3)
    reads = [
        (call(hostile, function), person(local, 1)),
        (call(guild, "members($)[1]"), person(local, 2)),
    ]
    first, other = await chain.powers(reads, await chain.finalized())
    assert isinstance(first, Undetermined)
    assert other == Value(5)


WORD = st.one_of(
    st.integers(0, 3), st.integers(0, 2**256 - 1), st.integers(1, 4).map(lambda number: number << 100)
).map(lambda number: number.to_bytes(32, "big"))
OUTCOME: st.SearchStrategy[Outcome] = st.one_of(
    st.lists(WORD, max_size=4).map(b"".join),
    st.binary(max_size=70),
    st.builds(Reverted, st.just("no"), out_of_gas=st.booleans()),
    st.just(NoAnswer("silence")),
)
ACCOUNTS = [Address(f"0x{number:040x}") for number in range(1, 6)]


@given(st.lists(OUTCOME, min_size=3, max_size=3), st.sampled_from(["a(b($))", "a(b($))[0]", "a(b($))[1]"]))
def test_whatever_an_account_answers_it_counts_for_one_wallet_at_most(
    outcomes: Sequence[Outcome], function: str
) -> None:
    """All wallets name the same account, which answers as it likes."""
    source = ViewCall(chain=CHAIN, contract=NOWHERE, function=function)
    named = int(ACCOUNTS[0], 16).to_bytes(32, "big")
    readings = [READS.power(source, wallet, [named, *outcomes], AT) for wallet in ACCOUNTS]
    assert sum(isinstance(reading, Value) and reading.raw > 0 for reading in readings) <= 1


@given(OUTCOME, st.integers(0, 31))
def test_a_word_is_read_where_the_answer_has_it_whole_and_nowhere_else(outcome: Outcome, place: int) -> None:
    source = ViewCall(chain=CHAIN, contract=NOWHERE, function=f"a($)[{place}]")
    reading = READS.power(source, NOWHERE, [outcome], AT)
    if isinstance(outcome, bytes) and len(outcome) % 32 == 0 and place < len(outcome) // 32:
        assert reading == Value(int.from_bytes(outcome[32 * place :][:32], "big"))
    else:
        assert isinstance(reading, Undetermined)


async def test_votes_of_tokens_after_compound_take_a_second_request_and_those_of_others_none(
    local: LocalChain, chain: EvmChain
) -> None:
    later = (await local.block("latest")).timestamp + 10**6
    deployer = local.deployer
    uni = await local.deploy("Uni", deployer.address, deployer.address, later)
    plain = await local.deploy("VotesToken", "Votes", "VTS")
    await uni.send("delegate", deployer.address, sender=deployer)
    await local.mine(3)
    at = await chain.finalized()
    for token, requests, power in ((uni, 2, 10**27), (plain, 1, 0)):
        source = Erc20Votes(chain=CHAIN, contract=Address(token.address))
        local.requests.clear()
        (reading,) = await chain.powers([(source, Address(deployer.address))], at)
        assert (reading, local.requests["eth_call"]) == (Value(power), requests)
        assert (await chain.check_source(source, at))[1] == 18


@pytest.mark.parametrize("name", ["ClocklessVotesToken", "LayerTwoVotesToken"])
async def test_a_token_without_a_clock_is_asked_at_a_time_that_is_over_on_any(
    local: LocalChain, chain: EvmChain, name: str
) -> None:
    token = await local.deploy(name, "Votes", "VTS")
    await local.mine(3)
    source = Erc20Votes(chain=CHAIN, contract=Address(token.address))
    assert await chain.check_source(source, await chain.finalized()) == ("VTS", 18)


async def test_a_token_without_votes_of_either_name_is_refused(local: LocalChain, chain: EvmChain) -> None:
    token = await local.deploy("PlainToken", "Plain", "PLN", 18)
    await local.mine(3)
    source = Erc20Votes(chain=CHAIN, contract=Address(token.address))
    at = await chain.finalized()
    with raises_saying(WrongContract, "getVotes"):
        await chain.check_source(source, at)
    (reading,) = await chain.powers([(source, person(local, 1))], at)
    assert isinstance(reading, Undetermined)
