"""What was executed and sent to other chains is done when it is done there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.bridges.crossing import WATCHED, BridgeMessage, MessageStatus
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import ChainId, ProposalId, TransactionHash
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from bot.services.jobs.execution.follow_messages import FollowMessages
from bot.wording.delivery.events import event_of
from tests.fakes import account, digest
from tests.harness import EXECUTION, ServiceHarness
from tests.services.execution.asking import SAY, on_card, told

GATE, OTHER_GATE = account("a bridge"), account("another bridge")
THERE, ELSEWHERE = ChainId(10), ChainId(8453)
ONE, TWO = f"transfer 5 to {GATE}", f"transfer 5 to {GATE}\ntransfer 6 to {OTHER_GATE}"


async def sent(harness: ServiceHarness, actions: str = ONE, **rules: object) -> ProposalId:
    """A proposal that the Safe has executed, which sent something to each of these bridges."""
    harness.bridges.gates = {GATE: THERE, OTHER_GATE: ELSEWHERE}
    proposal = await harness.opened(powers={"ada": 10}, actions=actions, **rules)
    await harness.passed(proposal)
    request = await harness.prepared(proposal)
    harness.safes.end(harness.safe, request, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(proposal)
    return proposal


async def message(harness: ServiceHarness, proposal: ProposalId, number: int = 1) -> BridgeMessage:
    crossing = (await harness.requested(proposal)).crossing
    assert crossing is not None
    return crossing.messages[number - 1]


async def ends(
    harness: ServiceHarness, proposal: ProposalId, status: MessageStatus, number: int = 1
) -> PostEvent | None:
    """It is seen that one of the messages ended like this; returns what is said, if anything new is."""
    before = await told(harness)
    known = await message(harness, proposal, number)
    transaction = TransactionHash(digest("there", status))
    harness.bridges.ended[number] = replace(
        known, status=status, transaction=transaction, key="0x" + "5a" * 32
    )
    await harness.services.following_messages.follow(proposal)
    new = (await told(harness))[len(before) :]
    return new[-1] if new else None


async def words(harness: ServiceHarness, proposal: ProposalId, event: PostEvent) -> str:
    return event_of(await harness.services.cards.card(proposal), event.event, event.data, SAY)


async def test_what_was_executed_is_done_when_all_of_it_is_done_on_the_other_chains(
    harness: ServiceHarness,
) -> None:
    proposal = await sent(harness, TWO)
    executed = (await told(harness))[-1]
    assert "**that part is not done yet**" in await words(harness, proposal, executed)
    assert await harness.state(proposal) is State.EXECUTION
    assert "on its way since" in await on_card(harness, proposal)
    first = await ends(harness, proposal, "done")
    assert first is not None
    assert (first.announce, first.alarm) == (False, False)
    assert await harness.state(proposal) is State.EXECUTION
    last = await ends(harness, proposal, "done", number=2)
    assert last is not None
    assert last.announce
    assert "all calls that were sent to other chains were made" in await words(harness, proposal, last)
    assert await harness.state(proposal) is State.EXECUTED
    assert FollowMessages.due(await harness.get(proposal)) is None


@pytest.mark.attack("actions")
async def test_what_fails_on_the_other_chain_ends_in_an_alarm_and_not_in_done(
    harness: ServiceHarness,
) -> None:
    proposal = await sent(harness)
    failed = await ends(harness, proposal, "failed")
    assert failed is not None
    assert (failed.announce, failed.alarm) == (True, True)
    said = await words(harness, proposal, failed)
    assert "**It is not done.**" in said
    assert "`relayMessage`" in said
    assert await harness.state(proposal) is State.EXECUTION
    card = await on_card(harness, proposal)
    assert "**not done on the other chain**" in card
    assert "**failed there**" in card
    assert await ends(harness, proposal, "failed") is None, "it is told once"
    assert await ends(harness, proposal, "done") is not None
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("actions")
@pytest.mark.parametrize("status", ["lapsed", "cancelled", "unsent"])
async def test_what_will_never_be_done_there_is_an_alarm_and_a_failure(
    harness: ServiceHarness, status: MessageStatus
) -> None:
    proposal = await sent(harness)
    told_of = await ends(harness, proposal, status)
    assert told_of is not None
    assert (told_of.announce, told_of.alarm) == (True, True)
    assert await harness.state(proposal) is State.FAILED
    assert "**not done on the other chain**" in await on_card(harness, proposal)


@pytest.mark.attack("rpc")
async def test_a_chain_that_is_silent_holds_up_no_other_and_at_last_nobody_waits_for_it(
    harness: ServiceHarness,
) -> None:
    proposal = await sent(harness, TWO)
    harness.bridges.silent = {THERE}
    known = await message(harness, proposal, 2)
    harness.bridges.ended[2] = replace(known, status="done", key="0x" + "5a" * 32)
    with pytest.raises(ChainUnavailable):
        await harness.services.following_messages.follow(proposal)
    assert (await message(harness, proposal)).status == "sent"
    assert (await message(harness, proposal, 2)).status == "done"
    await harness.pass_time(WATCHED["optimism"])
    with pytest.raises(ChainUnavailable):
        await harness.services.following_messages.follow(proposal)
    assert (await message(harness, proposal)).status == "lapsed"
    assert await harness.state(proposal) is State.FAILED


async def test_it_does_not_expire_while_something_is_on_its_way(harness: ServiceHarness) -> None:
    proposal = await sent(harness)
    await harness.pass_time(EXECUTION)
    assert await harness.state(proposal) is State.EXECUTION
    assert not await harness.services.following.end(proposal)
    assert (await harness.get(proposal)).concluded_at is None


async def test_it_is_looked_at_more_and_more_seldom(harness: ServiceHarness) -> None:
    proposal = await sent(harness)

    async def wait() -> timedelta:
        following = await harness.services.following_messages.follow(proposal)
        assert following is not None
        return following - harness.clock.now()

    soon = await wait()
    await harness.pass_time(timedelta(days=2))
    assert soon <= timedelta(minutes=1)
    assert await wait() == timedelta(hours=2)


async def test_how_long_a_look_takes_does_not_put_off_the_next(harness: ServiceHarness) -> None:
    proposal = await sent(harness)
    began = harness.clock.now()
    harness.bridges.meanwhile = lambda: harness.clock.advance(timedelta(hours=1))
    following = await harness.services.following_messages.follow(proposal)
    assert following is not None
    assert following - began <= timedelta(minutes=1)
