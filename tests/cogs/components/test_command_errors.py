import re

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("deferred", [False, True])
async def test_a_fault_of_the_program_is_told_with_a_code_and_without_its_insides(dao, deferred, caplog):
    answer = await dao.use("ben", "fault", deferred=deferred)
    assert "went wrong in the bot itself" in answer.text
    assert "1234" not in answer.text
    code = re.search(r"\(fault `([0-9a-f]{8})`\)", answer.text)[1]
    assert code in caplog.text


async def test_a_command_that_discord_no_longer_sends_as_it_is_asks_to_reload(dao):
    command = dao.world.app.command("proposal", 1, dao.guild.id).payload
    view = next(option for option in command["options"] if option["name"] == "view")
    asked, view["options"] = view["options"], []
    try:
        answer = await dao.use("ben", "proposal view")
    finally:
        view["options"] = asked
    assert "reload Discord" in answer.text
    assert "Nothing was changed" in answer.text


async def test_every_answer_of_every_command_is_seen_by_the_asker_alone_and_pings_nobody(dao):
    for command in ("help", "proposal list", "wallet list", "gov space", "gov log", "gov doctor"):
        answer = await dao.use("mona", command)
        assert answer.ephemeral
        assert not answer.mention_everyone
        assert answer.mentions == []
        assert answer.mention_roles == []
