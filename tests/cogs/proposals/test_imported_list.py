"""What was decided in another server, where members and moderators look: list, register, figures, replays."""

import csv
import io
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.cli.verify import key_of
from bot.domain.ids import GuildId
from bot.domain.imported.snapshot import read_snapshot
from bot.services.imported.history import ExportingHistory, ImportingHistory
from bot.services.imported.importing import Importing
from tests.cogs.conftest import new_guild
from tests.domain.imported import hub

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def there(world, example):
    """A server to which the DAO moves: it has the same rules, and no votes."""
    there = await new_guild(world, "The New Well")
    await example.found(there)
    return there


def importing(dao):
    return Importing(dao.services.uow, dao.services.clock)


async def moved(dao, there):
    """The DAO's votes become the past of the other server."""
    file, guild = io.BytesIO(), GuildId(dao.guild.id)
    exporting = ExportingHistory(dao.services.uow, dao.services.clock)
    await exporting.write(guild, "", await exporting.settings(guild, ""), file.write)
    file.seek(0)
    return await ImportingHistory(importing(there), key_of).take(GuildId(there.guild.id), "", file)


def file_of(message, name):
    return {file.filename: file.content for file in message.attachments}[name]


async def test_a_record_that_discord_does_not_take_is_said_to_be_too_large(dao, there, monkeypatch):
    proposal = await dao.voting()
    await dao.passed(proposal, "ada")
    await moved(dao, there)
    await dao.world.later(timedelta(seconds=1))
    key = (await dao.proposal(proposal.id)).closing.record_hash
    monkeypatch.setattr("cogs.components.files._LARGEST", 2_000)
    (file,) = (await there.use("ben", "proposal imported", vote=key)).attachments
    assert file.filename == f"imported-{key[:16]}-record.json.gz"
    monkeypatch.setattr("cogs.components.files._LARGEST", 100)
    told = await there.use("ben", "proposal imported", vote=key)
    assert ("too large for Discord" in told.text, f"`{key}`" in told.text) == (True, True)
    assert not told.attachments


async def test_what_another_server_decided_is_shown_with_its_record_and_marked(dao, there):
    assert "Nothing of" in (await there.use("ben", "proposal imported")).text
    proposal = await dao.voting(title="A **well**")
    await dao.passed(proposal, "ada")
    await moved(dao, there)
    await dao.world.later(timedelta(seconds=1))
    number, key = proposal.number, (await dao.proposal(proposal.id)).closing.record_hash

    assert (
        "elsewhere before, as it was imported: `/proposal imported`"
        in (await there.use("ben", "proposal list")).text
    )
    shown = (await there.use("ben", "proposal imported")).text
    assert "🕰 **Imported: what The New Well decided elsewhere**, the newest first" in shown
    assert "A \\*\\*well\\*\\*: **passed**, closed <t:" in shown
    assert f"number {number} of The Well DAO · `{key[:12]}…`" in shown
    (suggestion,) = await there["ben"].autocomplete(
        there.council, "proposal imported", focused="vote", value="well"
    )
    assert (suggestion["value"], f"#{number} · A **well**" in suggestion["name"]) == (key, True)
    record = await there.use("ben", "proposal imported", vote=key)
    assert f"Record (SHA-256): `{key}`" in record.text
    assert f"It was held in the server `{dao.guild.id}`." in record.text
    assert file_of(record, f"imported-{key[:16]}-record.json") == await dao.services.cards.record(proposal.id)
    assert "no such imported vote" in (await there.use("ben", "proposal imported", vote="0x00")).text
    assert "no such imported vote" in (await dao.use("ben", "proposal imported", vote=key)).text

    register = await there.use("ben", "proposal register")
    assert "0 decisions, by number" in register.text
    assert "🕰 Before them stands 1 decision of another server" in register.text
    (row,) = csv.DictReader(io.StringIO(file_of(register, "register.csv").decode()))
    assert (row["number"], row["outcome"], row["record_sha256"]) == ("", "passed", key)
    assert (row["imported_from"], row["number_there"]) == (f"The Well DAO ({dao.guild.id})", str(number))

    health = await there.use("ben", "stats health", days=30)
    assert "Votes that were closed: **0** (0; 🕰 1)" in health.text
    assert "Share of all power that was cast: **–** (–; 🕰 100" in health.text
    assert "🕰 In another server, as it was imported: of the 30 days that ended" in health.text
    assert "On Snapshot" not in health.text
    told = await there.use("mona", "policy test", quorum="3 voters")
    assert "**1 of 1 imported vote** would have come out otherwise under token" in told.text
    assert "• Imported: A \\*\\*well\\*\\*. It was: **Passed**" in told.text
    # Its own proposals begin with number 1 all the same.
    assert (await there.discussed("ada")).number == 1
    log = [act for act, _ in await there.log()]
    assert "history import" in log


async def test_one_turns_the_pages_of_a_long_past(dao):
    guild = GuildId(dao.guild.id)
    votes = [hub.proposal(f"0x{place:02}", end=1_700_600_000 + place) for place in range(12)]
    await importing(dao).take(guild, "", read_snapshot([hub.answer(votes, hub.VOTES)]).documents())
    first = await dao.use("ben", "proposal imported")
    assert first.text.count("· Snapshot") == 10
    second = await dao.click("ben", first, "Older")
    assert second.text.count("· Snapshot") == 2
    assert "Proposal 0x00" in second.text
    again = await dao.click("ben", second, "Newer")
    assert "Proposal 0x11" in again.text
    election = await dao.use("ben", "proposal imported", vote="0x00")
    assert file_of(election, "imported-0x00-election.json").startswith(b"{")
