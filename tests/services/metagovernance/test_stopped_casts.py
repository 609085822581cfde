"""What was decided here, and can't be cast elsewhere any more."""

import pytest
from eth_abi import decode

from bot.domain.errors import (
    CannotCast,
    ChangesExecutor,
    NotToBeAskedAgain,
    WrongContract,
)
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent
from tests.fakes import GOVERNOR
from tests.harness import GRACE, SAFE, ServiceHarness
from tests.services.execution.asking import on_card
from tests.services.metagovernance.casts import STOPPED
from tests.services.metagovernance.metagovernance import (
    LINE,
    PERIODS,
    call,
    change,
    closed,
    convene,
    decided,
    opened,
)


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_when_it_is_decided_is_stopped_in_public(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    vote.__dict__.update(changes)
    assert await harness.services.preparing.prepare(proposal) == ()
    assert await harness.state(proposal) is State.FAILED
    (alarm,) = [each for each in await harness.notified(PostEvent) if each.event == "stopped"]
    assert (alarm.announce, alarm.alarm) == (True, True)
    assert words in await on_card(harness, proposal)


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_was_not_cast_in_time_is_an_alarm(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    await harness.services.preparing.prepare(proposal)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    vote.__dict__.update(changes)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.FAILED
    (alarm,) = [each for each in await harness.notified(PostEvent) if each.event == "stopped"]
    assert (alarm.announce, alarm.alarm) == (True, True)
    assert words in await on_card(harness, proposal)


async def test_what_was_cast_in_time_is_executed_when_the_vote_there_is_over(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    vote.voted, vote.name = True, "succeeded"
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED
    assert [each for each in await harness.notified(PostEvent) if each.event == "stopped"] == []


@pytest.mark.parametrize(
    "edit",
    [
        {"casts": "split"},
        {"casts": None},
        {"choices": ("Against", "For", "Abstain")},
        {"choices": ("Abstain", "For", "Against")},
        {"choices": ("Against", "For")},
    ],
    ids=str,
)
@pytest.mark.attack("order")
async def test_a_policy_that_is_edited_during_the_vote_changes_nothing_of_what_is_cast(
    harness: ServiceHarness, edit: dict[str, object]
) -> None:
    await convene(harness, {"ada": 10, "bert": 3})
    proposal = await opened(harness)
    await harness.vote("ada", "For")
    await change(harness, **edit)
    await harness.vote("bert", "Against")
    await closed(harness, proposal)
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.data == (await call(harness, proposal)).data
    assert decode(["uint256", "uint8", "string"], bytes.fromhex(request.payload.data[10:]))[:2] == (7, 1)


@pytest.mark.attack("order")
async def test_of_two_decisions_on_one_vote_elsewhere_one_is_cast(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposals = [await decided(harness, {"ada": side}) for side in ("For", "Against")]
    (first,), _ = [await harness.services.preparing.prepare(each) for each in proposals]
    vote.voted = True
    harness.safes.end(harness.safe, first, "executed")
    for each in proposals:
        await harness.services.following.follow(each)
    assert [await harness.state(each) for each in proposals] == [State.EXECUTED, State.FAILED]


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_a_cast_that_failed_is_asked_again_of_nobody_once_it_cannot_be_cast(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    harness.safes.end(harness.safe, request, "failed")
    await harness.services.following.follow(proposal)
    vote.__dict__.update(changes)
    await harness.services.asking_again.ask(harness.actor("ada"), proposal, request.id)
    assert await harness.services.preparing.prepare(proposal) == ()
    assert await harness.state(proposal) is State.FAILED
    assert words in await on_card(harness, proposal)
    with pytest.raises(NotToBeAskedAgain):
        await harness.services.asking_again.ask(harness.actor("ada"), proposal, request.id)


@pytest.mark.attack("rpc")
async def test_a_governor_that_cannot_be_read_any_more_hides_nothing_that_the_executor_did(
    harness: ServiceHarness,
) -> None:
    """Whoever can change that Governor could keep the server from seeing signatures, and that it was executed."""
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    harness.foreign_votes.broken = True
    with pytest.raises(WrongContract):
        await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("rpc")
async def test_what_only_the_newest_block_says_stops_nothing_for_good(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    harness.foreign_votes.unfinal[GOVERNOR, "7"] = type(vote)(vote.ends_at, voted=True)
    assert await harness.services.preparing.prepare(proposal)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION


@pytest.mark.parametrize("casts", ["whole", "split"])
@pytest.mark.attack("rpc")
async def test_unread_power_that_could_change_what_is_cast_holds_up_the_close(
    harness: ServiceHarness, casts: str
) -> None:
    await convene(harness, {"ada": 10, "ben": 30}, casts=casts)
    proposal = await opened(harness)
    await harness.vote("ada", "For")
    harness.chain.unreadable.add(harness.wallet("cleo"))
    await harness.link("cleo")
    await harness.vote("cleo", "Against")
    await harness.pass_time(PERIODS.voting + PERIODS.unresolved_after + GRACE)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.unreadable.clear()
    await harness.services.power_reads.everyone(proposal)
    assert await harness.services.closing.close(proposal) is not None
    assert (await harness.get(proposal)).cast is not None


@pytest.mark.attack("rpc")
async def test_what_is_no_governor_any_more_opens_no_vote_and_is_called_so(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    await harness.pass_time(PERIODS.discussion)
    harness.foreign_votes.broken = True
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.NO_GOVERNOR


async def test_one_call_is_cast_where_no_contract_could_make_several(harness: ServiceHarness) -> None:
    harness.safes.makes_several = False
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    assert await harness.services.preparing.prepare(proposal)


@pytest.mark.attack("actions")
async def test_a_cast_by_the_executor_on_itself_is_refused_as_a_draft(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    harness.foreign_votes.votes[SAFE, "7"] = harness.foreign_votes.votes[GOVERNOR, "7"]
    with pytest.raises(ChangesExecutor):
        await harness.drafted(actions=f"cast {SAFE} 7")


@pytest.mark.attack("actions")
async def test_other_code_at_the_governor_than_when_the_vote_opened_stops_it(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    harness.safes.codes[GOVERNOR] = "0x" + "66" * 32
    assert await harness.services.preparing.prepare(proposal) == ()
    assert "runs other code" in await on_card(harness, proposal)
