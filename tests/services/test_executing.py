"""From a passed proposal to the Safe's transaction and its end."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import ChainUnavailable, ServiceUnavailable
from bot.domain.ids import ProposalId
from bot.domain.proposal import SafeTransaction, State
from bot.services.notices import PostEvent, PostTransaction, ProposeTransaction, RefreshCard
from tests.assembly import EXECUTION, SIGNERS, TIMELOCK, Assembly
from tests.fakes import account

ACTION = f"transfer 5 to {account('well builder')}"


async def passed(assembly: Assembly) -> ProposalId:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.passed(proposal)
    return proposal


async def in_execution(assembly: Assembly) -> tuple[ProposalId, SafeTransaction]:
    proposal = await passed(assembly)
    transaction = await assembly.prepared(proposal)
    return proposal, transaction


async def events(assembly: Assembly) -> list[str]:
    return [notice.event for notice in await assembly.told(PostEvent)]


async def test_nothing_is_prepared_before_the_timelock_is_over(assembly: Assembly) -> None:
    proposal = await passed(assembly)
    await assembly.pass_time(TIMELOCK - timedelta(milliseconds=1))
    assert await assembly.folkmoot.executing.prepare(proposal) is None
    await assembly.pass_time(timedelta(milliseconds=1))
    assert await assembly.folkmoot.executing.prepare(proposal) is not None


async def test_the_transaction_is_what_was_voted_on(assembly: Assembly) -> None:
    proposal, transaction = await in_execution(assembly)
    action = (await assembly.get(proposal)).content.actions[0]
    assert (transaction.to, transaction.value, transaction.data) == (action.to, action.value, action.data)


async def test_a_transaction_is_prepared_and_proposed_once(assembly: Assembly) -> None:
    proposal = await passed(assembly)
    await assembly.pass_time(TIMELOCK)
    made = await asyncio.gather(*(assembly.folkmoot.executing.prepare(proposal) for _ in range(4)))
    assert len([transaction for transaction in made if transaction]) == 1
    await assembly.restart()
    assert await assembly.folkmoot.executing.prepare(proposal) is None
    assert len(await assembly.told(PostTransaction)) == 1
    assert assembly.safe.proposed == 1
    assert len(assembly.safe.queue) == 1


async def test_the_proposed_transaction_names_the_proposal_and_its_frozen_content(assembly: Assembly) -> None:
    proposal, _ = await in_execution(assembly)
    await assembly.notices()
    opening = (await assembly.get(proposal)).opening
    assert opening is not None
    (origin,) = assembly.safe.origins
    assert str(proposal) in origin
    assert opening.content_hash in origin


async def test_owners_are_given_the_approval_to_send_where_no_service_collects_signatures(
    assembly: Assembly,
) -> None:
    proposal = await passed(assembly)
    assembly.safes.with_service = False
    showing = assembly.folkmoot.showing
    assert showing.approval(await assembly.get(proposal)) is None
    transaction = await assembly.prepared(proposal)
    prepared = await assembly.get(proposal)
    assert showing.approval(prepared) == "0xd4d9bdcd" + transaction.safe_tx_hash[2:]
    assembly.safes.with_service = True
    assert showing.approval(prepared) is None


async def test_two_proposals_of_one_safe_never_share_a_nonce(assembly: Assembly) -> None:
    first = await passed(assembly)
    second = await assembly.submitted("ada", actions=ACTION)
    third = await assembly.submitted("ada", actions=ACTION)
    await assembly.open(second)
    await assembly.folkmoot.opening.open(third)
    await assembly.vote("ada", "For", proposal=third)
    await assembly.passed(second)
    assert await assembly.folkmoot.closing.close(third)
    await assembly.pass_time(TIMELOCK)
    # The first is within its execution time still; none of the three is known to the service yet.
    made = await asyncio.gather(*(assembly.folkmoot.executing.prepare(p) for p in (first, second, third)))
    nonces = [transaction.nonce for transaction in made if transaction]
    assert sorted(nonces) == [0, 1, 2]


async def test_a_prepare_that_fails_is_tried_again_and_leaves_nothing(assembly: Assembly) -> None:
    proposal = await passed(assembly)
    await assembly.pass_time(TIMELOCK)
    assembly.safes.down = True
    with pytest.raises(ServiceUnavailable):
        await assembly.folkmoot.executing.prepare(proposal)
    assert (await assembly.get(proposal)).transaction is None
    assembly.safes.down = False
    assert await assembly.folkmoot.executing.prepare(proposal) is not None


async def test_a_service_that_is_down_gets_the_transaction_later(assembly: Assembly) -> None:
    _, transaction = await in_execution(assembly)
    assembly.safes.down = True
    await assembly.notices()
    assert assembly.safe.queue == {}
    assembly.safes.down = False
    await assembly.pass_time(timedelta(minutes=5))
    await assembly.notices()
    assert list(assembly.safe.queue) == [transaction.safe_tx_hash]
    assert len(assembly.courier.of(PostTransaction)) == 1


async def test_each_confirmation_is_told_once(assembly: Assembly) -> None:
    proposal, transaction = await in_execution(assembly)
    assembly.safes.confirm(assembly.safe, transaction, SIGNERS[0])
    for _ in range(3):
        await assembly.folkmoot.executing.follow(proposal)
    assembly.safes.confirm(assembly.safe, transaction, SIGNERS[1])
    await assembly.restart()
    await asyncio.gather(*(assembly.folkmoot.executing.follow(proposal) for _ in range(3)))
    told = [notice.data for notice in await assembly.told(PostEvent) if notice.event == "confirmed"]
    assert told == [
        {"owner": SIGNERS[0], "confirmed": "1", "threshold": "2"},
        {"owner": SIGNERS[1], "confirmed": "2", "threshold": "2"},
    ]
    missing = await assembly.folkmoot.showing.missing_confirmations(await assembly.get(proposal))
    assert missing == (SIGNERS[2],)


@pytest.mark.parametrize(
    ("kind", "state"),
    [("executed", State.EXECUTED), ("failed", State.FAILED), ("replaced", State.FAILED)],
)
async def test_the_end_on_chain_is_told_once(assembly: Assembly, kind: str, state: State) -> None:
    proposal, transaction = await in_execution(assembly)
    assembly.safes.end(assembly.safe, transaction, kind)
    await asyncio.gather(*(assembly.folkmoot.executing.follow(proposal) for _ in range(3)))
    await assembly.restart()
    await assembly.folkmoot.executing.follow(proposal)
    assert await assembly.state(proposal) is state
    assert await events(assembly) == [kind]
    async with assembly.folkmoot.uow.reading() as facts:
        assert await facts.proposals.live() == []


async def test_an_end_that_is_not_final_is_no_end(assembly: Assembly) -> None:
    proposal, transaction = await in_execution(assembly)
    assembly.safes.end(assembly.safe, transaction, "executed")
    assembly.chain.finality += 1
    await assembly.folkmoot.executing.follow(proposal)
    assert await assembly.state(proposal) is State.EXECUTION
    assembly.chain.advance()
    await assembly.folkmoot.executing.follow(proposal)
    assert await assembly.state(proposal) is State.EXECUTED


async def test_what_nobody_executes_expires_and_is_told_once(assembly: Assembly) -> None:
    proposal, _ = await in_execution(assembly)
    await assembly.pass_time(EXECUTION)
    for _ in range(3):
        await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.EXPIRED
    assert await events(assembly) == ["expired"]
    async with assembly.folkmoot.uow.reading() as facts:
        assert await facts.proposals.live() == []


async def test_what_was_executed_during_an_outage_across_its_expiry_is_executed(assembly: Assembly) -> None:
    proposal, transaction = await in_execution(assembly)
    await assembly.pass_time(EXECUTION - timedelta(days=1))
    assembly.safes.end(assembly.safe, transaction, "executed")
    await assembly.pass_time(timedelta(days=3))
    await assembly.restart()
    await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.EXECUTED
    assert await events(assembly) == ["executed"]


async def test_nothing_expires_while_the_chain_cannot_say_whether_it_was_executed(assembly: Assembly) -> None:
    proposal, transaction = await in_execution(assembly)
    await assembly.pass_time(EXECUTION)
    assembly.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await assembly.folkmoot.executing.end(proposal)
    assert await events(assembly) == []
    assembly.chain.silent = False
    assembly.safes.end(assembly.safe, transaction, "executed")
    await assembly.folkmoot.sweep.run()
    assert await events(assembly) == ["executed"]


async def test_a_proposal_without_actions_ends_with_its_timelock(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10})
    await assembly.passed(proposal)
    await assembly.pass_time(TIMELOCK)
    assert await assembly.folkmoot.executing.prepare(proposal) is None
    refreshed = len(await assembly.told(RefreshCard))
    for _ in range(2):
        await assembly.folkmoot.sweep.run()
    assert await assembly.state(proposal) is State.PASSED
    assert len(await assembly.told(RefreshCard)) == refreshed + 1
    assert await events(assembly) == []
    assert await assembly.told(ProposeTransaction) == []


async def test_what_was_defeated_is_never_prepared(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 10}, actions=ACTION)
    await assembly.close(proposal)
    await assembly.pass_time(TIMELOCK)
    await assembly.folkmoot.sweep.run()
    assert await assembly.folkmoot.executing.prepare(proposal) is None
    assert assembly.safes.prepared == 0
