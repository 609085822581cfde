"""A request that the owners can't see is said to be so, and handed over again until its time is over."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ContentAltered
from bot.domain.executors import ExecutionRequest, Visibility
from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostRequest
from bot.services.execution.polling import LONGEST, pause
from tests.harness import EXECUTION, GUILD, SIGNERS, ServiceHarness
from tests.services.execution.asking import (
    events,
    handed_over,
    in_execution,
    look,
    on_card,
    said,
    to_sign,
    told,
)
from tests.services.governance.test_unreadable_rows import damage

REFUSALS = [
    (401, "Authentication credentials were not provided."),
    (403, "Request blocked."),
    (404, "Not found."),
    (422, "Sender=0x… is not an owner or delegate."),
]
MOST_CALLS = 500
"""Of a free key's 50,000 a month, for one request in its whole time."""


def visibility(request: ExecutionRequest) -> Visibility:
    return request.visibility


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal[0]))
async def test_a_refusal_is_not_the_end(harness: ServiceHarness, refusal: tuple[int, str]) -> None:
    harness.safes.refusal = refusal
    proposal, request = await handed_over(harness)
    for _ in range(12):
        await look(harness, proposal, timedelta(hours=24))
    assert harness.safe.queue == {}
    assert harness.given_up == []
    harness.safes.refusal = None
    await look(harness, proposal)
    assert list(harness.safe.queue) == [request.payload.safe_tx_hash]
    assert await events(harness) == ["visible"]
    assert visibility(await harness.requested(proposal)).since == harness.clock.now()


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal[0]))
async def test_the_owners_are_told_what_to_sign_and_that_they_cannot_see_it_yet(
    harness: ServiceHarness, refusal: tuple[int, str]
) -> None:
    harness.safes.refusal = refusal
    proposal, request = await handed_over(harness)
    assert len(harness.handler.of(PostRequest)) == 1
    status, words = refusal
    text = await to_sign(harness, proposal)
    assert request.payload.safe_tx_hash in text
    assert f"status {status}" in text
    assert words[:20] in text.replace("\\", "")
    card = await on_card(harness, proposal)
    assert "can't see the Safe transaction yet" in card
    assert "the Safe's owners sign" not in card


@pytest.mark.attack("safe_service")
async def test_a_service_that_is_down_gets_the_transaction_later(harness: ServiceHarness) -> None:
    harness.safes.down = True
    proposal, request = await handed_over(harness)
    assert harness.safe.queue == {}
    assert len(harness.handler.of(PostRequest)) == 1
    assert "gave no answer" in await on_card(harness, proposal)
    harness.safes.down = False
    await look(harness, proposal)
    assert list(harness.safe.queue) == [request.payload.safe_tx_hash]
    assert await said(harness) == "👀 The owners can see the Safe transaction now, and sign it."
    assert "the Safe's owners sign: 0 of 2" in await on_card(harness, proposal)
    assert len(harness.handler.of(PostRequest)) == 1


async def test_what_was_not_handed_over_yet_does_not_wait_for_the_owners(harness: ServiceHarness) -> None:
    proposal, _ = await in_execution(harness)
    assert "is being handed to the owners" in await on_card(harness, proposal)
    await harness.notifications()
    assert "the Safe's owners sign: 0 of 2" in await on_card(harness, proposal)
    assert await events(harness) == []


@pytest.mark.attack("safe_service")
async def test_what_the_service_lost_is_handed_over_again_without_a_word(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safe.queue.clear()
    await look(harness, proposal)
    assert list(harness.safe.queue) == [request.payload.safe_tx_hash]
    assert await events(harness) == []


@pytest.mark.attack("safe_service")
async def test_what_the_service_lost_and_does_not_take_again_is_said(harness: ServiceHarness) -> None:
    proposal, _ = await handed_over(harness)
    harness.safe.queue.clear()
    harness.safes.refusal = (403, "Request blocked.")
    await look(harness, proposal)
    await look(harness, proposal)
    assert await events(harness) == ["hidden"]
    assert "The owners can't see the Safe transaction" in await said(harness)
    assert "403" in await said(harness)
    harness.safes.refusal = None
    await look(harness, proposal)
    assert await events(harness) == ["hidden", "visible"]


@pytest.mark.attack("safe_service")
async def test_a_service_that_shows_and_hides_it_floods_no_thread(harness: ServiceHarness) -> None:
    proposal, _ = await handed_over(harness)
    for _ in range(40):
        harness.safe.queue.clear()
        harness.safes.refusal = (422, "no")
        await look(harness, proposal)
        harness.safes.refusal = None
        await look(harness, proposal)
    assert len(await told(harness)) <= 10
    assert "the Safe's owners sign" in await on_card(harness, proposal)


@pytest.mark.attack("safe_service")
async def test_a_service_that_goes_silent_hides_nothing(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, SIGNERS[0])
    await look(harness, proposal)
    harness.safes.down = True
    await look(harness, proposal)
    assert await events(harness) == ["confirmed"]
    assert "the Safe's owners sign: 1 of 2" in await on_card(harness, proposal)


@pytest.mark.attack("safe_service")
async def test_without_a_key_the_card_says_so(harness: ServiceHarness) -> None:
    harness.safes.keyless = True
    proposal, _ = await handed_over(harness)
    assert "the bot has no proposer key" in await on_card(harness, proposal)
    assert "the bot has no proposer key" in await to_sign(harness, proposal)


async def test_it_can_be_handed_over_again_at_once(harness: ServiceHarness) -> None:
    harness.safes.refusal = REFUSALS[3]
    proposal, request = await handed_over(harness)
    (still,) = await harness.services.submission.submit_again(proposal)
    assert visibility(still).why_not is not None
    harness.safes.refusal = None
    (now,) = await harness.services.submission.submit_again(proposal)
    assert visibility(now).since == harness.clock.now()
    assert list(harness.safe.queue) == [request.payload.safe_tx_hash]
    submitted = harness.safe.submitted
    await harness.services.submission.submit_again(proposal)
    assert harness.safe.submitted == submitted, "what they see is not handed over again"


async def test_all_that_a_server_waits_for_is_handed_over_again_at_once(harness: ServiceHarness) -> None:
    harness.safes.refusal = REFUSALS[0]
    proposal, _ = await handed_over(harness)
    assert await harness.services.submission.submit_all_again(GUILD) == (1, 0)
    harness.safes.refusal = None
    assert await harness.services.submission.submit_all_again(GUILD) == (1, 1)
    assert await harness.services.submission.submit_all_again(GUILD) == (0, 0)
    assert visibility(await harness.requested(proposal)).why_not is None


@pytest.mark.attack("database")
async def test_one_that_was_altered_keeps_no_other_from_being_handed_over_again(
    harness: ServiceHarness,
) -> None:
    harness.safes.refusal = REFUSALS[0]
    altered, _ = await handed_over(harness)
    other, _ = await handed_over(harness)
    harness.safes.refusal = None
    await damage(harness, f"UPDATE openings SET content_hash = '{'00' * 32}' WHERE proposal = {altered}")
    with pytest.raises(ContentAltered):
        await harness.services.submission.submit_all_again(GUILD)
    assert visibility(await harness.requested(altered)).why_not is not None
    assert visibility(await harness.requested(other)).why_not is None


async def test_nothing_is_handed_over_after_its_time(harness: ServiceHarness) -> None:
    harness.safes.refusal = REFUSALS[3]
    proposal, _ = await handed_over(harness)
    await harness.pass_time(EXECUTION)
    harness.safes.refusal = None
    assert len(await harness.services.submission.submit_again(proposal)) == 1
    await harness.sweep.run()
    assert await harness.state(proposal) is State.EXPIRED
    assert harness.safe.queue == {}


async def test_a_restart_goes_on_handing_over(harness: ServiceHarness) -> None:
    harness.safes.refusal = REFUSALS[0]
    proposal, request = await handed_over(harness)
    await harness.restart()
    harness.safes.refusal = None
    await harness.services.following.follow(proposal)
    assert list(harness.safe.queue) == [request.payload.safe_tx_hash]


# -- how often the service is asked -----------------------------------------------------------------------------


async def through_its_time(harness: ServiceHarness, proposal: ProposalId) -> int:
    """How often the service is asked in the whole time of a request, looked at every twenty minutes."""
    before = harness.safes.calls
    for _ in range(14 * 24 * 3 - 1):
        await harness.pass_time(timedelta(minutes=20))
        await harness.services.following.follow(proposal)
    return harness.safes.calls - before


async def test_a_request_costs_few_calls_of_the_service(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, SIGNERS[0])
    asked = await through_its_time(harness, proposal)
    assert 150 <= asked <= MOST_CALLS
    assert await events(harness) == ["confirmed"]


@pytest.mark.attack("safe_service")
async def test_a_request_that_is_refused_all_the_time_costs_few_calls_too(harness: ServiceHarness) -> None:
    harness.safes.refusal = REFUSALS[3]
    proposal, _ = await handed_over(harness)
    assert 300 <= await through_its_time(harness, proposal) <= MOST_CALLS


def polls(time: timedelta, every: timedelta) -> int:
    """How many polls fit into the time."""
    age, number = timedelta(0), 0
    while age < time:
        age += pause(age, every)
        number += 1
    return number


def test_looking_every_15_seconds_at_first_makes_some_two_hundred_looks_in_14_days() -> None:
    assert polls(timedelta(days=14), timedelta(seconds=15)) == 233
    assert polls(timedelta(minutes=2), timedelta(seconds=15)) == 8


@given(
    st.integers(0, 10**8).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(1, 3600).map(lambda seconds: timedelta(seconds=seconds)),
)
def test_looks_get_rarer_and_never_stop(age: timedelta, every: timedelta) -> None:
    assert every <= pause(age, every) <= max(every, LONGEST)
    assert pause(age, every) <= pause(age + every, every)
