"""Opening a vote: the snapshot, and what is frozen with it."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.canonical import content_hash
from bot.domain.errors import ChainUnavailable, ExecutorChanged, WrongState
from bot.domain.executors import SafeExecutor
from bot.domain.ids import ChainId, address
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostCard
from tests.harness import DISCUSSION, GUILD, TOKEN, VOTING, ServiceHarness


async def ready(harness: ServiceHarness, actions: str = "") -> int:
    """A proposal whose discussion is over."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=actions)
    await harness.pass_time(DISCUSSION)
    return proposal


async def test_a_vote_does_not_open_before_its_discussion_is_over(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION - timedelta(seconds=1))
    assert await harness.open_now(proposal) is None
    assert await harness.state(proposal) is State.DISCUSSION


async def test_the_snapshot_is_the_newest_finalized_block_at_or_before_the_opening(
    harness: ServiceHarness,
) -> None:
    proposal = await ready(harness)
    final = await harness.chain.latest()
    # These make it final, and are later than the opening by the chain's own time.
    harness.clock.advance(timedelta(seconds=30))
    harness.chain.advance(harness.chain.finality + 1)
    harness.clock.advance(timedelta(seconds=-30))
    opening = await harness.open_now(proposal)
    assert opening is not None
    assert opening.snapshot == (final,)
    assert final.time <= opening.at


async def test_a_block_that_is_not_final_is_no_snapshot(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    latest = harness.chain.advance()
    opening = await harness.open_now(proposal)
    assert opening is not None
    assert opening.snapshot[0].number == latest.number - harness.chain.finality


async def test_the_snapshot_is_stored_before_any_ballot_can_be(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    opening = await harness.open_now(proposal)
    assert (await harness.get(proposal)).opening == opening
    assert await harness.stored(proposal) == {}


async def test_what_is_received_after_the_snapshot_gives_no_power(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    await harness.open_now(proposal)
    harness.proposal = proposal
    harness.hold("ada", 1_000_000)
    await harness.pass_time(timedelta(hours=1))
    assert (await harness.vote("ada", "For")).power.total == 10


async def test_a_vote_opens_once_however_many_try(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    openings = await asyncio.gather(*(harness.open_now(proposal) for _ in range(4)))
    assert len([opening for opening in openings if opening]) == 1
    assert await harness.open_now(proposal) is None
    assert len(await harness.notified(PostCard)) == 1


async def test_the_hash_of_the_opening_names_the_frozen_bytes(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    opening = await harness.open_now(proposal)
    assert opening is not None
    async with harness.services.uow.reading() as repositories:
        frozen = await repositories.proposals.frozen(proposal)
    assert content_hash(frozen) == opening.content_hash
    assert b"We need water." in frozen
    assert opening.snapshot[0].hash.encode() in frozen


async def test_a_new_policy_changes_no_vote_that_is_under_way(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    before = await harness.get(proposal)
    await harness.set_up(quorum="100%", voting_period="30d")
    after = await harness.get(proposal)
    assert after.opening == before.opening
    assert after.ends_at(harness.clock.now()) == before.ends_at(harness.clock.now())
    _, track = await harness.services.space_setup.space(GUILD)
    assert after.rules == before.rules != track.policy


async def test_a_new_policy_counts_for_a_vote_that_has_not_opened(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.set_up(voting_period="30d")
    opening = await harness.open(proposal)
    assert opening.ends_at - opening.at == timedelta(days=30)


async def test_an_edit_is_taken_until_the_vote_opens_and_refused_from_then_on(
    harness: ServiceHarness,
) -> None:
    proposal = await ready(harness)
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "A deeper well", "text", "")
    await harness.open_now(proposal)
    with pytest.raises(WrongState):
        await harness.services.proposing.edit(harness.actor("ada"), proposal, "Other", "text", "")
    assert (await harness.get(proposal)).content.title == "A deeper well"


async def test_a_vote_does_not_open_for_actions_on_another_chain_than_the_safe(
    harness: ServiceHarness,
) -> None:
    proposal = await ready(harness, actions=f"transfer 1 to 0x{'11' * 20}")
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        elsewhere = track.policy.model_copy(
            update={"executor": SafeExecutor(chain=ChainId(777), address=address("0x" + "22" * 20))}
        )
        await repositories.spaces.set_track(track.space, track.name, elsewhere, harness.clock.now())
    with pytest.raises(ExecutorChanged):
        await harness.open_now(proposal)
    assert await harness.state(proposal) is State.PENDING


async def test_a_vote_waits_for_its_snapshot_while_the_chain_does_not_answer(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.open_now(proposal)
    assert await harness.state(proposal) is State.PENDING
    harness.chain.silent = False
    assert await harness.open_now(proposal) is not None


async def test_a_vote_that_opens_late_has_its_whole_voting_period(harness: ServiceHarness) -> None:
    proposal = await ready(harness)
    await harness.pass_time(timedelta(hours=72))
    opening = await harness.open_now(proposal)
    assert opening is not None
    assert opening.at == harness.clock.now()
    assert opening.ends_at - opening.at == VOTING


async def test_a_proposal_withdrawn_while_its_snapshot_is_taken_does_not_open(
    harness: ServiceHarness,
) -> None:
    proposal = await ready(harness)
    await harness.services.proposing.withdraw(harness.actor("ada"), proposal)
    assert await harness.open_now(proposal) is None
    assert await harness.state(proposal) is State.WITHDRAWN


async def test_the_total_power_is_the_supply_at_the_snapshot(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.chain.supply(TOKEN, 5_000)
    await harness.powers({"ada": 10})
    opening = await harness.open(await harness.submitted("ada"))
    assert opening.total_power == 5_000
