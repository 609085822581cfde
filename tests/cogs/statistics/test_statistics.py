"""/stats: figures with a chart and a file, of closed votes only."""

import csv
import io
import json
from datetime import timedelta

import pytest

from bot.domain.ids import GuildId
from bot.domain.imported.snapshot import read_snapshot
from bot.services.imported.importing import Importing
from tests.domain.imported import hub
from tests.domain.imported.hub import answer

pytestmark = pytest.mark.asyncio(loop_scope="session")

PNG = b"\x89PNG\r\n\x1a\n"


async def close(dao, proposal):
    await dao.world.later(timedelta(days=5, seconds=4))
    assert await dao.services.closing.close(proposal.id)


async def test_a_closed_vote_is_told_in_numbers_with_a_chart_and_a_file(dao):
    wallet = (await dao.link("ben", tokens=40)).address
    proposal = await dao.voting("ada", title="=A well")
    refused = await dao.use("ben", "stats proposal", proposal=str(proposal.number))
    assert "its vote isn't closed" in refused.text
    none = await dao.use("ben", "stats concentration")
    assert "no vote is closed in this space" in none.text
    empty = await dao.use("ben", "stats participation")
    assert "No vote was closed within 365 days." in empty.text
    assert empty.attachments == []
    for name, choice in (("ada", "For"), ("ben", "Against")):
        await dao.use(name, "vote cast", proposal=str(proposal.number), choice=choice)
    apart = {"proposal": str(proposal.number), "wallet": wallet, "choice": "Abstain"}
    await dao.use("ben", "vote wallet", **apart)
    await close(dao, proposal)

    shown = await dao.use("ben", "stats proposal", proposal=str(proposal.number), file="csv")
    assert "It **passed**" in shown.text
    assert "**2 voters**; members with a linked wallet when it opened: 2." in shown.text
    assert "⚠️ **One voter alone** held more than half of what was cast." in shown.text
    picture, file = shown.attachments
    assert (picture.filename, file.filename) == ("statistics.png", f"proposal-{proposal.number}.csv")
    assert picture.content.startswith(PNG)
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert [(row["power"], row["share_of_cast"], row["choice"]) for row in rows] == [
        (str(100 * 10**18), "0.714285", "For"),
        (str(40 * 10**18), "0.285714", "Against"),
    ]
    assert [row["apart"] for row in rows] == ["", f"{40 * 10**18} Abstain"]

    held = await dao.use("ben", "stats concentration", file="json")
    assert f"**Those who voted** on #{proposal.number}" in held.text
    assert "**All members whose power is known**, whether they voted or not (2)" in held.text
    picture, file = held.attachments
    assert [each["share_of_cast"] for each in json.loads(file.content)] == ["0.714285", "0.285714"]


async def test_every_command_answers_one_member_alone(dao):
    proposal = await dao.voting("ada")
    await dao.use("ada", "vote cast", proposal=str(proposal.number), choice="For")
    await close(dao, proposal)
    answers = {
        "stats health": "**How centralized**",
        "stats space": "**What moderators did**",
        "stats participation": "**1 vote** was closed",
        "stats delegate": "they voted in 1",
        "stats treasury": "Nothing that passed here was carried out",
    }
    for command, words in answers.items():
        shown = await dao.use("ada", command)
        assert words in shown.text, shown.text
    soon = await dao.use("ada", "stats participation", show="time", file="csv")
    assert "**1 first ballot**" in soon.text
    assert soon.attachments[1].filename == "time-to-vote.csv"
    together = await dao.use("ada", "stats participation", show="overlap")
    assert "voted in 1 vote" in together.text


async def test_what_was_imported_stands_beside_a_spaces_own_past_and_is_marked(dao):
    importing = Importing(dao.services.uow, dao.services.clock)
    past = read_snapshot([answer([hub.proposal("0x01"), hub.proposal("0x02")], hub.VOTES)])
    await importing.take(GuildId(dao.guild.id), "", past.documents())
    shown = await dao.use("ada", "stats health", days=30, file="csv")
    assert "Votes that were closed: **0** (0; 🕰 2)" in shown.text
    assert "Votes that passed: **–** (–; 🕰 50" in shown.text
    assert "🕰 On Snapshot, as it was imported: of the 30 days that ended" in shown.text
    picture, file = shown.attachments
    assert picture.content.startswith(PNG)
    rows = {row["figure"]: row["imported"] for row in csv.DictReader(io.StringIO(file.content.decode()))}
    assert (rows["votes"], rows["heads"], rows["turnout"]) == ("2", "1", "")
