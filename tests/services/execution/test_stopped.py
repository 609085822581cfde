"""What passed is not carried out where something else would run than what was voted on."""

import pytest

from bot.domain.errors import ChangesExecutor, NoBatchContract
from bot.domain.executors import ProofDemand
from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostRequest, SubmitRequest
from tests.fakes import account, digest
from tests.harness import SAFE, SIGNERS, TIMELOCK, ServiceHarness
from tests.services.execution.asking import ACTION, WELL_BUILDER, events, on_card, passed, said, told

TWO = f"{ACTION}\n{ACTION}"


async def after_timelock(harness: ServiceHarness) -> ProposalId:
    proposal = await passed(harness)
    await harness.pass_time(TIMELOCK)
    return proposal


@pytest.mark.attack("actions")
async def test_other_code_than_at_the_opening_stops_it_in_public(harness: ServiceHarness) -> None:
    proposal = await after_timelock(harness)
    harness.safes.codes[WELL_BUILDER] = digest("another contract")
    assert await harness.services.preparing.prepare(proposal) == ()
    (alarm,) = await told(harness)
    assert (alarm.event, alarm.announce, alarm.alarm) == ("stopped", True, True)
    assert "runs other code than when the vote opened" in await said(harness)
    assert "nothing should be signed" in await said(harness)
    assert harness.handler.of(PostRequest) == harness.handler.of(SubmitRequest) == []
    assert await harness.state(proposal) is State.FAILED
    card = await on_card(harness, proposal)
    assert "**Stopped**" in card
    assert WELL_BUILDER in card


@pytest.mark.attack("actions")
async def test_what_was_stopped_stays_so_when_the_old_code_is_put_back(harness: ServiceHarness) -> None:
    proposal = await after_timelock(harness)
    harness.safes.codes[WELL_BUILDER] = digest("another contract")
    await harness.sweep.run()
    harness.safes.codes.clear()
    await harness.try_again()
    assert await harness.services.preparing.prepare(proposal) == ()
    assert (await harness.get(proposal)).requests == ()
    assert await events(harness) == ["stopped"]
    assert await harness.live() == []


@pytest.mark.attack("actions")
async def test_a_target_that_became_a_module_since_stops_it(harness: ServiceHarness) -> None:
    await after_timelock(harness)
    harness.safes.modules.add(WELL_BUILDER)
    await harness.sweep.run()
    assert await events(harness) == ["stopped"]
    assert "has become a module of the Safe" in await said(harness)


async def test_a_target_that_was_a_module_when_it_was_voted_on_stops_nothing(harness: ServiceHarness) -> None:
    harness.safes.modules.add(WELL_BUILDER)
    proposal = await after_timelock(harness)
    assert len(await harness.services.preparing.prepare(proposal)) == 1


@pytest.mark.attack("actions")
async def test_other_code_before_the_opening_is_what_is_voted_on(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=ACTION)
    harness.safes.codes[WELL_BUILDER] = digest("audited contract")
    await harness.open(proposal)
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    (examined,) = opening.examined
    assert [each.code[0].hash for each in examined.called] == [digest("audited contract")]
    await harness.passed(proposal)
    assert await harness.prepared(proposal)


@pytest.mark.attack("actions")
async def test_what_would_change_its_own_executor_is_refused_as_a_draft(harness: ServiceHarness) -> None:
    await harness.set_up()
    with pytest.raises(ChangesExecutor) as refused:
        await harness.drafted(actions=f"transfer 0 to {SAFE}")
    assert refused.value.account == SAFE


@pytest.mark.attack("actions")
async def test_what_would_change_the_executor_of_now_opens_no_vote(harness: ServiceHarness) -> None:
    """It was drafted for another Safe; then the space was bound to the one that it would change."""
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=f"transfer 0 to {account('other safe')}")
    other = harness.safe.__class__(account("other safe"), harness.safe.owners)
    harness.safes.add(other)
    await harness.set_up(executor=other.address, proved=False)
    proofs, founder = harness.services.executor_proofs, harness.actor("founder", administrator=True)
    request = await proofs.request(founder, other.address, SIGNERS[0], ProofDemand.ONE)
    await proofs.prove(founder, request.nonce, harness.chain.sign(SIGNERS[0], request.message))
    with pytest.raises(ChangesExecutor):
        await harness.open(proposal)
    assert await harness.state(proposal) is State.PENDING


async def test_several_actions_are_refused_where_no_contract_can_make_them_together(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    harness.safes.makes_several = False
    with pytest.raises(NoBatchContract) as refused:
        await harness.drafted(actions=TWO)
    assert refused.value.actions == 2
    await harness.drafted(actions=ACTION)


async def test_several_actions_open_no_vote_where_the_contract_is_gone(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=TWO)
    harness.safes.makes_several = False
    with pytest.raises(NoBatchContract):
        await harness.open(proposal)


async def test_the_doctor_says_where_a_proposal_can_have_one_action_only(harness: ServiceHarness) -> None:
    await harness.set_up()
    harness.safes.makes_several = False
    async with harness.services.uow.reading() as repositories:
        tracks = await repositories.spaces.tracks((await repositories.spaces.of_guild(1000)).id)
    bad = [check for check in await harness.services.doctor.check_tracks(tracks) if not check.good]
    assert [type(check.subject).__name__ for check in bad] == ["SeveralActionsOf"]
