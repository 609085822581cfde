"""Proposals of others, and stored ones that were changed, are none of ours."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from bot.domain.errors import RequestMismatch
from bot.domain.ids import Address
from bot.execution.baal.proposing import data_hash, proposal_data
from tests.execution.baal.baal_treasury import BaalTreasury

NOBODY = Address("0x" + "9" * 40)


@pytest.mark.attack("order")
@pytest.mark.parametrize("other", ["words", "gas", "expiration", "calls", "more calls"])
async def test_what_others_submit_with_other_words_or_rules_is_not_ours(
    summoned: BaalTreasury, other: str
) -> None:
    actions = [summoned.pay(3), summoned.note()]
    request = await summoned.prepared(actions)
    payload = request.payload
    given = [bytes.fromhex(payload.data[2:]), payload.expiration, payload.gas, payload.details]
    changed = {
        "words": (3, payload.details + " "),
        "gas": (2, 0),
        "expiration": (1, 1_900_000_000),
        "calls": (0, bytes.fromhex(proposal_data([summoned.pay(4), summoned.note()])[2:])),
        "more calls": (0, bytes.fromhex(proposal_data([*actions, summoned.pay(1)])[2:])),
    }[other]
    given[changed[0]] = changed[1]
    await summoned.baal.contract.send("submitProposal", *given, sender=summoned.ada)
    assert (await summoned.followed(request)).stage.name == "unproposed"
    assert await summoned.ready(request, actions) is not None


@pytest.mark.attack("database")
@pytest.mark.parametrize("changed", ["data", "data_hash", "gas", "details"])
async def test_what_was_changed_in_the_database_is_not_to_be_sent(
    summoned: BaalTreasury, changed: str
) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    other = proposal_data([summoned.pay(5)])
    values = {"data": other, "data_hash": data_hash(other), "gas": 1, "details": "A pony"}
    payload = dataclasses.replace(request.payload, **{changed: values[changed]})
    with pytest.raises(RequestMismatch):
        await summoned.baals.signing(summoned.request(payload), actions, await summoned.opened(actions))


@pytest.mark.attack("database")
async def test_a_number_of_another_proposal_in_the_database_leads_to_no_step_of_that_one(
    summoned: BaalTreasury,
) -> None:
    actions = [summoned.pay()]
    request = await summoned.prepared(actions)
    other = await summoned.baal.submit([(NOBODY, 5, b"")], sender=summoned.stranger)
    number = await summoned.submitted(request, actions)
    stage = (await summoned.baals.instructions(request)).stage
    misled = replace(request, stage=dataclasses.replace(stage, id=str(other)))
    assert (await summoned.baals.instructions(misled)).stage.id == str(number)
