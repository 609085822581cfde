"""/help offers what the tracks of a server have, and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import RoleId
from bot.domain.policy.model import DelegationRule, PowerRule
from bot.domain.power import Role
from tests.cogs.voting.discord_harness import DiscordHarness, gathered
from tests.databases import Databases
from tests.services.conviction.staking_harness import POLICY
from tests.services.delegation.delegating import rule

WALLETS, DELEGATING, STAKING, REACTING = "`/wallet link`", "`/delegate to`", "`/stake add`", "by reaction"
ROLE = PowerRule(sources=(Role(role=RoleId(77)),))


@pytest.fixture
async def server(databases: Databases, tmp_path: Path) -> AsyncIterator[DiscordHarness]:
    async with gathered(databases, tmp_path / "folkmoot.db") as dao:
        await dao.set_up()
        yield dao


async def helped(dao: DiscordHarness) -> str:
    return (await (await dao["ben"].slash(dao.announcements, "help")).settled()).text


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, {WALLETS, REACTING}),
        ({"reactions": False}, {WALLETS}),
        ({"privacy": "after_close", "reactions": False}, {WALLETS}),
        ({"delegation": DelegationRule()}, {WALLETS, REACTING, DELEGATING}),
        ({"power": ROLE}, {REACTING}),
    ],
    ids=["tokens", "no reactions", "hidden", "delegation", "roles only"],
)
async def test_help_offers_what_the_policy_has(
    server: DiscordHarness, changes: dict[str, Any], offered: set[str]
) -> None:
    await rule(server.harness, guild=server.guild_id, **changes)
    said = await helped(server)
    assert {words for words in (WALLETS, DELEGATING, STAKING, REACTING) if words in said} == offered
    assert "`/propose`" in said


async def test_a_second_track_adds_what_it_has(server: DiscordHarness) -> None:
    await rule(server.harness, "spending", guild=server.guild_id, delegation=DelegationRule())
    assert DELEGATING in await helped(server)


async def test_stakes_are_offered_where_members_stake(server: DiscordHarness) -> None:
    assert STAKING not in await helped(server)
    async with server.harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(server.guild_id)
        await repositories.spaces.set_track(space.id, "grants", POLICY, server.harness.clock.now())
    assert STAKING in await helped(server)
