import asyncio
import logging
import re
from datetime import timedelta

import pytest

from sandbox.discord.errors import NoAnswer

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
    for command in ("help", "proposal list", "wallet list", "gov space show", "gov log", "gov doctor"):
        answer = await dao.use("mona", command)
        assert answer.ephemeral
        assert not answer.mention_everyone
        assert answer.mentions == []
        assert answer.mention_roles == []


async def test_a_connection_that_breaks_on_the_way_to_an_answer_is_no_fault_of_the_program(dao, caplog):
    dao.world.discord.faults.fail_next("POST", "/callback$", status=None)
    answer = await dao.use("ben", "proposal list")
    assert "again" in answer.text
    assert "fault" not in answer.text
    assert "interaction.fault" not in caplog.text


class Heard(logging.Handler):
    """Sets an event when something is logged that holds the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.event = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self.text in record.getMessage():
            self.event.set()


async def test_an_answer_that_nobody_gets_is_no_fault_of_the_program(dao, caplog):
    heard = Heard("interaction.unanswered")
    logging.getLogger().addHandler(heard)
    dao.world.discord.faults.fail_next("POST", "/callback$", status=None, times=2)
    asking = asyncio.create_task(dao.use("ben", "proposal list"))
    try:
        await heard.event.wait()
    finally:
        logging.getLogger().removeHandler(heard)
    dao.world.clock.advance(timedelta(seconds=4))
    with pytest.raises(NoAnswer):
        await asking
    assert "interaction.fault" not in caplog.text
    assert "Ignoring exception" not in caplog.text
