"""The role that moderates was deleted in Discord: it is said in public, with what can be done."""

from __future__ import annotations

import pytest

from tests.cogs.voting.discord_harness import DiscordHarness

WORDS = "nobody moderates here by a role any more"


async def said_once(dao: DiscordHarness) -> None:
    await dao.until(lambda: bool(dao.said(dao.log, WORDS)))
    await dao.deliver_again()
    (said,) = dao.said(dao.log, WORDS)
    assert "`/gov setup`" in said.text
    assert str(dao.moderators.id) in said.text


@pytest.mark.attack("order")
async def test_a_moderators_role_that_is_deleted_is_told_once(dao: DiscordHarness) -> None:
    await dao.submitted({"ada": 70})
    dao.guild.delete_role(dao.guild.add_role("painters", 0))
    dao.guild.delete_role(dao.moderators)
    await said_once(dao)
    await dao.restart()
    await said_once(dao)


@pytest.mark.attack("order")
async def test_a_moderators_role_that_was_deleted_while_the_bot_was_away_is_told_on_its_return(
    dao: DiscordHarness,
) -> None:
    await dao.submitted({"ada": 70})
    await dao.disconnect()
    dao.guild.delete_role(dao.moderators)
    await dao.harness.restart()
    await dao.connect()
    await said_once(dao)
