"""/space create and archive draft what a vote decides: a command creates no part and dissolves none."""

import pytest

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.spaces.setup import CHANNELS
from tests.cogs.conftest import ACTIONS, answered
from tests.cogs.proposals.allowing import let, with_council

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHY = {"Text": "They know their garden."}


@pytest.fixture
def rooms(dao):
    """What a part lives in."""
    council = with_council(dao)
    return {
        "name": "Grants  of ours",
        "moderators": council,
        "announcements": dao.guild.create_text_channel("grants"),
        "discussion": dao.guild.create_forum_channel("grants-talk"),
        "log": dao.guild.create_text_channel("grants-log"),
    }


async def tree(dao):
    return await dao.services.space_tree.of(GuildId(dao.guild.id))


async def form(dao, command, **options):
    reply = await dao["mona"].slash(dao.council, command, **options)
    assert reply.modal is not None, reply.text
    return reply.modal


async def below(dao, rooms):
    """Grants, as a vote creates it."""
    role = RoleId(rooms["moderators"].id)
    channels = {use: ChannelId(rooms[use].id) for use in CHANNELS}
    async with dao.services.uow.writing() as repositories:
        root = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        offices = {"moderators": role, "guardians": role, "at": dao.services.clock.now()}
        await repositories.spaces.create(root, "Grants", **channels, **offices)


async def test_a_part_is_drafted_with_all_that_the_command_says_and_is_not_there(dao, rooms):
    await let(dao, "create_space")
    opened = await form(dao, "space create", **rooms, limit="5 ETH per 30 days")
    (note,) = opened.texts
    assert "Only a vote creates a part" in note
    assert opened.field("Title").value == "Create the part Grants of ours"
    role = rooms["moderators"].mention
    lives_in = " ".join(f"{use} <#{rooms[use].id}>" for use in ("announcements", "discussion", "log"))
    assert opened.field(ACTIONS).value == (
        f'create space "Grants of ours" from subdao moderators {role} {lives_in} limit 5 ETH per 30 days'
    )
    shown = await answered(await opened.submit(WHY))
    assert "becomes a moderator" in shown.text
    (act,) = (await dao.newest()).content.acts
    assert isinstance(act, CreateSpace)
    assert (act.name, act.moderators.id) == ("Grants of ours", rooms["moderators"].id)
    assert len((await tree(dao)).spaces) == 1


async def test_where_no_policy_lets_votes_do_it_the_command_says_how_one_would(dao, rooms):
    await let(dao, "archive_space")
    refused = await dao.use("mona", "space create", **rooms)
    assert "can't create parts with rules of their own" in refused.text
    assert "`create_space`" in refused.text


async def test_of_several_tracks_those_are_offered_that_may_do_it(dao, rooms):
    await dao.use("mona", "gov track add", name="small", preset="token", threshold="0")
    await let(dao, "create_space")
    # On the other track nothing of the server may be changed.
    assert (await form(dao, "space create", **rooms)).field("Title").value
    await let(dao, "create_space", track="small")
    await dao.use("mona", "gov track add", name="third", preset="token", threshold="0")
    menu = await dao.use("mona", "space create", **rooms)
    assert [each["label"] for each in menu.select()["options"]] == ["small", "main"]
    opened = (await dao["mona"].select(menu, values=["small"])).modal
    assert opened.field(ACTIONS).value.startswith('create space "Grants of ours"')
    assert "Only a vote creates a part" in opened.texts[0]


async def test_the_parts_of_the_space_are_suggested_and_the_draft_dissolves_none(dao, rooms):
    await let(dao, "archive_space")
    await below(dao, rooms)
    (offered,) = await dao["mona"].autocomplete(dao.council, "space archive", focused="space", value="gr")
    assert offered["value"] == "Grants"
    opened = await form(dao, "space archive", space=offered["value"])
    assert "Only a vote dissolves a part" in opened.texts[0]
    shown = await answered(await opened.submit(WHY))
    assert "dissolve the part" in shown.text
    assert all(space.archived_at is None for space in (await tree(dao)).spaces)
