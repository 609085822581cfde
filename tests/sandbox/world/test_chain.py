"""Blocks that come, don't come, or go again; nodes that are away, slow, or lie."""

from __future__ import annotations

import pytest

from sandbox import safe_app
from sandbox.world import CannotPress
from tests.sandbox.world.conftest import TOKEN, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _balance(town: Town, name: str) -> int:
    return await town.stage.chain.balance(town.stage.chain.account(name).address)


async def test_an_execution_that_a_reorganisation_took_away_is_announced_once_when_it_is_final(
    town: Town,
) -> None:
    await town.stage.prove()
    stage, grantee = town.stage, town.stage.chain.account("a mason")
    await town.passed("A wall", f"transfer 1 ETH to {grantee.address}")
    await town.press("end-of-timelock")
    await town.until(lambda: town.in_thread("A wall", "safeTxHash"))
    (transaction,) = stage.service.transactions(stage.safe.address)

    async def execute() -> None:
        signers = stage.owners[:2]
        await safe_app.execute(stage.service, stage.safe, transaction["safeTxHash"], signers, signers[0])

    await execute()
    assert await _balance(town, "a mason") == TOKEN
    said = await town.press("reorganise")
    assert "without the transactions" in said
    assert await _balance(town, "a mason") == 0
    await town.press("mine", 5)
    await town.sandbox.settled()
    assert town.announced("A wall", "The Safe executed") == []
    await execute()
    assert await _balance(town, "a mason") == TOKEN
    assert town.announced("A wall", "The Safe executed") == []
    assert "is final" in await town.press("make-final")
    await town.until(lambda: town.announced("A wall", "The Safe executed"))
    await town.card("A wall", "**Executed**")
    assert len(town.announced("A wall", "The Safe executed")) == 1


@pytest.mark.parametrize("count", [0, 3, 100])
async def test_what_is_final_is_never_reorganised(town: Town, count: int) -> None:
    head = await town.stage.chain.block("latest")
    with pytest.raises(CannotPress):
        await town.press("reorganise", count)
    assert await town.stage.chain.block("latest") == head


async def test_a_chain_that_was_stopped_makes_blocks_again_when_it_is_let(town: Town) -> None:
    assert not town.is_on("stand-still")
    await town.press("stand-still")
    assert town.is_on("stand-still")
    assert not town.sandbox.mining
    await town.press("stand-still")
    assert town.sandbox.mining


@pytest.mark.attack("rpc")
async def test_one_of_three_nodes_that_is_away_keeps_no_vote_from_opening_and_the_doctor_names_it(
    town: Town,
) -> None:
    await town.press("one-rpc-off")
    card = await town.opened("One away")
    assert "60\u202f000 FOLK" in await town.votes("ada", card, "For")
    ill = await town.doctor()
    assert "⚠️" in _about_nodes(ill), ill
    await town.press("one-rpc-off")
    assert not town.is_on("one-rpc-off")
    well = await town.doctor()
    assert "⚠️" not in _about_nodes(well), well


def _about_nodes(doctor: str) -> str:
    return "\n".join(line for line in doctor.splitlines() if "127.0.0.1" in line or "endpoint" in line)


@pytest.mark.attack("rpc")
async def test_a_node_that_lies_alone_changes_no_power_and_the_doctor_tells(town: Town) -> None:
    await town.press("rpc-lies")
    card = await town.opened("One lies")
    assert "30\u202f000 FOLK" in await town.votes("ben", card, "For")
    ill = await town.doctor()
    assert "⚠️" in _about_nodes(ill), ill
    await town.press("rpc-lies")


@pytest.mark.attack("rpc")
async def test_nodes_that_are_slow_hold_up_no_receipt(town: Town) -> None:
    card = await town.opened("All slow")
    await town.press("rpcs-slow")
    reply = await town["ada"].person.click(card, label="For")
    assert "Receipt" in (await reply.settled()).text
    await town.press("rpcs-slow")
    await town.card("All slow", "1 voted")


@pytest.mark.attack("rpc")
async def test_a_vote_waits_while_no_node_answers_and_opens_when_they_do(town: Town) -> None:
    await town.proposed("All away")
    await town.press("rpcs-off")
    await town.press("end-of-discussion")
    await town.sandbox.settled()
    assert town.announced("All away", "Open for voting") == []
    await town.press("rpcs-off")
    await town.press("hour")
    await town.card("All away", "Open for voting")
