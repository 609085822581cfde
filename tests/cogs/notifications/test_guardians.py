"""The role that may veto a proposal was deleted in Discord: nobody can, and that is never silent."""

from __future__ import annotations

import pytest

from bot.domain.ids import ProposalId
from tests.cogs.voting.discord_harness import DiscordHarness

WORDS = "Nobody can veto this proposal any more"


async def told(dao: DiscordHarness) -> None:
    """In the announcement channel, the log channel, the thread, and the owner in private, each once."""

    def inbox() -> list[str]:
        channel = dao.discord.world.direct_channel(dao.app, dao.guild.owner.user)
        return [message.text for message in channel.messages if WORDS in message.text]

    def everywhere() -> bool:
        places = (dao.announcements, dao.log, dao.thread)
        return all(dao.said(place, WORDS) for place in places) and bool(inbox())

    await dao.until(everywhere)
    await dao.deliver_again()
    for place in (dao.announcements, dao.log, dao.thread):
        (said,) = dao.said(place, WORDS)
        assert "/gov cancel" in said.text
        assert "/gov setup" in said.text
    assert len(inbox()) == 1


@pytest.mark.attack("order")
@pytest.mark.parametrize("state", ["discussion", "voting", "timelock"])
async def test_a_guardians_role_that_is_deleted_is_told_at_once(dao: DiscordHarness, state: str) -> None:
    powers = {"ada": 70}
    if state == "discussion":
        await dao.submitted(powers)
    elif state == "voting":
        await dao.opened(powers)
    else:
        await dao.closed(powers)
    dao.guild.delete_role(dao.guardians)
    await told(dao)


@pytest.mark.attack("order")
async def test_a_guardians_role_that_was_deleted_while_the_bot_was_away_is_told_on_its_return(
    dao: DiscordHarness,
) -> None:
    await dao.opened({"ada": 70})
    await dao.disconnect()
    dao.guild.delete_role(dao.guardians)
    await dao.harness.restart()
    await dao.connect()
    await told(dao)


@pytest.mark.attack("order")
async def test_a_guardians_role_that_was_deleted_before_the_submission_is_told_at_the_opening(
    dao: DiscordHarness,
) -> None:
    await dao.set_up()
    dao.guild.delete_role(dao.guardians)
    proposal = await dao.submitted_there({"ada": 70})
    await dao.harness.open(proposal)
    await told(dao)


async def test_another_role_that_is_deleted_is_told_nobody(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    dao.guild.delete_role(dao.moderators)
    role = dao.guild.create_role("painters")
    dao.guild.delete_role(role)
    await dao.deliver_again()
    async with dao.harness.services.uow.reading() as repositories:
        assert (await repositories.proposals.get(ProposalId(1))).guardians_lost_at is None
    assert dao.said(dao.log, WORDS) == []
