"""At which block a proposal's actions are tried out, and when they are tried out again."""

from datetime import timedelta

import pytest

from bot.domain.actions.effects import UINT256_MAX, Token
from bot.domain.actions.simulation import (
    AllowanceChange,
    AnySimulation,
    Method,
    NotSimulated,
    Outcome,
    Simulation,
)
from bot.domain.blocks import BlockRef
from bot.domain.ids import BlockHash, ChainId, ProposalId
from bot.services.proposals.cards import Card
from bot.wording.actions.simulation import simulation_line, simulation_lines
from bot.wording.language import language
from bot.wording.proposals.cards.cards import standing_lines
from bot.wording.proposals.cards.details import details_lines
from tests.fakes import account
from tests.harness import SAFE, ServiceHarness
from tests.services.execution.asking import ACTION, handed_over, to_sign

SAY = language()
SPENDS = AllowanceChange(Token(account("token"), "USDX", 6), SAFE, account("spender"), 0, UINT256_MAX)


async def card(harness: ServiceHarness, proposal: ProposalId) -> Card:
    return await harness.services.cards.card(proposal)


def tried(card: Card) -> AnySimulation:
    """What the actions of a card with one executor would do."""
    (trial,) = card.trials
    return trial.simulation


async def test_a_vote_is_tried_out_at_its_snapshot_whatever_comes_after(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    harness.chain.advance(20)
    found = tried(await card(harness, proposal))
    assert isinstance(found, Simulation)
    assert found.block == opening.snapshot[0]
    assert (SAFE, opening.snapshot[0]) in harness.simulator.asked


async def test_what_was_tried_out_once_is_not_tried_out_with_each_ballot(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    await card(harness, proposal)
    asked = len(harness.simulator.asked)
    for _ in range(3):
        await harness.pass_time(timedelta(minutes=20))
        await card(harness, proposal)
    assert len(harness.simulator.asked) == asked


async def test_before_the_vote_opens_the_newest_block_counts_and_is_looked_at_again(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=ACTION)
    first = tried(await card(harness, proposal))
    harness.chain.advance(20)
    await harness.pass_time(timedelta(minutes=11))
    second = tried(await card(harness, proposal))
    assert isinstance(first, Simulation)
    assert isinstance(second, Simulation)
    assert second.block.number > first.block.number


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("cause", ["contradicted", "unavailable"])
async def test_what_is_not_known_is_said_and_asked_again_a_minute_later(
    harness: ServiceHarness, cause: str
) -> None:
    harness.simulator.not_simulated = NotSimulated(cause)
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    shown = await card(harness, proposal)
    assert isinstance(tried(shown), NotSimulated)
    assert "is not known" in "\n".join(standing_lines(shown, SAY))
    asked = len(harness.simulator.asked)
    await card(harness, proposal)
    assert len(harness.simulator.asked) == asked
    harness.simulator.not_simulated = None
    await harness.pass_time(timedelta(minutes=1))
    assert isinstance(tried(await card(harness, proposal)), Simulation)


@pytest.mark.attack("rpc")
async def test_a_silent_chain_keeps_no_card_from_being_made(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada", actions=ACTION)
    harness.chain.silent = True
    assert isinstance(tried(await card(harness, proposal)), NotSimulated)


async def test_what_would_fail_stands_on_the_card_before_all_that_is_said_of_the_vote(
    harness: ServiceHarness,
) -> None:
    harness.simulator.failing = {1: "it reverted: not today"}
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    shown = await card(harness, proposal)
    first = standing_lines(shown, SAY)[0]
    assert first.startswith("🛑 It would fail")
    assert "action 1 reverts (it reverted: not today)" in first
    assert first in details_lines(shown, {}, SAY)


async def test_what_changes_stands_in_the_details_what_may_be_taken_first(harness: ServiceHarness) -> None:
    harness.simulator.changes = (SPENDS,)
    proposal = await harness.opened({"ada": 10}, actions=ACTION)
    shown = await card(harness, proposal)
    assert "✅ Tried out at block" in standing_lines(shown, SAY)[-1]
    details = "\n".join(details_lines(shown, {}, SAY))
    assert f"⚠️ {account('spender')} may take any amount of USDX" in details
    assert "eth_simulateV1" in details


async def test_the_owners_are_told_what_changes_at_the_newest_block(harness: ServiceHarness) -> None:
    proposal, _ = await handed_over(harness)
    harness.simulator.changes = (SPENDS,)
    harness.chain.advance(3)
    text = await to_sign(harness, proposal)
    newest = await harness.chain.latest()
    assert harness.simulator.asked[-1] == (SAFE, newest)
    assert f"**What changes**, tried out at block {newest.number:,}" in text
    assert "may take any amount of USDX" in text


async def test_a_proposal_without_actions_is_not_tried_out(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10})
    assert (await card(harness, proposal)).trials == ()
    assert harness.simulator.asked == []


async def test_several_that_fail_are_all_named(harness: ServiceHarness) -> None:
    harness.simulator.failing = {1: "it reverted: no @everyone", 2: ""}
    proposal = await harness.opened({"ada": 10}, actions=f"{ACTION}\n{ACTION}")
    found = tried(await card(harness, proposal))
    assert isinstance(found, Simulation)
    assert "actions 1 and 2 revert" in simulation_line(found, SAY)
    lines = simulation_lines(found, "ETH", SAY)
    assert lines[1:] == [
        "• Action 1: it reverted: no @everyone",
        "• Action 2: it reverts without a reason",
        "All actions are made, or none: nothing would change.",
    ]


@pytest.mark.parametrize(("unread", "left_out"), [(1, 0), (0, 1), (2, 3)])
def test_what_could_not_be_looked_at_is_counted(unread: int, left_out: int) -> None:
    block = BlockRef(ChainId(1), 7, BlockHash("0x" + "00" * 32), 0)
    found = Simulation(block, Method.CALLED, (Outcome(True),), (), unread, left_out)
    lines = "\n".join(simulation_lines(found, "ETH", SAY))
    assert (f"Of {unread} more balance" in lines) is bool(unread)
    assert ("not looked at." in lines) is bool(left_out)
    assert "only what the calldata names was looked at" in lines
