"""Ballots that cost something: what they may cost is what they will weigh, and no ballot is late for being weighed."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.errors import AboveBudget
from bot.domain.ids import ProposalId, RoleId
from bot.domain.power import PowerRule, Role
from tests.harness import TICK, TOKEN, ServiceHarness
from tests.services.voting.ending import before_end, opened

ELDER = RoleId(77)
QUADRATIC: dict[str, Any] = {
    "mechanism": "quadratic",
    "choices": ("Park", "Well"),
    "options": {"unit": "1", "form": "credits"},
    "reactions": False,
    "rules": {},
}
WITH_ROLE = {**QUADRATIC, "power": PowerRule(sources=(Role(role=ELDER, weight=9), TOKEN), decimals=0)}


async def buy(harness: ServiceHarness, name: str, votes: dict[str, int], *roles: RoleId) -> None:
    await harness.services.voting.cast(replace(harness.ballot(name, None, roles=roles), choice=votes))


async def counted(harness: ServiceHarness, proposal: ProposalId) -> tuple[list[str], list[Any]]:
    """The scores, and the ballots that were found invalid."""
    await harness.end(proposal)
    closing = await harness.services.closing.close(proposal)
    assert closing is not None
    return closing.result["scores"], closing.result["invalid"]


async def test_who_lost_a_role_can_not_pay_with_it_again_and_keeps_the_ballot_that_it_paid(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 1}, **WITH_ROLE)
    await buy(harness, "ada", {"1": 3}, ELDER)
    with pytest.raises(AboveBudget) as refused:
        await buy(harness, "ada", {"2": 2})
    assert (refused.value.cost, refused.value.power) == (4, 1)
    assert await counted(harness, proposal) == (["3", "0"], [])


async def test_who_got_a_role_since_the_last_ballot_can_pay_with_it(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 1}, **WITH_ROLE)
    await buy(harness, "ada", {"1": 1})
    await buy(harness, "ada", {"1": 3}, ELDER)
    assert await counted(harness, proposal) == (["3", "0"], [])


async def test_a_ballot_made_in_time_is_stored_although_the_chain_does_not_answer_before_the_end(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 9}, **QUADRATIC)
    harness.hold("ben", 5)
    await harness.link("ben")
    await before_end(harness, proposal, TICK)
    harness.chain.gate = asyncio.Event()
    await asyncio.wait_for(buy(harness, "ben", {"1": 1}), 30)
    harness.chain.gate.set()
    assert len(await harness.stored(proposal)) == 1
