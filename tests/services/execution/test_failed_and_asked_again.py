"""What failed is asked for again when the author or a moderator wants it, as often as is sensible, and never by
itself."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotToBeAskedAgain, NotYoursToAsk, ProposalUnknown, RequestUnknown
from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ProposalId, RequestId
from bot.domain.proposals.proposal import MOST_ATTEMPTS
from bot.domain.proposals.state import State
from tests.harness import EXECUTION, OTHER_GUILD, ServiceHarness
from tests.services.execution.asking import events, handed_over, look, on_card, said


async def failed(harness: ServiceHarness, reason: str = "") -> tuple[ProposalId, ExecutionRequest]:
    proposal, request = await handed_over(harness)
    await fail(harness, proposal, request, reason)
    return proposal, request


async def fail(
    harness: ServiceHarness, proposal: ProposalId, request: ExecutionRequest, reason: str = ""
) -> None:
    harness.safes.end(harness.safe, request, "failed", reason=reason)
    await look(harness, proposal, after=timedelta(minutes=10))


async def ask(harness: ServiceHarness, proposal: ProposalId, request: RequestId, who: str = "ada") -> None:
    await harness.services.asking_again.ask(harness.actor(who), proposal, request)


async def standing(harness: ServiceHarness, proposal: ProposalId) -> ExecutionRequest:
    (request,) = (await harness.get(proposal)).standing
    return request


async def test_why_a_transaction_failed_is_told_in_the_contracts_words(harness: ServiceHarness) -> None:
    proposal, _ = await failed(harness, "the well is dry")
    assert "The contract says: the well is dry" in await said(harness)
    assert "The contract says: the well is dry" in await on_card(harness, proposal)


async def test_what_failed_is_not_asked_for_again_by_itself(harness: ServiceHarness) -> None:
    proposal, first = await failed(harness)
    for _ in range(3):
        await harness.pass_time(timedelta(hours=1))
        await harness.sweep.run()
    assert [request.id for request in (await harness.get(proposal)).requests] == [first.id]
    assert await harness.state(proposal) is State.FAILED


@pytest.mark.parametrize("who", ["ada", "mod"])
async def test_what_failed_is_asked_for_again_for_its_author_and_for_moderators(
    harness: ServiceHarness, who: str
) -> None:
    proposal, first = await failed(harness)
    assert await events(harness) == ["failed"]
    actor = harness.moderator(who) if who == "mod" else harness.actor(who)
    await harness.services.asking_again.ask(actor, proposal, first.id)
    assert await harness.state(proposal) is State.EXECUTION
    await harness.sweep.run()
    await harness.notifications()
    second = await standing(harness, proposal)
    assert (second.id != first.id, second.payload.nonce) == (True, 1)
    assert (second.payload.to, second.payload.data) == (first.payload.to, first.payload.data)
    assert await events(harness) == ["failed", "asked_again"]
    harness.safes.end(harness.safe, second, "executed")
    await look(harness, proposal)
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("commands")
async def test_nobody_else_has_it_asked_for_again(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    with pytest.raises(NotYoursToAsk):
        await ask(harness, proposal, request.id, "ben")
    assert await harness.state(proposal) is State.FAILED


@pytest.mark.attack("commands")
async def test_a_moderator_of_another_server_does_not_find_it(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    with pytest.raises(ProposalUnknown):
        await harness.services.asking_again.ask(
            harness.moderator("eve", guild=OTHER_GUILD), proposal, request.id
        )


@pytest.mark.attack("commands")
async def test_a_request_of_another_proposal_is_not_found(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    with pytest.raises(RequestUnknown):
        await ask(harness, proposal, RequestId(request.id + 1))


@pytest.mark.attack("order")
async def test_of_two_who_press_at_once_one_has_it_asked_for(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    await ask(harness, proposal, request.id)
    with pytest.raises(NotToBeAskedAgain) as refused:
        await ask(harness, proposal, request.id)
    assert refused.value.already
    await harness.sweep.run()
    assert len((await harness.get(proposal)).requests) == 2


@pytest.mark.attack("time")
async def test_what_failed_is_not_asked_for_again_after_its_time(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    await harness.pass_time(EXECUTION)
    with pytest.raises(NotToBeAskedAgain):
        await ask(harness, proposal, request.id)


@pytest.mark.parametrize("status", ["executed", None])
async def test_only_what_failed_is_asked_for_again(harness: ServiceHarness, status: str | None) -> None:
    proposal, request = await handed_over(harness)
    if status is not None:
        harness.safes.end(harness.safe, request, status)
        await look(harness, proposal)
    with pytest.raises(NotToBeAskedAgain):
        await ask(harness, proposal, request.id)


@pytest.mark.attack("floods")
async def test_what_fails_again_and_again_is_asked_for_so_often_and_no_more(harness: ServiceHarness) -> None:
    proposal, request = await failed(harness)
    for _ in range(MOST_ATTEMPTS - 1):
        await ask(harness, proposal, request.id)
        await harness.sweep.run()
        await harness.notifications()
        request = await standing(harness, proposal)
        await fail(harness, proposal, request)
    with pytest.raises(NotToBeAskedAgain) as refused:
        await ask(harness, proposal, request.id)
    assert refused.value.limit == MOST_ATTEMPTS
    assert await harness.state(proposal) is State.FAILED


@pytest.mark.attack("floods")
async def test_what_is_replaced_again_and_again_ends_as_not_executed(harness: ServiceHarness) -> None:
    """Owners who put something else in its place each time don't make the bot ask for ever."""
    proposal, request = await handed_over(harness)
    for _ in range(MOST_ATTEMPTS):
        request = await standing(harness, proposal)
        harness.safes.end(harness.safe, request, "replaced", instead="rejection")
        await look(harness, proposal, after=timedelta(minutes=10))
        await harness.sweep.run()
        await harness.notifications()
    assert len((await harness.get(proposal)).requests) == MOST_ATTEMPTS
    assert await harness.state(proposal) is State.FAILED
    assert "too often to go on" in await on_card(harness, proposal)


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        ("rejection", "The owners rejected it"),
        ("failed", "and failed"),
        ("other", "Another transaction took"),
    ],
)
async def test_what_took_its_place_is_told(harness: ServiceHarness, instead: str, words: str) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.end(harness.safe, request, "replaced", instead=instead)
    await look(harness, proposal)
    assert words in await said(harness)
    assert "prepared again" in await said(harness)


# -- others in the queue -------------------------------------------------------------------------------------------


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize(
    ("rival", "words"), [("contested", "Another transaction with the same nonce"), ("rejection", "reject")]
)
async def test_another_transaction_with_its_nonce_is_told_when_it_appears(
    harness: ServiceHarness, rival: str, words: str
) -> None:
    proposal, _ = await handed_over(harness)
    harness.safe.rivals[0] = rival
    await look(harness, proposal)
    await look(harness, proposal)
    assert await events(harness) == ["stage"]
    assert words in await said(harness)
    assert await harness.state(proposal) is State.EXECUTION


@pytest.mark.attack("safe_service")
async def test_a_service_that_shows_and_hides_a_rival_all_the_time_is_told_of_five_times(
    harness: ServiceHarness,
) -> None:
    proposal, _ = await handed_over(harness)
    for _ in range(9):
        harness.safe.rivals[0] = "contested"
        await look(harness, proposal)
        harness.safe.rivals.clear()
        await look(harness, proposal)
    assert await events(harness) == ["stage"] * 5
