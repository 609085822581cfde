"""Ballots that cost something: what they may cost is what they will weigh, and no ballot is late for being weighed."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import AboveBudget
from bot.domain.ids import ProposalId, RoleId
from bot.domain.power import PowerRule, Role
from tests.assembly import TICK, TOKEN, Assembly
from tests.services.ending import before_end, opened

ELDER = RoleId(77)
QUADRATIC: dict[str, Any] = {
    "mechanism": "quadratic",
    "choices": ("Park", "Well"),
    "options": {"unit": "1", "form": "credits"},
    "reactions": False,
    "rules": {},
}
WITH_ROLE = {**QUADRATIC, "power": PowerRule(sources=(Role(role=ELDER, weight=9), TOKEN), decimals=0)}


async def buy(assembly: Assembly, name: str, votes: dict[str, int], *roles: RoleId) -> None:
    await assembly.folkmoot.voting.cast(replace(assembly.ballot(name, None, roles=roles), choice=votes))


async def counted(assembly: Assembly, proposal: ProposalId) -> tuple[list[str], list[Any]]:
    """The scores, and the ballots that were found invalid."""
    await assembly.end(proposal)
    closing = await assembly.folkmoot.closing.close(proposal)
    assert closing is not None
    return closing.result["scores"], closing.result["invalid"]


async def test_who_lost_a_role_can_not_pay_with_it_again_and_keeps_the_ballot_that_it_paid(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, {"ada": 1}, **WITH_ROLE)
    await buy(assembly, "ada", {"1": 3}, ELDER)
    with pytest.raises(AboveBudget) as refused:
        await buy(assembly, "ada", {"2": 2})
    assert (refused.value.cost, refused.value.power) == (4, 1)
    assert await counted(assembly, proposal) == (["3", "0"], [])


async def test_who_got_a_role_since_the_last_ballot_can_pay_with_it(assembly: Assembly) -> None:
    proposal = await opened(assembly, {"ada": 1}, **WITH_ROLE)
    await buy(assembly, "ada", {"1": 1})
    await buy(assembly, "ada", {"1": 3}, ELDER)
    assert await counted(assembly, proposal) == (["3", "0"], [])


async def test_a_ballot_made_in_time_is_stored_although_the_chain_does_not_answer_before_the_end(
    assembly: Assembly,
) -> None:
    proposal = await opened(assembly, {"ada": 9}, **QUADRATIC)
    assembly.hold("ben", 5)
    await assembly.link("ben")
    await before_end(assembly, proposal, TICK)
    assembly.chain.gate = asyncio.Event()
    await asyncio.wait_for(buy(assembly, "ben", {"1": 1}), 30)
    assembly.chain.gate.set()
    assert len(await assembly.stored(proposal)) == 1
