"""/roles: a moderator makes rules, members see which roles follow from them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.holder_roles.rule import READ_AGAIN
from bot.domain.ids import RoleId
from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.databases import Databases
from tests.harness import TOKEN


@pytest.fixture
async def dao(databases: Databases, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    async with gathered(databases, tmp_path / "folkmoot.db") as dao:
        yield dao


async def roles(dao: DiscordHarness, what: str, name: str = "mo", **options: Any) -> str:
    said = await dao[name].slash(dao.announcements, f"roles {what}", **options)
    text = (await said.settled()).text
    await dao.deliver()
    return text


async def test_a_rule_is_made_told_in_words_seen_and_taken_away(dao: DiscordHarness) -> None:
    await dao.set_up()
    role = dao.guild.add_role("holders", 0)
    dao.harness.server.add(RoleId(role.id), "holders")
    await dao.harness.powers({"ada": 100}, guild=dao.guild_id)
    source = f"erc20_votes {TOKEN.contract}"
    said = await roles(dao, "holding", role=role, amount="100", source=source)
    assert f"<@&{role.id}>: who holds at least 100 VOTE in linked wallets, of: " in said
    assert "keeps the role for 7 days" in said
    assert "which channels the role opens" in said
    assert "rule made by which members get a role" in dao.log.messages[-1].text
    await dao.harness.sweep.run()
    await dao.deliver()
    assert "**role given by a rule** by Folkmoot itself" in dao.log.messages[-1].text
    assert "You have the role by it." in await roles(dao, "list", "ada")
    dao.harness.hold("ada", 0)
    await dao.harness.pass_time(READ_AGAIN)
    await dao.harness.sweep.run()
    listed = await roles(dao, "list", "ada")
    assert "It is taken from you" in listed
    assert "Hold at least 100 VOTE until then" in listed
    assert "looked at now" in await roles(dao, "run")
    assert "1 member has" in await roles(dao, "remove", number=1)
    assert "No role follows from a rule here" in await roles(dao, "list", "ada")


async def test_votes_and_delegations_are_told_in_words(dao: DiscordHarness) -> None:
    await dao.set_up()
    role = dao.guild.add_role("voters", 0)
    dao.harness.server.add(RoleId(role.id), "voters")
    assert "at least 3 of the last 10 votes that closed" in await roles(
        dao, "voting", role=role, votes=3, of=10
    )
    assert "1 vote that closed within the last 90 days" in await roles(
        dao, "voting", role=role, votes=1, within="90d"
    )
    assert "It isn't clear which votes count" in await roles(dao, "voting", role=role, votes=1)
    said = await roles(dao, "delegating", role=role, who="either", grace="2d")
    assert "who delegates, or is delegated to" in said
    assert "keeps the role for 2 days" in said
    assert "moderator" in await roles(dao, "delegating", "ada", role=role, who="gives")
    refused = await roles(dao, "delegating", role=dao.guardians, who="gives")
    assert "the role was deleted" in refused
    dao.harness.server.change(RoleId(role.id), permissions=1 << 3)
    refused = await roles(dao, "delegating", role=role, who="gets")
    assert "may do more than others: Administrator" in refused
