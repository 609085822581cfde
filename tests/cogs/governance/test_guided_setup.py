"""`/gov setup` without options: a server is set up answer by answer, mostly from menus."""

import pytest

from bot.domain.errors import NotSetUp
from bot.domain.ids import GuildId
from tests.cogs.conftest import Dao
from tests.cogs.governance.guided import Moderator

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def stored(dao: Dao):
    """The space and its track main, or None."""
    try:
        return await dao.services.space_setup.space(GuildId(dao.guild.id))
    except NotSetUp:
        return None


async def test_a_server_is_set_up_with_at_most_ten_answers(fresh):
    mona = await Moderator(fresh).begin()
    assert "channels and roles" in mona.text
    await mona.choose_places()
    await mona.choose("preset", "token")
    await mona.fill("Enter addresses", sources=fresh.world.folk.address, executor=fresh.safe.address)
    assert await stored(fresh) is None, "nothing counts before it is saved"
    assert "look through it" in mona.text
    print(mona.text)
    await mona.press("Save")
    assert "The space is set up" in mona.text
    assert mona.answers <= 10
    space, track = await stored(fresh)
    assert space.channels == {name: channel.id for name, channel in fresh.channels.items()}
    assert (space.moderators, space.guardians) == tuple(role.id for role in fresh.roles.values())
    assert track.policy.executor.address == fresh.safe.address
    assert [source.kind for source in track.policy.power.sources] == ["erc20_votes"]
    assert await fresh.log() == [("setup", None)]
