"""From a passed proposal to the Safe's transaction and its end."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import ChainUnavailable
from bot.domain.executors import ExecutionRequest, SafeExecutor
from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent, PostRequest, RefreshCard, SubmitRequest
from bot.services.execution.polling import LONGEST
from tests.execution.treasury import DECISION
from tests.fakes import MAINNET, FakeSafe, account
from tests.harness import EXECUTION, GUILD, SIGNERS, TIMELOCK, ServiceHarness

ACTION = f"transfer 5 to {account('well builder')}"


async def passed(harness: ServiceHarness) -> ProposalId:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.passed(proposal)
    return proposal


async def in_execution(harness: ServiceHarness) -> tuple[ProposalId, ExecutionRequest]:
    proposal = await passed(harness)
    return proposal, await harness.prepared(proposal)


async def look(harness: ServiceHarness, proposal: ProposalId) -> None:
    """Time passes until the service is asked again, and it is."""
    await harness.pass_time(LONGEST)
    await harness.services.following.follow(proposal)


async def events(harness: ServiceHarness) -> list[str]:
    """What was said of proposals, after the opening of their votes."""
    said = [notification.event for notification in await harness.notified(PostEvent)]
    return [event for event in said if event != "opened"]


async def test_nothing_is_prepared_before_the_timelock_is_over(harness: ServiceHarness) -> None:
    proposal = await passed(harness)
    await harness.pass_time(TIMELOCK - timedelta(milliseconds=1))
    assert await harness.services.preparing.prepare(proposal) == ()
    await harness.pass_time(timedelta(milliseconds=1))
    assert len(await harness.services.preparing.prepare(proposal)) == 1


async def test_the_transaction_is_what_was_voted_on(harness: ServiceHarness) -> None:
    proposal, request = await in_execution(harness)
    transaction = request.payload
    action = (await harness.get(proposal)).content.actions[0]
    assert (transaction.to, transaction.value, transaction.data) == (action.to, action.value, action.data)


async def test_a_transaction_is_prepared_and_proposed_once(harness: ServiceHarness) -> None:
    proposal = await passed(harness)
    await harness.pass_time(TIMELOCK)
    made = await asyncio.gather(*(harness.services.preparing.prepare(proposal) for _ in range(4)))
    assert len([request for requests in made for request in requests]) == 1
    await harness.restart()
    assert await harness.services.preparing.prepare(proposal) == ()
    assert len(await harness.notified(PostRequest)) == 1
    assert harness.safe.submitted == 1
    assert len(harness.safe.queue) == 1


async def test_the_proposed_transaction_names_the_proposal_and_its_frozen_content(
    harness: ServiceHarness,
) -> None:
    proposal, _ = await in_execution(harness)
    await harness.notifications()
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    (origin,) = harness.safe.origins
    assert str(proposal) in origin
    assert opening.content_hash in origin


async def test_owners_are_given_the_approval_to_send_where_no_service_collects_signatures(
    harness: ServiceHarness,
) -> None:
    proposal, request = await in_execution(harness)
    harness.safes.with_service = False
    instructions, asked = harness.services.request_instructions, await harness.get(proposal)
    told = await instructions.to_sign(GUILD, asked, request)
    assert told.instructions.approval == "0xd4d9bdcd" + request.payload.safe_tx_hash[2:]
    harness.safes.with_service = True
    assert (await instructions.to_sign(GUILD, asked, request)).instructions.approval is None


async def test_two_proposals_of_one_safe_never_share_a_nonce(harness: ServiceHarness) -> None:
    first = await passed(harness)
    second = await harness.submitted("ada", actions=ACTION)
    third = await harness.submitted("ada", actions=ACTION)
    await harness.open(second)
    await harness.open_now(third)
    await harness.vote("ada", "For", proposal=third)
    await harness.passed(second)
    assert await harness.services.closing.close(third)
    await harness.pass_time(TIMELOCK)
    # The first is within its execution time still; none of the three is known to the service yet.
    made = await asyncio.gather(*(harness.services.preparing.prepare(p) for p in (first, second, third)))
    nonces = [request.payload.nonce for requests in made for request in requests]
    assert set(nonces) == {0, 1, 2}
    assert len(nonces) == 3
    assert harness.safes.prepared > 3, "none of them met another one"


async def test_what_expires_leaves_its_nonce_to_the_next_where_no_service_keeps_it(
    harness: ServiceHarness,
) -> None:
    harness.safes.with_service = False
    first, request = await in_execution(harness)
    await harness.pass_time(EXECUTION)
    await harness.services.following.end(first)
    second = await harness.submitted("ada", actions=ACTION)
    await harness.open(second)
    await harness.passed(second)
    assert (await harness.prepared(second)).payload.nonce == request.payload.nonce


async def test_a_prepare_that_fails_is_tried_again_and_leaves_nothing(harness: ServiceHarness) -> None:
    proposal = await passed(harness)
    await harness.pass_time(TIMELOCK)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.services.preparing.prepare(proposal)
    assert (await harness.get(proposal)).requests == ()
    harness.chain.silent = False
    assert len(await harness.services.preparing.prepare(proposal)) == 1


async def test_each_confirmation_is_told_once(harness: ServiceHarness) -> None:
    proposal, request = await in_execution(harness)
    await harness.notifications()
    harness.safes.confirm(harness.safe, request, SIGNERS[0])
    for _ in range(3):
        await look(harness, proposal)
    harness.safes.confirm(harness.safe, request, SIGNERS[1])
    await harness.restart()
    await asyncio.gather(*(harness.services.following.follow(proposal) for _ in range(3)))
    told = [
        notification.data
        for notification in await harness.notified(PostEvent)
        if notification.event == "confirmed"
    ]
    assert told == [
        {"executor": "safe", "chain": "1", "owner": SIGNERS[0], "confirmed": "1", "threshold": "2"},
        {"executor": "safe", "chain": "1", "owner": SIGNERS[1], "confirmed": "2", "threshold": "2"},
    ]
    assert (await harness.requested(proposal)).confirmed_by == (SIGNERS[0], SIGNERS[1])


@pytest.mark.parametrize(
    ("kind", "state"),
    [("executed", State.EXECUTED), ("failed", State.FAILED)],
)
async def test_the_end_on_chain_is_told_once(harness: ServiceHarness, kind: str, state: State) -> None:
    proposal, request = await in_execution(harness)
    harness.safes.end(harness.safe, request, kind)
    await asyncio.gather(*(harness.services.following.follow(proposal) for _ in range(3)))
    await harness.restart()
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is state
    assert await events(harness) == [kind]
    assert await harness.live() == []


async def test_an_end_that_is_not_final_is_no_end(harness: ServiceHarness) -> None:
    proposal, request = await in_execution(harness)
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.finality += 1
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    harness.chain.advance()
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED


OTHER_SAFE = SafeExecutor(chain=MAINNET, address=account("other safe"))


async def with_two_requests(
    harness: ServiceHarness,
) -> tuple[ProposalId, FakeSafe, tuple[ExecutionRequest, ...]]:
    """A proposal of which another Safe is asked too."""
    other = harness.safes.add(FakeSafe(OTHER_SAFE.address, SIGNERS))
    proposal, request = await in_execution(harness)
    asked = await harness.get(proposal)
    actions = asked.actions_of(request.executor)
    opened = await harness.safes.examine(OTHER_SAFE, actions)
    payload = await harness.safes.prepare(OTHER_SAFE, actions, (), opened, DECISION)
    async with harness.services.uow.writing() as repositories:
        assert await repositories.execution_requests.add(proposal, OTHER_SAFE, payload, harness.clock.now())
    return proposal, other, (await harness.get(proposal)).requests


async def test_a_proposal_is_executed_when_all_of_its_requests_are(harness: ServiceHarness) -> None:
    proposal, other, (first, second) = await with_two_requests(harness)
    harness.safes.end(harness.safe, first, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    harness.safes.end(other, second, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED
    assert await events(harness) == ["executed", "executed"]


async def test_a_proposal_of_which_one_request_fails_has_failed_when_all_have_ended(
    harness: ServiceHarness,
) -> None:
    proposal, other, (first, second) = await with_two_requests(harness)
    harness.safes.end(harness.safe, first, "failed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    harness.safes.end(other, second, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.FAILED
    assert await events(harness) == ["failed", "executed"]


async def test_an_executor_that_is_silent_holds_up_no_other(harness: ServiceHarness) -> None:
    proposal, other, (first, second) = await with_two_requests(harness)
    harness.safes.silent.add(harness.safe.address)
    harness.safes.end(other, second, "executed")
    with pytest.raises(ChainUnavailable):
        await harness.services.following.follow(proposal)
    assert await events(harness) == ["executed"]
    assert (await harness.get(proposal)).pending == (first,)


async def test_what_nobody_executes_expires_and_is_told_once(harness: ServiceHarness) -> None:
    proposal, _ = await in_execution(harness)
    await harness.pass_time(EXECUTION)
    for _ in range(3):
        await harness.sweep.run()
    assert await harness.state(proposal) is State.EXPIRED
    assert await events(harness) == ["expired"]
    assert await harness.live() == []


async def test_what_was_executed_during_an_outage_across_its_expiry_is_executed(
    harness: ServiceHarness,
) -> None:
    proposal, request = await in_execution(harness)
    await harness.pass_time(EXECUTION - timedelta(days=1))
    harness.safes.end(harness.safe, request, "executed")
    await harness.pass_time(timedelta(days=3))
    await harness.restart()
    await harness.sweep.run()
    assert await harness.state(proposal) is State.EXECUTED
    assert await events(harness) == ["executed"]


async def test_nothing_expires_while_the_chain_cannot_say_whether_it_was_executed(
    harness: ServiceHarness,
) -> None:
    proposal, request = await in_execution(harness)
    await harness.pass_time(EXECUTION)
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await harness.services.following.end(proposal)
    assert await events(harness) == []
    harness.chain.silent = False
    harness.safes.end(harness.safe, request, "executed")
    await harness.sweep.run()
    assert await events(harness) == ["executed"]


async def test_what_was_executed_in_the_last_minutes_is_executed_once_it_is_final(
    harness: ServiceHarness,
) -> None:
    proposal, request = await in_execution(harness)
    await harness.pass_time(EXECUTION - timedelta(minutes=5))
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.finality += 3
    harness.clock.advance(timedelta(minutes=10))
    await harness.sweep.run()
    assert await events(harness) == []
    assert proposal in await harness.live()
    harness.chain.advance(3)
    await harness.try_again()
    assert await events(harness) == ["executed"]


async def test_what_is_final_only_now_has_not_expired_before_the_chain_is_past_its_time(
    harness: ServiceHarness,
) -> None:
    await in_execution(harness)
    harness.clock.advance(EXECUTION)
    await harness.sweep.run()
    assert await events(harness) == []
    harness.chain.advance(harness.chain.finality + 1)
    await harness.try_again()
    assert await events(harness) == ["expired"]


async def test_a_proposal_without_actions_ends_with_its_timelock(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    assert await harness.services.preparing.prepare(proposal) == ()
    refreshed = len(await harness.notified(RefreshCard))
    for _ in range(2):
        await harness.sweep.run()
    assert await harness.state(proposal) is State.PASSED
    assert len(await harness.notified(RefreshCard)) == refreshed + 1
    assert await events(harness) == []
    assert await harness.notified(SubmitRequest) == []


async def test_what_was_defeated_is_never_prepared(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=ACTION)
    await harness.close(proposal)
    await harness.pass_time(TIMELOCK)
    await harness.sweep.run()
    assert await harness.services.preparing.prepare(proposal) == ()
    assert harness.safes.prepared == 0
