"""/gov auditors: who sees what Discord signed for each ballot."""

import pytest

from bot.domain.spaces.auditors import MOST_AUDITORS
from tests.cogs.conftest import FOUNDED

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_moderator_names_auditors_and_everyone_sees_who_they_are(dao):
    elders = dao.guild.create_role("elders")
    said = await dao.use("milo", "gov auditors add", who=dao["ada"])
    assert f"<@{dao['ada'].id}> audits this server's votes" in said.text
    assert "who voted what" in said.text
    await dao.use("milo", "gov auditors add", who=elders)
    shown = (await dao.use("mona", "gov space show")).text
    assert (
        f"Auditors (see what Discord signed for each ballot): <@{dao['ada'].id}>, <@&{elders.id}>." in shown
    )
    removed = await dao.use("milo", "gov auditors remove", who=dao["ada"])
    assert "audits no more" in removed.text
    assert f"<@{dao['ada'].id}>" not in (await dao.use("mona", "gov space show")).text
    assert [act for act, _ in await dao.log()][:3] == ["auditor remove", "auditor add", "auditor add"]


async def test_who_is_an_auditor_already_is_named_once(dao):
    for _ in range(2):
        await dao.use("milo", "gov auditors add", who=dao["ada"])
    assert len(await dao.services.auditors.of(dao.guild.id)) == 1
    assert [act for act, _ in await dao.log()][: 1 + len(FOUNDED)] == [
        "auditor add",
        *(a for a, _ in FOUNDED),
    ]


async def test_who_is_no_auditor_cannot_be_taken_away(dao):
    refused = await dao.use("milo", "gov auditors remove", who=dao["ada"])
    assert "none of this server's auditors" in refused.text
    assert await dao.log() == FOUNDED


@pytest.mark.attack("commands")
async def test_everyone_is_no_auditor(dao):
    refused = await dao.use("milo", "gov auditors add", who=dao.guild.id)
    assert "@everyone" in refused.text
    assert await dao.services.auditors.of(dao.guild.id) == []


@pytest.mark.attack("floods")
async def test_a_server_has_a_bounded_number_of_auditors(dao):
    for number in range(MOST_AUDITORS):
        await dao.use("milo", "gov auditors add", who=dao.guild.create_role(f"role {number}"))
    refused = await dao.use("milo", "gov auditors add", who=dao["ada"])
    assert f"has {MOST_AUDITORS} auditors" in refused.text
    assert len(await dao.services.auditors.of(dao.guild.id)) == MOST_AUDITORS


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", ["add", "remove"])
@pytest.mark.parametrize("name", ["ada", "gus"])
async def test_nobody_but_moderators_names_auditors(dao, name, command):
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        refused = await dao.use(name, f"gov auditors {command}", who=dao[name])
    finally:
        gov["default_member_permissions"] = hidden
    assert "This is for moderators" in refused.text
    assert await dao.services.auditors.of(dao.guild.id) == []
