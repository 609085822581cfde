"""Opening a vote: the snapshot, and what is frozen with it."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.canonical import content_hash
from bot.domain.errors import ChainUnavailable, ExecutorChanged, WrongState
from bot.domain.ids import ChainId, address
from bot.domain.policy import SafeExecutor
from bot.domain.proposal import State
from bot.services.notices import PostCard
from tests.assembly import DISCUSSION, GUILD, TOKEN, VOTING, Assembly


async def ready(assembly: Assembly, actions: str = "") -> int:
    """A proposal whose discussion is over."""
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada", actions=actions)
    await assembly.pass_time(DISCUSSION)
    return proposal


async def test_a_vote_does_not_open_before_its_discussion_is_over(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION - timedelta(seconds=1))
    assert await assembly.folkmoot.opening.open(proposal) is None
    assert await assembly.state(proposal) is State.DISCUSSION


async def test_the_snapshot_is_the_newest_finalized_block_at_or_before_the_opening(
    assembly: Assembly,
) -> None:
    proposal = await ready(assembly)
    final = await assembly.chain.latest()
    # These make it final, and are later than the opening by the chain's own time.
    assembly.clock.advance(timedelta(seconds=30))
    assembly.chain.advance(assembly.chain.finality + 1)
    assembly.clock.advance(timedelta(seconds=-30))
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    assert opening.snapshot == (final,)
    assert final.time <= opening.at


async def test_a_block_that_is_not_final_is_no_snapshot(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    latest = assembly.chain.advance()
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    assert opening.snapshot[0].number == latest.number - assembly.chain.finality


async def test_the_snapshot_is_stored_before_any_ballot_can_be(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    opening = await assembly.folkmoot.opening.open(proposal)
    assert (await assembly.get(proposal)).opening == opening
    assert await assembly.stored(proposal) == {}


async def test_what_is_received_after_the_snapshot_gives_no_power(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    await assembly.folkmoot.opening.open(proposal)
    assembly.proposal = proposal
    assembly.hold("ada", 1_000_000)
    await assembly.pass_time(timedelta(hours=1))
    assert (await assembly.vote("ada", "For")).power.total == 10


async def test_a_vote_opens_once_however_many_try(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    openings = await asyncio.gather(*(assembly.folkmoot.opening.open(proposal) for _ in range(4)))
    assert len([opening for opening in openings if opening]) == 1
    assert await assembly.folkmoot.opening.open(proposal) is None
    assert len(await assembly.told(PostCard)) == 1


async def test_the_hash_of_the_opening_names_the_frozen_bytes(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    async with assembly.folkmoot.uow.reading() as facts:
        frozen = await facts.proposals.frozen(proposal)
    assert content_hash(frozen) == opening.content_hash
    assert b"We need water." in frozen
    assert opening.snapshot[0].hash.encode() in frozen


async def test_a_new_policy_changes_no_vote_that_is_under_way(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    before = await assembly.get(proposal)
    await assembly.set_up(quorum="100%", voting_period="30d")
    after = await assembly.get(proposal)
    assert after.opening == before.opening
    assert after.ends_at(assembly.clock.now()) == before.ends_at(assembly.clock.now())
    assert after.rules == before.rules != after.policy


async def test_a_new_policy_counts_for_a_vote_that_has_not_opened(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.set_up(voting_period="30d")
    opening = await assembly.open(proposal)
    assert opening.ends_at - opening.at == timedelta(days=30)


async def test_an_edit_is_taken_until_the_vote_opens_and_refused_from_then_on(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    await assembly.folkmoot.proposing.edit(assembly.actor("ada"), proposal, "A deeper well", "text", "")
    await assembly.folkmoot.opening.open(proposal)
    with pytest.raises(WrongState):
        await assembly.folkmoot.proposing.edit(assembly.actor("ada"), proposal, "Other", "text", "")
    assert (await assembly.get(proposal)).content.title == "A deeper well"


async def test_a_vote_does_not_open_for_actions_on_another_chain_than_the_safe(assembly: Assembly) -> None:
    proposal = await ready(assembly, actions=f"transfer 1 to 0x{'11' * 20}")
    async with assembly.folkmoot.uow.writing() as facts:
        track = (await facts.spaces.tracks((await facts.spaces.of_guild(GUILD)).id))[0]
        elsewhere = track.policy.model_copy(
            update={"executor": SafeExecutor(chain=ChainId(777), address=address("0x" + "22" * 20))}
        )
        await facts.spaces.set_track(track.space, track.name, elsewhere, assembly.clock.now())
    with pytest.raises(ExecutorChanged):
        await assembly.folkmoot.opening.open(proposal)
    assert await assembly.state(proposal) is State.PENDING


async def test_a_vote_waits_for_its_snapshot_while_the_chain_does_not_answer(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    assembly.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await assembly.folkmoot.opening.open(proposal)
    assert await assembly.state(proposal) is State.PENDING
    assembly.chain.silent = False
    assert await assembly.folkmoot.opening.open(proposal) is not None


async def test_a_vote_that_opens_late_has_its_whole_voting_period(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    await assembly.pass_time(timedelta(hours=72))
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    assert opening.at == assembly.clock.now()
    assert opening.ends_at - opening.at == VOTING


async def test_a_proposal_withdrawn_while_its_snapshot_is_taken_does_not_open(assembly: Assembly) -> None:
    proposal = await ready(assembly)
    await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), proposal)
    assert await assembly.folkmoot.opening.open(proposal) is None
    assert await assembly.state(proposal) is State.WITHDRAWN


async def test_the_total_power_is_the_supply_at_the_snapshot(assembly: Assembly) -> None:
    await assembly.set_up()
    assembly.chain.supply(TOKEN, 5_000)
    await assembly.powers({"ada": 10})
    opening = await assembly.open(await assembly.submitted("ada"))
    assert opening.total_power == 5_000
