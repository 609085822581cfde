"""What happens in a Baal, as a mirror reads it."""

from __future__ import annotations

import json

import pytest

from bot.domain.mirrors import MOST_ACTIONS, MOST_WORDS, MirroredBaalStage, MirroredProposal
from bot.services.mirrors.mirroring import EVERY
from sandbox.chain.baal import Call
from tests.execution.baal.baal_treasury import COIN, BaalTreasury
from tests.execution.mirrored import KeptMirror, mirror_of


async def mirrored(world: BaalTreasury) -> KeptMirror:
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address, "baal")
    await kept.catch_up()
    return kept


def paying(world: BaalTreasury, wei: int = 7) -> list[Call]:
    return [(world.local.account("grantee").address, wei, b"")]


async def only(world: BaalTreasury, kept: KeptMirror) -> MirroredProposal:
    await world.local.mine(3)
    await kept.catch_up()
    (found,) = kept.proposals.values()
    return found


def stage_of(found: MirroredProposal) -> MirroredBaalStage:
    return found.stage_as(MirroredBaalStage)


async def test_a_proposal_is_followed_from_its_submission_to_its_processing(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    calls = paying(world)
    told = json.dumps({"title": "Pay", "description": "Please"})
    number = await world.baal.submit(calls, sender=world.stranger, details=told)
    found = await only(world, kept)
    assert (found.key, found.title, found.words) == (str(number), "Pay", "# Pay\n\nPlease")
    assert (found.proposer, found.confirmed, found.left_out) == (world.stranger.address, True, 0)
    assert [(each.to, each.value, each.data) for each in found.actions] == [(calls[0][0], 7, "0x")]
    assert found.stage.name == "submitted"
    await world.baal.sponsor(number, sender=world.ada)
    await world.baal.skip_vote()
    assert (await only(world, kept)).stage.name == "defeated"


async def test_one_that_passes_comes_through_grace_to_its_processing(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    calls = paying(world)
    number = await world.baal.submit(calls, sender=world.ada)
    found = await only(world, kept)
    assert (found.stage.name, found.proposer) == ("voting", world.ada.address)
    await world.baal.vote(number, True, sender=world.ada)
    await world.baal.vote(number, False, sender=world.ben)
    stage = stage_of(await only(world, kept))
    assert (stage.yes, stage.no) == (6 * COIN, 2 * COIN)
    await world.baal.skip_vote()
    assert (await only(world, kept)).stage.name == "grace"
    await world.baal.skip_grace()
    assert (await only(world, kept)).stage.name == "ready"
    sent = await world.baal.process(number, calls, sender=world.stranger)
    found = await only(world, kept)
    assert (found.stage.name, found.stage.is_live, found.ended_by) == (
        "processed",
        False,
        sent["transactionHash"],
    )
    assert not stage_of(found).failed
    assert (await kept.look()).changed == ()


async def test_one_whose_calls_fail_says_so(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    calls = paying(world, 99 * COIN)
    number = await world.baal.submit(calls, sender=world.ada)
    await world.passed(number)
    await world.baal.process(number, calls, sender=world.ada)
    stage = stage_of(await only(world, kept))
    assert (stage.name, stage.failed, stage.is_live) == ("processed", True, False)


async def test_what_has_the_votes_waits_for_the_one_before_it(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    numbers = [await world.baal.submit(paying(world), sender=world.ada) for _ in range(2)]
    for number in numbers:
        await world.baal.vote(number, True, sender=world.ada)
    await world.baal.skip_vote()
    await world.baal.skip_grace()
    await world.local.mine(3)
    await kept.catch_up()
    assert [stage_of(each).behind for each in kept.proposals.values()] == [None, "1"]


def pays(proposal: MirroredProposal) -> tuple[list[tuple[str, int | None, int | None]], str]:
    """Of each asset its symbol, and what a share pays of it now and after the proposal."""
    leaving = stage_of(proposal).leaving
    assert leaving is not None
    return [(each.asset.symbol, each.now, each.after) for each in leaving.paid], leaving.after


async def test_what_leaving_pays_is_told_while_the_vote_and_its_grace_last(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    sent = world.send_dollars(400_000_000)
    calls: list[Call] = [*paying(world, COIN), (sent.to, 0, bytes.fromhex(sent.data[2:]))]
    number = await world.baal.submit(calls, sender=world.stranger)
    assert stage_of(await only(world, kept)).leaving is None
    await world.baal.sponsor(number, sender=world.ada)
    both = [("ETH", COIN, 9 * COIN // 10), ("USDX", 100_000_000, 60_000_000)]
    assert pays(await only(world, kept)) == (both, "told")
    await world.baal.vote(number, True, sender=world.ada)
    await world.baal.skip_vote()
    await world.baal.contract.send("ragequit", world.ben.address, COIN, 0, [], sender=world.ben)
    told, after = pays(await only(world, kept))
    assert (told[1], after) == (("USDX", 10**9 // 9, 6 * 10**8 // 9), "told")
    await world.baal.skip_grace()
    await world.baal.process(number, calls, sender=world.stranger)
    assert stage_of(await only(world, kept)).leaving is None


@pytest.mark.attack("actions")
async def test_after_calls_that_nobody_can_tell_it_is_not_told_what_leaving_pays(
    summoned: BaalTreasury,
) -> None:
    world = summoned
    kept = await mirrored(world)
    noted = world.note()
    await world.baal.submit([(noted.to, 0, bytes.fromhex(noted.data[2:]))], sender=world.ada)
    assert pays(await only(world, kept)) == ([("ETH", COIN, None)], "unknown")


async def test_one_that_is_canceled_is_over(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    number = await world.baal.submit(paying(world), sender=world.ada)
    sent = await world.baal.contract.send("cancelProposal", number, sender=world.ada)
    found = await only(world, kept)
    assert (found.stage.name, found.stage.is_live, found.ended_by) == (
        "canceled",
        False,
        sent["transactionHash"],
    )


async def test_until_when_it_must_be_processed_is_told(summoned: BaalTreasury) -> None:
    world = summoned
    kept = await mirrored(world)
    late = (await world.local.block("latest")).timestamp + 86_400
    await world.baal.submit(paying(world), sender=world.ada, expiration=late)
    expires = stage_of(await only(world, kept)).expires
    assert expires is not None
    assert expires.timestamp() == late


async def test_a_look_takes_so_few_requests_that_two_minutes_of_slow_blocks_are_more(
    summoned: BaalTreasury,
) -> None:
    world = summoned
    kept = await mirrored(world)
    await world.baal.submit(paying(world), sender=world.ada)
    await world.local.mine(3)
    world.local.requests.clear()
    assert len((await kept.look()).changed) == 1
    assert world.local.requests.total() <= EVERY.total_seconds() // 15


# -- attacks -------------------------------------------------------------------------------------------------------


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x8d\x80\xff\x0a", b"\x8d\x80\xff\x0a" + b"\xff" * 64, b"\0" * 200]
)
async def test_data_that_is_no_list_of_calls_is_a_call_that_nobody_can_tell(
    summoned: BaalTreasury, data: bytes
) -> None:
    world = summoned
    kept = await mirrored(world)
    await world.baal.contract.send("submitProposal", data, 0, 0, "", sender=world.ada)
    found = await only(world, kept)
    assert (found.actions, found.left_out, found.stage.is_live) == ((), 1, True)


@pytest.mark.attack("floods")
async def test_of_hundreds_of_calls_the_first_hundred_are_kept_and_the_others_counted(
    summoned: BaalTreasury,
) -> None:
    world = summoned
    kept = await mirrored(world)
    to = world.local.account("grantee").address
    await world.baal.submit([(to, each, b"") for each in range(300)], sender=world.ada)
    found = await only(world, kept)
    assert [each.value for each in found.actions] == list(range(MOST_ACTIONS))
    assert (found.left_out, found.confirmed) == (200, True)


@pytest.mark.attack("text")
@pytest.mark.parametrize("details", ["", "‮", "w" * 60_000, "{" * 9_000, '{"title": []}'], ids=range(5))
async def test_whatever_is_written_is_kept_within_its_bound(summoned: BaalTreasury, details: str) -> None:
    kept = await mirrored(summoned)
    await summoned.baal.submit(paying(summoned), sender=summoned.ada, details=details)
    found = await only(summoned, kept)
    assert (found.words, found.length) == (details[:MOST_WORDS], len(details))


@pytest.mark.attack("order")
async def test_a_proposal_that_the_chain_takes_back_is_open_no_more(summoned: BaalTreasury) -> None:
    world = summoned
    await world.local.mine(3)
    await world.baal.submit(paying(world), sender=world.ada)
    kept = await mirrored(world)
    assert len(kept.proposals) == 1
    await world.local.reorg(6)
    await world.local.mine(9)
    stage = (await only(world, kept)).stage
    assert (stage.name, stage.is_live) == ("unproposed", False)


@pytest.mark.attack("order")
async def test_other_calls_in_the_place_of_those_that_were_taken_back_are_shown_as_they_are(
    summoned: BaalTreasury,
) -> None:
    """Ids are counted: the other proposal has the same."""
    world = summoned
    await world.local.mine(3)
    await world.baal.submit(paying(world, 1), sender=world.ada)
    kept = await mirrored(world)
    await world.local.reorg(6)
    await world.baal.submit(paying(world, 2), sender=world.ada)
    await world.local.mine(9)
    found = await only(world, kept)
    assert ([each.value for each in found.actions], found.confirmed) == ([2], True)


@pytest.mark.attack("order")
async def test_what_is_not_final_is_not_told(summoned: BaalTreasury) -> None:
    kept = await mirrored(summoned)
    await summoned.baal.submit(paying(summoned), sender=summoned.ada)
    await kept.catch_up()
    assert kept.proposals == {}
