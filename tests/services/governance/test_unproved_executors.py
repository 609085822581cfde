"""Nothing is asked of an executor that nobody proved, or whose proof has ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.errors import ChainUnavailable, ExecutorUnproved
from bot.domain.executors import ProofDemand
from bot.domain.proposals.state import State
from tests.fakes import account
from tests.harness import DISCUSSION, OTHER_GUILD, SAFE, SIGNERS, TIMELOCK, ServiceHarness
from tests.services.governance.proving import ACTION, bound, replaced, told


@pytest.mark.attack("linking")
async def test_a_proposal_with_actions_for_a_safe_that_is_only_named_is_not_submitted(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.drafted(actions=ACTION)
    with pytest.raises(ExecutorUnproved):
        await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.DRAFT
    await harness.prove(harness.moderator())
    await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert await harness.state(proposal) is State.DISCUSSION


async def test_a_proposal_that_asks_nothing_of_the_safe_needs_no_proof(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    await harness.open(proposal)
    await harness.passed(proposal)


@pytest.mark.attack("linking")
async def test_actions_are_not_added_in_the_discussion_either(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted()
    with pytest.raises(ExecutorUnproved):
        await harness.services.proposing.edit(harness.actor("ada"), proposal, "A well", "Dig.", ACTION)
    assert (await harness.get(proposal)).content.actions == ()


@pytest.mark.attack("linking")
async def test_a_temperature_check_for_a_safe_that_is_only_named_is_not_submitted(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(preset="staged", proved=False)
    await harness.powers({"ada": 10})
    with pytest.raises(ExecutorUnproved):
        await harness.submitted(actions=ACTION)


async def _changed_owners(harness: ServiceHarness) -> None:
    replaced(harness, account("new owner"), account("another new owner"))


async def _let_it_go(harness: ServiceHarness) -> None:
    await harness.services.executor_proofs.release(harness.moderator(), "", "because")


ENDS: list[Callable[[ServiceHarness], Awaitable[None]]] = [_changed_owners, _let_it_go]


@pytest.mark.attack("linking")
@pytest.mark.parametrize("end", ENDS)
async def test_no_vote_opens_over_a_safe_whose_proof_has_ended(
    harness: ServiceHarness, end: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted(actions=ACTION)
    await end(harness)
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    for _ in range(3):
        await harness.try_again()
    assert await harness.state(proposal) is State.PENDING
    assert await told(harness) == [proposal]
    await proved_anew(harness)
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING


@pytest.mark.attack("linking")
@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_asked_of_a_safe_whose_proof_has_ended(
    harness: ServiceHarness, end: Callable[[ServiceHarness], Awaitable[None]]
) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await end(harness)
    await harness.pass_time(TIMELOCK)
    for _ in range(3):
        await harness.try_again()
    assert (await harness.get(proposal)).requests == ()
    assert harness.safes.prepared == 0
    assert await told(harness) == [proposal]
    await proved_anew(harness)
    await harness.try_again()
    assert len((await harness.get(proposal)).requests) == 1


async def test_what_ends_again_is_told_again(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    await _let_it_go(harness)
    await harness.pass_time(TIMELOCK)
    await harness.try_again()
    harness.safes.down = True
    await proved_anew(harness)
    await harness.pass_time(timedelta(hours=1))
    await _let_it_go(harness)
    await harness.try_again()
    assert await told(harness) == [proposal], "nobody signed anything since it was told"
    replaced(harness, *SIGNERS)
    await harness.prove(harness.moderator())
    await harness.pass_time(timedelta(hours=1))
    replaced(harness, account("the newest owner"))
    await harness.try_again()
    assert await told(harness) == [proposal, proposal]


async def test_one_owner_who_signed_and_is_left_is_enough_where_one_was(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.prove(harness.moderator(), SIGNERS[1])
    replaced(harness, account("new owner"), SIGNERS[1])
    assert await bound(harness)


@pytest.mark.attack("linking")
async def test_fewer_signers_than_the_safe_asks_for_now_are_not_enough_where_all_were(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(proved=False)
    for signer in SIGNERS[:2]:
        await harness.prove(harness.moderator(), signer, ProofDemand.THRESHOLD)
    assert await bound(harness)
    harness.safe.threshold = 3
    assert not await bound(harness)
    harness.safe.threshold = 2
    replaced(harness, account("new owner"), SIGNERS[1], SIGNERS[2])
    assert not await bound(harness)
    await harness.prove(harness.moderator(), SIGNERS[2], ProofDemand.THRESHOLD)
    assert await bound(harness)


async def test_a_chain_that_does_not_answer_opens_nothing_and_takes_nothing_away(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    harness.safes.silent.add(SAFE)
    with pytest.raises(ChainUnavailable):
        await bound(harness)
    harness.safes.silent.clear()
    assert await bound(harness)


async def test_one_unproved_safe_holds_up_no_other_proposal(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.powers({"ada": 10})
    await harness.powers({"ben": 10}, guild=OTHER_GUILD)
    stuck = await harness.submitted(actions=ACTION)
    other = await harness.submitted("ben", actions=ACTION, guild=OTHER_GUILD)
    plain = await harness.submitted(title="No money")
    replaced(harness, account("new owner"))
    await harness.pass_time(DISCUSSION)
    for each in (stuck, other, plain):
        await harness.show_card(each)
    await harness.sweep.run()
    states = [await harness.state(each) for each in (stuck, other, plain)]
    assert states == [State.PENDING, State.VOTING, State.VOTING]


async def proved_anew(harness: ServiceHarness) -> None:
    await harness.prove(harness.moderator(), harness.safe.owners[0])
