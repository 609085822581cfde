"""The Safe service, Discord and the bot fail, and are mended."""

from __future__ import annotations

import pytest

from sandbox.world import CONTROLS, Switch
from tests.sandbox.world.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("name", ["service-down", "service-busy"])
async def test_owners_are_told_what_to_sign_though_the_service_fails_and_it_has_it_later(
    town: Town, name: str
) -> None:
    stage, title = town.stage, f"While {name}"
    if not town.announced("While", "Result"):
        await stage.prove()
    known = len(stage.service.transactions(stage.safe.address))
    await town.passed(title, f"transfer 1 ETH to {stage.chain.account(name).address}")
    await town.press(name)
    assert town.is_on(name)
    await town.press("end-of-timelock")
    await town.until(lambda: town.in_thread(title, "safeTxHash"))
    assert len(stage.service.transactions(stage.safe.address)) == known
    await town.press(name)
    assert not town.is_on(name)
    await town.press("day")
    await town.until(lambda: len(stage.service.transactions(stage.safe.address)) == known + 1)


@pytest.mark.attack("safe_service")
async def test_what_a_service_says_alone_is_never_executed(town: Town) -> None:
    stage = town.stage
    await town.passed("While it lies", f"transfer 1 ETH to {stage.chain.account('liar').address}")
    await town.press("end-of-timelock")
    await town.until(lambda: town.in_thread("While it lies", "safeTxHash"))
    await town.press("service-lies")
    asked = sum(stage.service.requests.values())
    await town.press("day")
    await town.until(lambda: sum(stage.service.requests.values()) > asked)
    await town.sandbox.settled()
    assert town.announced("While it lies", "executed") == []
    await town.card("While it lies", "owners sign")
    await town.press("service-lies")


@pytest.mark.attack("order")
@pytest.mark.parametrize("name", ["drop-gateway", "end-session"])
async def test_a_bot_whose_connection_breaks_answers_again(town: Town, name: str) -> None:
    card = await town.opened(f"After {name}")
    assert "cut" in await town.press(name)
    if name == "end-session":
        # What is done before it has begun a new one is told to nobody.
        await town.stage.discord.connected(town.stage.app)
    receipt = await town.patiently(lambda: town.votes("ada", card, "For"))
    assert "Receipt" in receipt
    await town.card(f"After {name}", "1 voted")


@pytest.mark.attack("order")
async def test_what_was_to_be_said_while_discord_failed_is_said_once_afterwards(town: Town) -> None:
    card = await town.opened("Discord fails")
    await town.press("discord-fails")
    await town.unanswered("ada", card, "For")
    await town.press("discord-fails")
    await town.patiently(lambda: town.votes("ben", card, "For"))
    await town.closed("Discord fails")
    await town.sandbox.settled()
    assert len([m for m in town.announced("Discord fails", "Result") if m.attachments]) == 1


@pytest.mark.attack("order")
async def test_a_bot_that_was_killed_knows_each_acknowledged_vote_when_it_is_back(town: Town) -> None:
    card = await town.opened("Killed")
    await town.votes("ada", card, "For")
    await town.press("kill-bot")
    assert town.is_on("kill-bot")
    await town.unanswered("ben", card, "Against")
    await town.press("kill-bot")
    await town.patiently(lambda: town.votes("ben", card, "Against"))
    result = await town.closed("Killed")
    assert "2 members voted" in result.text


async def test_every_control_has_a_name_of_its_own_and_says_what_one_should_see() -> None:
    assert len({control.name for control in CONTROLS}) == len({c.label for c in CONTROLS}) == len(CONTROLS)
    for control in CONTROLS:
        assert control.name.replace("-", "").isalpha()
        assert control.expect.endswith(".")
        if isinstance(control, Switch):
            assert control.undo


async def test_what_was_done_to_the_world_is_remembered_and_not_for_ever(town: Town) -> None:
    for _ in range(60):
        await town.press("mine")
    remembered = town.sandbox.happenings
    assert len(remembered) == 50
    assert remembered[-1].control == "mine"
    assert remembered[-1].text.startswith("The newest block is")
