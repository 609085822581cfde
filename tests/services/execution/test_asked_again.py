"""What can't be executed any more is asked for again, and what was executed is never paid twice."""

from dataclasses import replace

import pytest

from bot.domain.errors import ChainUnavailable
from bot.domain.executors import ExecutionRequest, SafeExecutor
from bot.domain.ids import ChainId, ProposalId, RequestId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostRequest
from tests.execution.treasury import DECISION
from tests.fakes import MAINNET
from tests.harness import EXECUTION, SAFE, TIMELOCK, ServiceHarness
from tests.services.execution.asking import (
    ACTION,
    WELL_BUILDER,
    events,
    handed_over,
    look,
    on_card,
    passed,
    said,
    told,
)

EXECUTOR = SafeExecutor(chain=MAINNET, address=SAFE)


async def test_what_another_transaction_replaced_is_asked_for_again_with_the_same_actions(
    harness: ServiceHarness,
) -> None:
    proposal, first = await handed_over(harness)
    harness.safes.end(harness.safe, first, "replaced")
    await look(harness, proposal)
    assert await harness.state(proposal) is State.EXECUTION
    assert "took nonce 0" in await said(harness)
    await harness.sweep.run()
    await harness.notifications()
    (second,) = (await harness.get(proposal)).standing
    assert second.id != first.id
    assert replace(second.payload, nonce=0, safe_tx_hash=first.payload.safe_tx_hash, since_block=0) == (
        replace(first.payload, since_block=0)
    )
    assert second.payload.nonce == 1
    assert len(harness.handler.of(PostRequest)) == 2
    assert "(Safe nonce 1)" in await on_card(harness, proposal)
    harness.safes.end(harness.safe, second, "executed")
    await look(harness, proposal)
    assert await harness.state(proposal) is State.EXECUTED
    assert "Another transaction" not in await on_card(harness, proposal)


async def test_it_is_asked_for_again_as_often_as_it_is_replaced(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    for nonce in range(1, 5):
        harness.safes.end(harness.safe, request, "replaced")
        await look(harness, proposal)
        await harness.sweep.run()
        await harness.notifications()
        (request,) = (await harness.get(proposal)).standing
        assert request.payload.nonce == nonce
    assert await events(harness) == ["replaced"] * 4


async def test_what_was_replaced_after_its_time_is_not_asked_for_again(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    await harness.pass_time(EXECUTION)
    harness.safes.end(harness.safe, request, "replaced")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.EXPIRED
    assert (await harness.get(proposal)).standing == ()


@pytest.mark.attack("rpc")
async def test_nodes_that_forget_an_execution_let_nothing_be_asked_with_its_nonce(
    harness: ServiceHarness,
) -> None:
    """It is tried again later, and not all the time."""
    first, request = await handed_over(harness)
    harness.safes.end(harness.safe, request, "executed")
    await look(harness, first)
    second = await passed_too(harness)
    await harness.pass_time(TIMELOCK)
    harness.safe.nonce = 0
    harness.safe.queue.clear()
    with pytest.raises(ChainUnavailable):
        await harness.services.preparing.prepare(second)
    assert harness.safes.prepared <= 60
    harness.safe.nonce = 1
    (made,) = await harness.services.preparing.prepare(second)
    assert made.payload.nonce == 1


async def passed_too(harness: ServiceHarness) -> ProposalId:
    proposal = await harness.submitted("ada", actions=ACTION)
    await harness.open(proposal)
    await harness.passed(proposal)
    return proposal


# -- a database that was put back ---------------------------------------------------------------------------------


async def executed_and_forgotten(harness: ServiceHarness, status: str = "executed") -> ProposalId:
    """The request was made and came to its end; then the database was put back to what it was before."""
    proposal = await passed(harness)
    await harness.pass_time(TIMELOCK)
    await make_and_end(harness, proposal, status)
    return proposal


async def make_and_end(harness: ServiceHarness, proposal: ProposalId, status: str) -> None:
    found = await harness.get(proposal)
    assert found.opening is not None
    (examined,) = found.opening.examined
    actions = found.content.actions
    payload = await harness.safes.prepare(EXECUTOR, actions, (), examined, DECISION)
    request = ExecutionRequest(RequestId(1), EXECUTOR, payload, harness.clock.now())
    harness.safes.end(harness.safe, request, status)


@pytest.mark.attack("database")
async def test_what_the_safe_has_executed_is_not_asked_for_again(harness: ServiceHarness) -> None:
    proposal = await executed_and_forgotten(harness)
    await harness.sweep.run()
    await harness.notifications()
    assert await harness.state(proposal) is State.EXECUTED
    (alarm,) = await told(harness)
    assert (alarm.event, alarm.announce, alarm.alarm) == ("found_executed", True, True)
    assert "It is not asked for again" in await said(harness)
    assert harness.safe.queue == {}
    assert harness.handler.of(PostRequest) == []


@pytest.mark.attack("database")
async def test_what_it_had_sent_to_another_chain_is_not_called_done_either(harness: ServiceHarness) -> None:
    harness.bridges.gates = {WELL_BUILDER: ChainId(10)}
    proposal = await executed_and_forgotten(harness)
    await harness.services.preparing.prepare(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    assert (await harness.requested(proposal)).under_way
    (alarm,) = await told(harness)
    assert alarm.data["sent_to"] == "10"


@pytest.mark.attack("database")
async def test_what_failed_in_the_safe_is_not_asked_for_again_either(harness: ServiceHarness) -> None:
    proposal = await executed_and_forgotten(harness, "failed")
    await harness.sweep.run()
    assert await harness.state(proposal) is State.FAILED
    assert harness.safe.queue == {}


@pytest.mark.attack("database")
async def test_what_was_replaced_is_asked_for(harness: ServiceHarness) -> None:
    proposal = await executed_and_forgotten(harness, "replaced")
    await harness.sweep.run()
    (request,) = (await harness.get(proposal)).standing
    assert request.payload.nonce == 1


async def test_a_like_proposal_that_was_executed_is_not_taken_for_this_one(harness: ServiceHarness) -> None:
    """Two alike are open at once: one is paid, then the other."""
    first = await passed(harness)
    second = await harness.submitted("ada", actions=ACTION)
    await harness.open(second)
    request = await harness.prepared(first)
    await harness.notifications()
    harness.safes.end(harness.safe, request, "executed")
    await look(harness, first)
    assert await harness.state(first) is State.EXECUTED
    await harness.passed(second)
    paid_too = await harness.prepared(second)
    assert paid_too.payload.nonce == 1
    assert (await harness.get(second)).pending == (await harness.get(second)).requests


@pytest.mark.attack("database")
async def test_of_two_alike_that_were_executed_each_is_recognised(harness: ServiceHarness) -> None:
    first = await passed(harness)
    second = await harness.submitted("ada", actions=ACTION)
    await harness.open(second)
    await harness.passed(second)
    await harness.pass_time(TIMELOCK)
    for proposal in (first, second):
        await make_and_end(harness, proposal, "executed")
    await harness.sweep.run()
    assert [await harness.state(proposal) for proposal in (first, second)] == [State.EXECUTED] * 2
    assert harness.safe.queue == {}
