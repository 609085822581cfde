"""/gov voters, and the menu of the guided setup: which role is mentioned when a vote opens."""

import pytest

from bot.domain.ids import GuildId
from sandbox.discord import Permission
from tests.cogs.conftest import Dao
from tests.cogs.governance.guided import Moderator

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def voters_of(dao: Dao) -> int | None:
    space, _ = await dao.services.space_setup.space(GuildId(dao.guild.id))
    return space.voters


async def test_nobody_is_mentioned_until_a_moderator_names_a_role(dao):
    assert await voters_of(dao) is None
    assert "Nobody is mentioned when a vote opens" in (await dao.use("mona", "gov space show")).text


async def test_a_moderator_names_the_role_of_voters_and_takes_it_away_again(dao):
    role = dao.guild.create_role("voters", mentionable=True)
    named = await dao.use("milo", "gov voters", role=role)
    assert f"Mentioned when a vote opens: {role.mention}" in named.text
    assert "⚠️" not in named.text
    assert role.mention in (await dao.use("mona", "gov space show")).text
    await dao.use("milo", "gov voters", role=role)
    gone = await dao.use("milo", "gov voters")
    assert "Nobody is mentioned" in gone.text
    assert await voters_of(dao) is None
    assert [act for act, _ in await dao.log()].count("voters") == 2, "the same again is no act"


@pytest.mark.attack("commands")
async def test_everyone_is_no_role_of_voters(dao):
    refused = await dao.use("milo", "gov voters", role=dao.guild.everyone)
    assert "`role`: `@everyone` can't be read" in refused.text
    assert await voters_of(dao) is None


async def test_a_role_that_the_bot_may_not_mention_is_told_with_its_mend(dao):
    role = dao.guild.create_role("quiet")
    named = await dao.use("milo", "gov voters", role=role)
    assert "the bot may not mention it" in named.text
    (line,) = (
        line for line in (await dao.use("mona", "gov doctor")).text.splitlines() if "voters' role" in line
    )
    assert line.startswith("⚠️")
    assert "let anyone mention the role" in line
    dao.channels["announcements"].overwrite(dao.guild.bot(dao.world.app), allow=Permission.MENTION_EVERYONE)
    assert "voters' role: it is there" in (await dao.use("mona", "gov doctor")).text.replace("**", "")


async def test_a_role_of_voters_that_was_deleted_is_told_by_the_doctor(dao):
    role = dao.guild.create_role("voters", mentionable=True)
    await dao.use("milo", "gov voters", role=role)
    dao.guild.delete_role(role)
    assert "name another one with `/gov voters`" in (await dao.use("mona", "gov doctor")).text


async def test_the_guided_setup_has_a_menu_of_voters_that_may_be_left_empty(fresh):
    role = fresh.guild.create_role("voters", mentionable=True)
    mona = await Moderator(fresh).begin()
    await mona.choose("voters", role)
    await mona.choose_places()
    await mona.choose("preset", "token")
    await mona.fill("Enter addresses", sources=fresh.folk.address, executor=fresh.safe.address)
    assert f"Mentioned when a vote opens: {role.mention}" in mona.text
    await mona.press("Save")
    assert await voters_of(fresh) == role.id
    await mona.begin()
    await mona.press("Channels and roles")
    await mona.choose("voters", [])
    await mona.press("Save")
    assert await voters_of(fresh) is None


@pytest.mark.attack("commands")
async def test_everyone_is_refused_as_voters_when_it_is_chosen(fresh):
    mona = await Moderator(fresh).begin()
    refused = await mona.choose("voters", fresh.guild.everyone)
    assert "`voters`: `@everyone` can't be read" in refused


async def test_setting_up_again_leaves_the_role_of_voters_as_it_is(dao):
    role = dao.guild.create_role("voters", mentionable=True)
    await dao.use("milo", "gov voters", role=role)
    assert "The space is set up" in (await dao.use("mona", "gov setup", **dao.options())).text
    assert await voters_of(dao) == role.id
