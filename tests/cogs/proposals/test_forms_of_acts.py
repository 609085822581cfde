"""Acts on the server are chosen from a menu and filled in with what Discord itself lets one pick."""

import pytest

from bot.domain.server_acts.channels.rename_channel import RenameChannel
from bot.domain.server_acts.kind import ActKind
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from sandbox.discord.world.components import walk
from tests.cogs.conftest import ACTIONS, answered
from tests.cogs.proposals.allowing import let, with_council

pytestmark = pytest.mark.asyncio(loop_scope="session")


def menu_of(preview):
    menus = [each for each in walk(preview.components) if each.get("custom_id", "").startswith("add-act:")]
    return menus[0] if menus else None


async def offered(dao):
    """The kinds of acts that a new draft offers."""
    menu = menu_of(await dao.draft())
    return [] if menu is None else [option["value"] for option in menu["options"]]


async def form_of(dao, preview, kind):
    return (await dao["ada"].select(preview, menu_of(preview)["custom_id"], values=kind)).modal


@pytest.fixture
def council(dao):
    return with_council(dao)


async def test_nothing_of_the_server_is_offered_where_no_vote_may_change_it(dao):
    assert await offered(dao) == []


async def test_a_role_and_a_member_are_picked_and_the_line_is_the_one_that_one_types(dao, council):
    await let(dao, "grant_role", "create_role", roles=[council])
    assert await offered(dao) == ["grant_role", "create_role"]
    form = await form_of(dao, await dao.draft(), "grant_role")
    shown = await answered(
        await form.submit({"Role": council, "Member": dao["ben"], "For how many days (optional)": "180"})
    )
    assert f"give <@&{council.id}> to {dao['ben'].mention} for 180 days" in shown.text
    (act,) = (await dao.newest()).content.acts
    assert isinstance(act, GrantRole)
    assert (act.role.id, act.member, act.days) == (council.id, dao["ben"].id, 180)
    form = await form_of(dao, shown, "create_role")
    await answered(await form.submit({"Name": "Watch 2027"}))
    edited = (await dao["ada"].click(shown, "Edit")).modal
    typed = f'grant <@&{council.id}> to {dao["ben"].mention} for 180 days\ncreate role "Watch 2027"'
    assert edited.field(ACTIONS).value == typed
    assert isinstance((await dao.newest()).content.acts[1], CreateRole)


async def test_a_refused_act_opens_again_with_what_was_picked(dao, council):
    await let(dao, "grant_role", roles=[council])
    form = await form_of(dao, await dao.draft(), "grant_role")
    refused = await answered(
        await form.submit({"Role": council, "Member": dao["ben"], "For how many days (optional)": "9999"})
    )
    assert "Line 1" in refused.text
    again = (await dao["ada"].click(refused, "Correct it")).modal
    assert again.field("Role").value == [str(council.id)]
    assert again.field("Member").value == [str(dao["ben"].id)]
    shown = await answered(await again.submit({"For how many days (optional)": "99"}))
    assert "for 99 days" in shown.text


async def test_a_channel_is_picked_among_those_that_the_act_takes(dao, council):
    category = dao.guild.create_category("Projects")
    channel = dao.guild.create_text_channel("grants", parent=category)
    await let(dao, "rename_channel", categories=[category])
    form = await form_of(dao, await dao.draft(), "rename_channel")
    shown = await answered(await form.submit({"Channel": channel, "Name": "old grants"}))
    assert "old-grants" in shown.text
    (act,) = (await dao.newest()).content.acts
    assert isinstance(act, RenameChannel)
    assert act.channel.id == channel.id


async def test_tracks_and_presets_are_chosen_from_menus(dao, council):
    await let(dao, "change_rules")
    form = await form_of(dao, await dao.draft(), "change_rules")
    assert [each["value"] for each in form.field("Track").options] == ["main"]
    shown = await answered(await form.submit({"Track": "main", "What is set (optional)": "timelock 9d"}))
    assert "change the rules of the track" in shown.text


async def test_every_kind_of_act_that_a_policy_lets_is_in_the_menu(dao, council):
    kinds = [kind.value for kind in ActKind if kind is not ActKind.GRANT_TO_WINNERS]
    await let(dao, *kinds)
    assert await offered(dao) == kinds
    form = await form_of(dao, await dao.draft(), "limit_space")
    # There is no part yet: its name is typed.
    assert form.field("Part").options == []


async def test_forms_about_streams_are_offered_only_where_there_is_a_contract_for_them(dao):
    (menu,) = [
        each for each in walk((await dao.draft()).components) if "add-action" in each.get("custom_id", "")
    ]
    assert {"payment", "deploy_safe"} <= (kinds := {option["value"] for option in menu["options"]})
    assert not kinds & {"stream", "vest", "cancel_stream"}
