"""Before a vote ends, the announcement channel hears once that too few have come."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ProposalId
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.services.delegation.delegating import rule

ENDS = "The vote ends"


async def opened(dao: DiscordHarness, **changes: Any) -> ProposalId:
    """A vote that needs a power of 50, by a policy with these changes."""
    await dao.set_up(quorum="50 votes")
    if changes:
        await rule(dao.harness, guild=dao.guild_id, **changes)
    proposal = await dao.submitted_there({"ada": 20, "ben": 40}, title="A new well")
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def near_its_end(dao: DiscordHarness, proposal: ProposalId) -> None:
    ends_at = (await dao.harness.get(proposal)).ends_at(dao.harness.clock.now())
    assert ends_at is not None
    await dao.harness.pass_time(ends_at - timedelta(hours=23) - dao.harness.clock.now())
    await dao.harness.sweep.run()
    await dao.deliver()


def told(dao: DiscordHarness) -> list[Message]:
    return dao.said(dao.announcements, ENDS)


async def test_a_vote_without_its_quorum_is_posted_again_a_day_before_its_end(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.vote("ada", "For")
    assert told(dao) == []
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    for part in ("A new well", "More votes are needed", "Quorum not reached yet", "20", "50", "1 voted"):
        assert part in message.text
    assert f"https://discord.com/channels/{dao.guild.id}/{dao.card.channel.id}/{dao.card.id}" in message.text
    assert not message.mentions
    assert not message.mention_roles
    await dao.restart()
    await dao.harness.sweep.run()
    await dao.deliver_again()
    assert len(told(dao)) == 1


async def test_a_vote_to_which_enough_have_come_is_not_posted_again(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.vote("ada", "For")
    await dao.vote("ben", "Abstain")
    await near_its_end(dao, proposal)
    assert told(dao) == []


@pytest.mark.attack("privacy")
@pytest.mark.parametrize("enough", [True, False])
async def test_of_a_hidden_count_it_is_said_that_the_vote_ends_whatever_the_count(
    dao: DiscordHarness, enough: bool
) -> None:
    proposal = await opened(dao, privacy="after_close", reactions=False)
    await dao.vote("ada", "For")
    if enough:
        await dao.vote("ben", "For")
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    assert "A new well" in message.text
    for leak in ("More votes", "Quorum", "voted", "20 ", "60", "█", "░"):
        assert leak not in message.text


async def test_a_vote_that_ended_before_it_could_be_said_is_not_posted_again(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    await dao.harness.end(proposal)
    await dao.harness.sweep.run()
    await dao.deliver()
    assert told(dao) == []
    assert dao.said(dao.announcements, "Defeated")


@pytest.mark.attack("text")
async def test_a_title_that_a_filter_refuses_keeps_it_back_from_nobody(dao: DiscordHarness) -> None:
    proposal = await opened(dao)
    dao.guild.filters.words = {"well"}
    await near_its_end(dao, proposal)
    (message,) = told(dao)
    assert "well" not in message.text
    assert "More votes are needed" in message.text
