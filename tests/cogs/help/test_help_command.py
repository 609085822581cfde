import re

import pytest

from sandbox.discord import CannotDo
from tests.cogs.conftest import COMMANDS_OF_TESTS

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_help_is_by_role(dao):
    member = (await dao.use("ben", "help")).text
    assert "`/wallet link`" in member
    assert "`/veto`" not in member
    assert "`/gov pause`" not in member
    assert dao.roles["moderators"].mention in member
    assert "`/gov pause`" in (await dao.use("milo", "help")).text
    assert "`/veto`" in (await dao.use("gus", "help")).text


async def test_help_names_only_commands_that_exist(dao):
    texts = [(await dao.use(name, "help")).text for name in ("ben", "milo", "gus")]
    named = {name for text in texts for name in re.findall(r"`/(\w+)", text)}
    existing = {command.name for command in dao["mona"].commands(dao.council)}
    assert named == existing - {"help", "stake", "delegate"} - COMMANDS_OF_TESTS, (
        "nothing is staked or delegated here"
    )


async def test_before_setup_help_says_what_is_missing(fresh):
    assert "`/gov setup`" in (await fresh.use("ben", "help")).text
    assert "/gov pause" not in (await fresh.use("ben", "help")).text


async def test_commands_exist_in_servers_only(dao):
    for command in dao["ada"].commands(dao.council):
        if command.name in COMMANDS_OF_TESTS:
            continue
        assert command.payload["contexts"] == [0]


async def test_gov_is_shown_to_those_who_manage_the_server(dao):
    assert "gov" not in {command.name for command in dao["ben"].commands(dao.council)}
    with pytest.raises(CannotDo):
        await dao["ben"].slash(dao.council, "gov log")
