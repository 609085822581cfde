"""/gov mirror: a server shows what is decided on a Governor elsewhere."""

import pytest
import pytest_asyncio

from sandbox.chain.governor import LocalGovernor
from tests.execution.governor.governor_treasury import governor_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def governor(world) -> LocalGovernor:
    found = await governor_of(world.chain, "TimelockedGovernor")
    await world.set_clock()
    return found


def options(dao, governor, **changed):
    usual = {"kind": "governor", "address": governor.address, "channel": dao.channels["discussion"].id}
    return {**usual, **changed}


async def test_a_moderator_has_a_governor_mirrored_and_everybody_sees_how_far_it_is_read(dao, governor):
    added = await dao.use("milo", "gov mirror add", **options(dao, governor))
    assert f"Governor `{governor.address}` (TimelockedGovernor), votes of FOLK" in added.text
    assert f"gets a thread in <#{dao.channels['discussion'].id}>" in added.text
    assert "has not been read yet" in (await dao.use("mona", "gov mirror list")).text
    await dao.sweep.run()
    listed = (await dao.use("mona", "gov mirror list")).text
    assert "0 proposals, 0 of them open; read from block" in listed
    suggested = await dao["mona"].autocomplete(
        dao.council, "gov mirror remove", focused="address", value="timelocked"
    )
    assert [choice["value"] for choice in suggested] == [f"31337:{governor.address}"]
    again = await dao.use("mona", "gov mirror add", **options(dao, governor))
    assert "is mirrored already" in again.text
    removed = await dao.use("milo", "gov mirror remove", address=suggested[0]["value"])
    assert "is mirrored no more" in removed.text
    assert "mirrors no contract" in (await dao.use("mona", "gov mirror list")).text
    assert [act for act, _ in await dao.log()][:2] == ["mirror remove", "mirror add"]


async def test_what_is_no_governor_is_refused_with_what_would_be(dao, governor):
    for address, said in (
        (governor.token.address, "Governor"),
        ("0x12", "is not an address"),
        ("nobody.eth", "leads to no account"),
    ):
        refused = await dao.use("mona", "gov mirror add", **options(dao, governor, address=address))
        assert said in refused.text, refused.text
    unknown = await dao.use("mona", "gov mirror remove", address=governor.address)
    assert "doesn't mirror" in unknown.text
    assert "`/gov mirror add` names a contract" in unknown.text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("command", ["add", "remove"])
@pytest.mark.parametrize("name", ["ada", "gus"])
async def test_nobody_but_moderators_changes_what_is_mirrored(dao, governor, name, command):
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        given = options(dao, governor) if command == "add" else {"address": governor.address}
        refused = await dao.use(name, f"gov mirror {command}", **given)
    finally:
        gov["default_member_permissions"] = hidden
    assert "This is for moderators" in refused.text
    assert await dao.services.mirroring.of(dao.guild.id) == []
