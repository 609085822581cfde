"""What happens on a Governor, as a mirror reads it: every proposal, and how far it has come, by final blocks alone."""

from __future__ import annotations

import pytest
from eth_utils import keccak
from msgspec.structs import replace

from bot.domain.ids import Address
from bot.domain.mirrors import MOST_ACTIONS, MOST_WORDS, MirroredProposal
from bot.execution.mirrored_blocks import read_blocks
from bot.services.mirrors.mirroring import EVERY
from tests.chain.nodes.nodes import PATIENT, evm_chain
from tests.execution.governor.governor_treasury import GovernorTreasury
from tests.execution.mirrored import mirror_of

one_sort = pytest.mark.parametrize("any_governor", ["TimelockedGovernor"], indirect=True)


async def proposed(
    world: GovernorTreasury, words: str = "# Pay\n\nPlease"
) -> tuple[int, list[tuple[str, int, bytes]], str]:
    action = world.pay()
    calls = [(action.to, action.value, b"")]
    return await world.governor.propose(calls, words, sender=world.voter), calls, words


async def test_a_proposal_is_followed_from_its_proposing_to_its_execution(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    assert kept.proposals == {}
    number, calls, words = await proposed(world)
    await world.local.mine(3)

    async def now() -> MirroredProposal:
        await world.local.mine(3)
        await kept.look()
        return kept.proposals[str(number)]

    found = await now()
    assert (found.title, found.words, found.length) == ("Pay", words, len(words))
    assert (found.proposer, found.confirmed, found.left_out) == (world.voter.address, True, 0)
    assert [(each.to, each.value, each.data) for each in found.actions] == [(calls[0][0], calls[0][1], "0x")]
    await world.governor.skip_to_vote(number)
    await world.governor.vote(number, 1, sender=world.voter)
    held = await world.governor.token.call("balanceOf", world.voter.address)
    found = await now()
    assert (found.stage.name, found.stage.in_favour, found.stage.is_live) == ("active", held, True)
    assert found.stage.quorum is not None
    await world.governor.skip_vote(number)
    assert (await now()).stage.name == "succeeded"
    await world.governor.queue(number, calls, words, sender=world.voter)
    found = await now()
    assert (found.stage.name, found.stage.eta is not None) == ("queued", True)
    await world.governor.skip_timelock()
    sent = await world.governor.execute(number, calls, words, sender=world.voter)
    found = await now()
    assert (found.stage.name, found.stage.is_live, found.ended_by) == (
        "executed",
        False,
        sent["transactionHash"],
    )
    assert (await kept.look()).changed == ()


# -- what was before ---------------------------------------------------------------------------------------------


async def test_what_was_proposed_before_the_mirror_was_named_is_found(any_governor: GovernorTreasury) -> None:
    world = any_governor
    over, *_ = await proposed(world, "# Over")
    await world.governor.skip_to_vote(over)
    await world.governor.skip_vote(over)
    open_, *_ = await proposed(world, "# Open")
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    assert {each.title: each.stage.is_live for each in kept.proposals.values()} == {
        "Over": False,
        "Open": True,
    }
    assert kept.proposals[str(over)].stage.name == "defeated"
    assert kept.proposals[str(open_)].confirmed
    assert kept.mirror.read is not None
    assert 0 < kept.mirror.read.first == kept.mirror.read.since


@one_sort
async def test_the_newest_blocks_are_read_first_and_then_what_was_before(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    await proposed(world, "# First")
    await world.local.mine(250)
    await proposed(world, "# Last")
    await world.local.mine(3)
    async with evm_chain(world.local.url, limits=replace(PATIENT, logs=1)) as chain:
        kept = await mirror_of(chain, world.address)
        seen = []
        while not ((reading := await kept.look()).at_end and reading.read.is_whole):
            seen += [each.title for each in reading.changed]
        seen += [each.title for each in reading.changed]
    assert seen == ["Last", "First"]


@one_sort
@pytest.mark.attack("rpc")
async def test_who_was_away_for_long_catches_up_part_by_part(any_governor: GovernorTreasury) -> None:
    world = any_governor
    async with evm_chain(world.local.url, limits=replace(PATIENT, logs=1)) as chain:
        kept = await mirror_of(chain, world.address)
        await kept.catch_up()
        for title in ("# One", "# Two", "# Three"):
            await proposed(world, title)
            await world.local.mine(60)
        assert not (await kept.look()).at_end
        await kept.catch_up()
    assert [each.title for each in kept.proposals.values()] == ["One", "Two", "Three"]


@one_sort
async def test_a_look_at_which_nothing_is_new_asks_for_the_newest_block_and_nothing_else(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    await proposed(world)
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    world.local.requests.clear()
    assert (await kept.look()).changed == ()
    assert world.local.requests == {"eth_getBlockByNumber": 2}


@pytest.mark.parametrize("any_governor", ["TimelockedGovernor", "Bravo"], indirect=True)
async def test_a_look_takes_so_few_requests_that_two_minutes_of_slow_blocks_are_more(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    kept = await mirror_of(world.chain, world.address)
    number, *_ = await proposed(world)
    await world.local.mine(5)
    await kept.catch_up()
    await world.governor.vote(number, 1, sender=world.voter)
    await world.local.mine(3)
    world.local.requests.clear()
    assert [each.key for each in (await kept.look()).changed] == [str(number)]
    assert world.local.requests.total() <= EVERY.total_seconds() // 15


# -- reorganisations ---------------------------------------------------------------------------------------------


@one_sort
@pytest.mark.attack("order")
async def test_a_proposal_that_the_chain_takes_back_is_open_no_more(any_governor: GovernorTreasury) -> None:
    world = any_governor
    number, *_ = await proposed(world)
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    assert kept.proposals[str(number)].stage.is_live
    await world.local.reorg(6)
    await world.local.mine(12)
    await kept.catch_up()
    found = kept.proposals[str(number)].stage
    assert (found.name, found.is_live) == ("unproposed", False)


@one_sort
@pytest.mark.attack("order")
async def test_what_is_proposed_in_blocks_that_take_the_place_of_others_is_found(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    await world.local.reorg(5)
    number, *_ = await proposed(world)
    await world.local.mine(9)
    await kept.catch_up()
    assert list(kept.proposals) == [str(number)]


@one_sort
@pytest.mark.attack("order")
async def test_what_is_not_final_is_not_told(any_governor: GovernorTreasury) -> None:
    world = any_governor
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    await proposed(world)
    await kept.catch_up()
    assert kept.proposals == {}


# -- what proposers write ----------------------------------------------------------------------------------------


@one_sort
@pytest.mark.attack("floods")
async def test_of_a_thousand_calls_the_first_hundred_are_kept_and_the_others_counted(
    any_governor: GovernorTreasury,
) -> None:
    world = any_governor
    to = world.pay().to
    await world.governor.propose([(to, each, b"") for each in range(300)], "# Many", sender=world.voter)
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    (found,) = kept.proposals.values()
    assert [each.value for each in found.actions] == list(range(MOST_ACTIONS))
    assert (found.left_out, found.confirmed) == (200, True)


@pytest.mark.attack("text")
@one_sort
@pytest.mark.parametrize(
    "words",
    [
        "",
        "\n\n\n",
        "#" * 500,
        "# Pay\0\x07\u202e",
        "@everyone <@&1> https://evil.example",
        "0x" + "ab" * 20,
        "w" * 60_000,
    ],
)
async def test_whatever_is_written_is_kept_within_its_bound(
    any_governor: GovernorTreasury, words: str
) -> None:
    world = any_governor
    await proposed(world, words)
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    (found,) = kept.proposals.values()
    assert (found.words, found.length) == (words[:MOST_WORDS], len(words))


@pytest.mark.parametrize("any_governor", ["SequentialGovernor"], indirect=True)
@pytest.mark.attack("actions")
async def test_calls_that_the_governor_tells_nobody_are_not_confirmed(any_governor: GovernorTreasury) -> None:
    world = any_governor
    await proposed(world)
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address)
    await kept.catch_up()
    (found,) = kept.proposals.values()
    assert (found.confirmed, found.stage.is_live, len(found.actions)) == (False, True, 1)


@one_sort
async def test_a_vote_that_is_extended_says_so(any_governor: GovernorTreasury) -> None:
    world = any_governor
    number, *_ = await proposed(world)
    await world.governor.skip_to_vote(number)
    deadline = await world.governor.contract.call("proposalDeadline", number)
    while (await world.local.block("latest")).number < deadline - 1:
        await world.local.mine()
    await world.governor.vote(number, 1, sender=world.voter)
    await world.local.mine(1)
    kept = await mirror_of(world.chain, world.address)
    await world.local.mine(1)
    await kept.catch_up()
    stage = kept.proposals[str(number)].stage
    assert stage.is_extended
    assert stage.ends > stage.planned_end == deadline


@one_sort
@pytest.mark.attack("floods")
async def test_a_block_with_more_events_than_are_held_is_left_out_and_counted_and_the_next_are_read(
    any_governor: GovernorTreasury,
) -> None:
    local, chain = any_governor.local, any_governor.chain
    token = await local.deploy("PlainToken", "Flood", "FLOOD", 18)
    everybody = [any_governor.voter.address] * 2001
    await token.send("airdrop", everybody, [0] * 2001, sender=local.deployer)
    await token.send("airdrop", everybody[:1], [1], sender=local.deployer)
    await local.mine(3)
    transfer = "0x" + keccak(text="Transfer(address,address,uint256)").hex()
    read, seen = None, 0
    while True:
        found = await read_blocks(chain, Address(token.address), [transfer], read)
        read, seen = found.read, seen + len(found.logs)
        if found.at_end and read.is_whole:
            break
    assert (seen, read.left_out) == (1, 1)
