"""Where the bot knows several chains, setting up asks for one of them, and looks for contracts on no other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.domain.ids import GuildId
from sandbox.chain import LocalChain
from tests.cogs.conftest import Dao, new_guild, opened_world
from tests.cogs.governance.guided import Moderator
from tests.databases import Databases


@pytest_asyncio.fixture
async def two_chains(databases: Databases, tmp_path: Path) -> AsyncIterator[Dao]:
    """A guild that is not set up, whose contracts are on the second chain."""
    async with LocalChain.serve(chain_id=31338) as other:
        elsewhere = {"name": "elsewhere", "id": other.chain_id, "rpc": [other.url]}
        async with opened_world(databases, tmp_path, elsewhere) as world:
            yield await new_guild(world)


async def test_the_chain_is_chosen_from_a_menu_and_everything_is_looked_for_there(two_chains: Dao) -> None:
    dao = two_chains
    mona = await Moderator(dao).begin()
    await mona.choose_places()
    await mona.choose("preset", "token")
    assert "On which chain are your token, and your Safe or Governor?" in mona.text
    assert [each["value"] for each in mona.page.select(mona.menu("chain"))["options"]] == [
        "elsewhere",
        "local",
    ]
    await mona.choose("chain", "elsewhere")
    refused = await mona.fill("Enter addresses", sources=dao.folk.address, executor=dao.safe.address)
    assert "There is no contract at" in refused
    await mona.choose("chain", "local")
    await mona.fill("Enter addresses", sources=dao.folk.address, executor=dao.safe.address)
    await mona.press("Save")
    assert "The space is set up" in mona.text
    # One answer was wrong and one chosen anew.
    assert mona.answers - 2 <= 10
    _, track = await dao.services.space_setup.space(GuildId(dao.guild.id))
    assert (track.policy.power.sources[0].chain, track.policy.executor.chain) == (31337, 31337)


async def test_an_address_says_by_its_prefix_on_which_chain_it_has_to_be(two_chains: Dao) -> None:
    dao = two_chains
    mona = await Moderator(dao).begin(chain="local", preset="token")
    await mona.choose_places()
    refused = await mona.fill("Enter addresses", sources=f"elsewhere:{dao.folk.address}")
    assert "is not the chain local" in refused
    refused = await mona.fill("Enter addresses", sources=f"local:{dao.folk.address} on elsewhere")
    assert "is not the chain elsewhere" in refused
    await mona.fill(
        "Enter addresses", sources=f"local:{dao.folk.address}", executor=f"local:{dao.safe.address}"
    )
    assert "look through it" in mona.text
