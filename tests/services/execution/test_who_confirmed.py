"""How many owners have confirmed is what the Safe would count now."""

import pytest

from tests.fakes import account
from tests.harness import SIGNERS, ServiceHarness
from tests.services.execution.asking import events, handed_over, look, on_card, said, to_sign, told

FIRST, SECOND, THIRD = SIGNERS
NEW = account("new signer")


@pytest.mark.attack("safe_service")
async def test_who_is_no_owner_any_more_is_not_counted(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, FIRST)
    await look(harness, proposal)
    # The service still lists what the first owner signed.
    harness.safe.owners = (SECOND, THIRD, NEW)
    harness.safes.confirm(harness.safe, request, SECOND)
    await look(harness, proposal)
    last = (await told(harness))[-1]
    assert (last.event, last.data["owner"], last.data["confirmed"]) == ("confirmed", SECOND, "1")
    assert "1 of 2 confirmed" in await on_card(harness, proposal)


@pytest.mark.attack("safe_service")
async def test_a_confirmation_that_counts_no_more_is_said(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    for owner in (FIRST, SECOND):
        harness.safes.confirm(harness.safe, request, owner)
    await look(harness, proposal)
    assert "2 of 2 confirmed" in await on_card(harness, proposal)
    harness.safe.owners = (FIRST, THIRD)
    await harness.services.following.follow(proposal)
    assert await events(harness) == ["confirmed", "confirmed", "unconfirmed"]
    assert "1 of 2" in await said(harness)
    assert "1 of 2 confirmed" in await on_card(harness, proposal)


async def test_an_owner_who_comes_back_counts_again(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, FIRST)
    await look(harness, proposal)
    harness.safe.owners = (SECOND, THIRD)
    await look(harness, proposal)
    harness.safe.owners = SIGNERS
    await look(harness, proposal)
    assert await events(harness) == ["confirmed", "unconfirmed", "confirmed"]
    assert (await harness.requested(proposal)).confirmed_by == (FIRST,)


async def test_how_many_must_sign_is_what_the_safe_asks_for_now(harness: ServiceHarness) -> None:
    proposal, _ = await handed_over(harness)
    assert "0 of 2 confirmed" in await on_card(harness, proposal)
    harness.safe.threshold = 3
    await harness.services.following.follow(proposal)
    assert "0 of 3 confirmed" in await on_card(harness, proposal)
    assert "**0 of 3 confirmed**" in await to_sign(harness, proposal)


@pytest.mark.attack("safe_service")
async def test_a_service_that_forgets_signatures_takes_none_away(harness: ServiceHarness) -> None:
    proposal, request = await handed_over(harness)
    harness.safes.confirm(harness.safe, request, FIRST)
    await look(harness, proposal)
    harness.safe.confirmed.clear()
    await look(harness, proposal)
    assert await events(harness) == ["confirmed"]
    assert (await harness.requested(proposal)).confirmed_by == (FIRST,)


async def test_what_must_go_first_is_said_to_the_owners(harness: ServiceHarness) -> None:
    harness.safe.nonce = 4
    proposal, request = await handed_over(harness)
    assert "goes first" not in await to_sign(harness, proposal)
    harness.safe.nonce = 3
    assert "nonce 3: " in await to_sign(harness, proposal)
    harness.safe.nonce = 1
    text = await to_sign(harness, proposal)
    assert [f"nonce {nonce}: " in text for nonce in (0, 1, 2, 3, 4)] == [False, True, True, True, False]
    assert request.payload.nonce == 4
