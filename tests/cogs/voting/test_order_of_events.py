"""Events that come twice, late or in another order leave the record, and what members are told, as they should be."""

import asyncio
from itertools import permutations
from typing import Any

import pytest

from bot.domain.ids import ProposalId
from sandbox.discord import Reply
from tests.captured_logs import captured_logs
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import TICK

CHOICES = ["For", "Against", "Abstain"]


def faults(logged: list[Any]) -> list[Any]:
    return [line for line in logged if line["log_level"] in ("warning", "error", "critical")]


def callbacks(dao: DiscordHarness) -> int:
    return sum(request.path.endswith("/callback") for request in dao.discord.requests)


async def ballots(dao: DiscordHarness, proposal: ProposalId, name: str) -> list[int | None]:
    async with dao.harness.services.uow.reading() as repositories:
        found = await repositories.ballots.of_member(proposal, dao.member(name))
    return [ballot.choice for ballot in found]


async def arrived(dao: DiscordHarness) -> None:
    """Events come in order: with the answer to somebody else, the bot has dealt with those before."""
    await dao["zoe"].click(dao.card, "Details")


@pytest.mark.attack("order")
@pytest.mark.parametrize("copies", [2, 3, 10])
async def test_a_click_that_is_told_again_is_one_vote_and_no_fault(dao: DiscordHarness, copies: int) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.discord.gateway.faults.repeat_next("INTERACTION_CREATE", copies=copies)
    before = callbacks(dao)
    with captured_logs() as logged:
        reply = await dao["ada"].click(dao.card, "For")
        await arrived(dao)
    assert "**For**" in reply.text
    assert faults(logged) == []
    assert await ballots(dao, proposal, "ada") == [1]
    assert callbacks(dao) - before == 2, "one answer to each of the two who clicked"


@pytest.mark.attack("order")
async def test_a_command_that_is_told_again_is_done_once(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    dao.discord.gateway.faults.repeat_next("INTERACTION_CREATE")
    with captured_logs() as logged:
        reply = await dao["ada"].slash(dao.announcements, "vote mine")
        await arrived(dao)
    assert reply.ephemeral
    assert faults(logged) == []


@pytest.mark.attack("order")
async def test_a_form_that_is_told_again_makes_one_draft(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    form = await dao["ada"].slash(dao.announcements, "propose")
    assert form.modal is not None
    dao.discord.gateway.faults.repeat_next("INTERACTION_CREATE")
    with captured_logs() as logged:
        await (await form.modal.submit({"Title": "A pump", "Text": "It pumps."})).settled()
        await arrived(dao)
    assert faults(logged) == []
    async with dao.harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(dao.guild_id)
        assert await repositories.proposals.drafts(space.id, dao.member("ada")) == 1


@pytest.mark.attack("order")
async def test_what_was_answered_before_a_restart_is_no_fault_after_it(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.discord.gateway.faults.repeat_next("INTERACTION_CREATE")
    held = dao.discord.gateway.faults.hold("INTERACTION_CREATE")
    click = asyncio.create_task(dao["ada"].click(dao.card, "For"))
    await held.until(2)
    held.release([0])
    await click
    await dao.restart()
    with captured_logs() as logged:
        dao.discord.gateway.faults.resume()
        await arrived(dao)
    assert [line for line in logged if line["event"] == "interaction.fault"] == []
    assert await ballots(dao, proposal, "ada") == [1]


@pytest.mark.attack("order")
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
async def test_clicks_in_any_order_count_by_when_they_were_made(
    dao: DiscordHarness, order: tuple[int, ...]
) -> None:
    """And whoever is told late that a vote was taken is told, too, that a newer one counts."""
    proposal = await dao.opened({"ada": 70})
    held = dao.discord.gateway.faults.hold("INTERACTION_CREATE")
    clicks: list[asyncio.Task[Reply]] = []
    for number, choice in enumerate(CHOICES, 1):
        clicks.append(asyncio.create_task(dao["ada"].click(dao.card, choice)))
        await held.until(number)
        dao.harness.clock.advance(TICK)
    for place in order:
        # What is released leaves its place to those behind it.
        done = sum(1 for earlier in order[: order.index(place)] if earlier < place)
        held.release([place - done])
        await clicks[place]
    dao.discord.gateway.faults.resume()
    assert await dao.stored(proposal) == {"ada": 3}
    newest = -1
    for place in order:
        text = clicks[place].result().text
        late = place < newest
        newest = max(newest, place)
        assert ("is older and does not" in text) == late
        assert f"**{CHOICES[place]}**" in text
        if late:
            assert f"counts: **{CHOICES[newest]}**" in text
            assert "✅" not in text
