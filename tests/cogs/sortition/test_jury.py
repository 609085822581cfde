"""/jury: a moderator calls a draw, everybody sees the file that commits to it, and later the one that recomputes it."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.jury import jury
from sandbox.discord.world.messages import Message
from tests.cogs.voting.discord_harness import DiscordHarness

HOUR = timedelta(hours=1)
MEMBERS = ("ada", "ben", "cleo", "dan", "eve")


async def call(dao: DiscordHarness, name: str = "mo", **options: object) -> str:
    asked = {"title": "Who looks into *the grant*", "seats": 2, **options}
    said = await dao[name].slash(dao.announcements, "jury draw", **asked)
    text = (await said.settled()).text
    await dao.deliver()
    return text


async def show(dao: DiscordHarness, **options: object) -> Message:
    return await (await dao["ada"].slash(dao.announcements, "jury show", **options)).settled()


def posted(dao: DiscordHarness) -> list[Message]:
    return dao.said(dao.announcements, "Jury 1")


def file_of(message: Message) -> bytes:
    (attachment,) = message.attachments
    return attachment.content


async def test_a_jury_is_called_drawn_and_recomputed(
    dao: DiscordHarness, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await dao.set_up()
    pool = [dao[name] for name in MEMBERS]
    said = await call(dao, members=" ".join(f"<@{each.id}>" for each in pool))
    (announced,) = posted(dao)
    called = file_of(announced)
    commitment = hashlib.sha256(called).hexdigest()
    assert commitment in said
    assert commitment in announced.text
    assert commitment in dao.log.messages[-1].text
    assert "2 members are drawn by lot from the 5 in the file" in announced.text
    assert r"\*the grant\*" in announced.text, "a title has no markup of its own"
    assert json.loads(called)["pool"] == sorted((str(each.id) for each in pool), key=int)
    assert commitment in (await show(dao, number=1)).text
    await dao.harness.pass_time(HOUR)
    await dao.harness.sweep.run()
    await dao.deliver()
    await dao.restart()
    await dao.harness.sweep.run()
    await dao.deliver()
    _, drawn = posted(dao)
    file = json.loads(file_of(drawn))
    assert {each.id for each in drawn.mentions} == set(map(int, file["jury"])), "Discord tells them"
    assert file["block"]["hash"] in drawn.text
    path = tmp_path / "jury.json"
    path.write_bytes(file_of(drawn))
    assert jury(str(path), commitment, []) == 0
    assert ", ".join(file["jury"]) in capsys.readouterr().out
    assert file_of(await show(dao, number=1)) == path.read_bytes()
    assert "Jury 1" in (await show(dao)).text


async def test_members_do_not_call_one_and_roles_are_not_drawn_from(dao: DiscordHarness) -> None:
    await dao.set_up()
    assert "moderator" in await call(dao, "ada")
    assert "no member" in await call(dao, members=f"<@&{dao.moderators.id}>")
    assert "Only 0 members could be drawn" in await call(dao)
    assert posted(dao) == []
    assert "No jury was drawn here yet" in (await show(dao)).text
    assert "no jury 7" in (await show(dao, number=7)).text
