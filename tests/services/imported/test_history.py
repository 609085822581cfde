"""A space's past goes from one server and database to another one's."""

import io
import random
import tarfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.verify import key_of
from bot.domain.canonical import content_hash
from bot.domain.errors import HistoryUnreadable, OwnHistory, SpaceUnknown
from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.imported.history_file import HistoryReader
from bot.domain.imported.imported_vote import Origin
from bot.domain.spaces.settings_file import read_settings
from bot.services.imported.history import Exported, ExportingHistory, ImportingHistory, TakenHistory
from bot.services.imported.importing import Importing
from bot.services.ports import ImportedFigures
from bot.wording.errors import message
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from tests.databases import Databases
from tests.domain.imported.history import forged, packed, parts_of
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness, convened

SAY = language(markup=PLAIN)
HEAD = ("manifest.json", "settings.toml")
RECORDS = ("records/1.json.gz", "records/2.json.gz")
FATES = ("vetoed", None)


@pytest.fixture
async def other(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    """Another bot with a database of its own, in another server."""
    async with convened(databases, tmp_path / "other.db") as other:
        await other.set_up(guild=OTHER_GUILD)
        await other.pass_time(timedelta(days=90))
        yield other


async def exported(harness: ServiceHarness) -> tuple[bytes, Exported]:
    exporting, file = ExportingHistory(harness.services.uow, harness.services.clock), io.BytesIO()
    settings = await exporting.settings(GUILD, "")
    found = await exporting.write(GUILD, "", settings, file.write)
    return file.getvalue(), found


def importing_of(harness: ServiceHarness) -> ImportingHistory:
    return ImportingHistory(Importing(harness.services.uow, harness.services.clock), key_of)


async def imported(
    harness: ServiceHarness, file: bytes, guild: GuildId = OTHER_GUILD, **options: Any
) -> TakenHistory:
    return await importing_of(harness).take(guild, "", io.BytesIO(file), **options)


async def past(harness: ServiceHarness) -> list[ImportedFigures]:
    async with harness.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(OTHER_GUILD)
        return await repositories.imported_votes.with_records(space.id, 100)


async def voted(harness: ServiceHarness) -> list[ProposalId]:
    """Two votes that pass: the first one is vetoed, the second one waits."""
    first = await harness.opened({"ada": 10, "ben": 5})
    await harness.passed(first)
    await harness.services.moderation.veto(harness.guardian(), first, "Too dear")
    second = await harness.submitted("ada", title="=A \N{EVERGREEN TREE} pond")
    await harness.open(second)
    await harness.passed(second)
    return [first, second]


async def test_a_past_goes_to_another_server_with_records_and_rules(
    harness: ServiceHarness, other: ServiceHarness
) -> None:
    proposals = await voted(harness)
    await harness.submitted("ben", title="Still discussed")
    file, found = await exported(harness)
    assert (found.votes, found.unreadable) == (2, 0)
    parts = parts_of(file)
    assert list(parts) == ["manifest.json", "settings.toml", *RECORDS]
    assert content_hash(parts["manifest.json"]) == found.hash
    assert [track.name for track in read_settings(parts["settings.toml"]).tracks] == ["main"]

    taken = await imported(other, file, expected_hash=found.hash)
    assert (taken.new, taken.changed, taken.hash) == (2, 0, found.hash)
    votes = list(reversed(await past(other)))
    for vote, proposal, name, fate in zip(votes, proposals, RECORDS, FATES, strict=True):
        stored = await harness.get(proposal)
        assert stored.closing is not None
        assert (vote.key, vote.title) == (stored.closing.record_hash, stored.content.title)
        assert (vote.passed, vote.voters, vote.total_power) == (True, 1, 15)
        assert vote.origin == Origin(GUILD, found.space.name, stored.number, fate)
        async with harness.services.uow.reading() as repositories:
            assert await repositories.proposals.record(proposal) == parts[name]
        async with other.services.uow.reading() as repositories:
            document = await repositories.imported_votes.document(taken.space.id, "folkmoot", vote.key)
        assert document == parts[name]
    async with other.services.uow.reading() as repositories:
        assert await repositories.proposals.of_guild(OTHER_GUILD) == []
        entries = await repositories.log.of_guild(OTHER_GUILD, limit=10)
    assert entries[0].act == "history import"
    assert entries[0].details["file"] == found.hash

    # Again it changes nothing, and nobody is told of it.
    again = await imported(other, file)
    assert (again.new, again.changed) == (0, 0)
    async with other.services.uow.reading() as repositories:
        assert await repositories.log.of_guild(OTHER_GUILD, limit=10) == entries
    # What became of a decision since is all that does.
    later = forged(file, "manifest.json", lambda manifest: manifest["votes"][1].update(fate="executed"))
    assert ((await imported(other, later)).new, (await imported(other, later)).changed) == (0, 0)
    assert [vote.origin and vote.origin.fate for vote in reversed(await past(other))] == [
        "vetoed",
        "executed",
    ]
    # An older file takes nothing of that back.
    assert (await imported(other, file)).changed == 0
    assert [vote.origin and vote.origin.fate for vote in reversed(await past(other))] == [
        "vetoed",
        "executed",
    ]
    space, gone = await importing_of(other).forget(OTHER_GUILD, "")
    assert (space.id, gone, await past(other)) == (taken.space.id, 2, [])


def without_last(file: bytes) -> bytes:
    parts = parts_of(file)
    del parts[RECORDS[-1]]
    return packed(parts)


def swapped(file: bytes) -> bytes:
    parts = parts_of(file)
    return packed({**{name: parts[name] for name in (*HEAD, RECORDS[1])}, RECORDS[0]: parts[RECORDS[0]]})


def with_content(file: bytes, name: str, content: bytes) -> bytes:
    return packed({**parts_of(file), name: content})


def heavier(record: Any) -> None:
    record["ballots"][0]["power"] = "12"


def other_outcome(record: Any) -> None:
    record["result"]["scores"][0] = "1"


def renumbered(manifest: Any) -> None:
    manifest["votes"][1]["number"] = 1


def a_link(file: bytes) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as made:
        head = tarfile.TarInfo("manifest.json")
        head.type, head.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(head)
    return archive.getvalue()


def endless(file: bytes) -> bytes:
    head = tarfile.TarInfo("manifest.json")
    head.size = 2**40
    return head.tobuf(tarfile.GNU_FORMAT) + bytes(512)


WRONG = [
    (lambda file: b"", "manifest.json: ends too early"),
    (lambda file: b"PK" * 1_000, "manifest.json: isn't what this program writes"),
    (a_link, "manifest.json: isn't what this program writes"),
    (endless, "manifest.json: should be at most"),
    (lambda file: file[:-1_024], "manifest.json · votes: ends too early"),
    (lambda file: file[: len(file) // 2], "ends too early"),
    (without_last, "records/2.json.gz: "),
    (swapped, "records/1.json.gz: records/2.json.gz stands in its place"),
    (lambda file: with_content(file, "settings.toml", b"format = 1"), "settings.toml: "),
    (lambda file: with_content(file, RECORDS[1], b"{}"), "records/2.json.gz: "),
    (lambda file: with_content(file, RECORDS[1], bytes(65 * 2**20)), "should be at most 67108864 bytes"),
    (lambda file: with_content(file, "manifest.json", b"[" * 100_000), "manifest.json"),
    (lambda file: forged(file, RECORDS[1], heavier), "records/2.json.gz · "),
    (lambda file: forged(file, RECORDS[1], other_outcome), "records/2.json.gz · result.scores"),
    (lambda file: forged(file, "manifest.json", renumbered), "manifest.json · votes"),
    (lambda file: forged(file, "manifest.json", lambda each: each.update(server="9" * 19)), "· server"),
    (lambda file: forged(file, "manifest.json", lambda each: each.update(space="A\x1b[2J")), "· space"),
    (lambda file: forged(file, "manifest.json", lambda each: each.update(more=1)), "manifest.json · more"),
    (lambda file: forged(file, "manifest.json", lambda each: each["votes"][0].update(fate="x")), "fate"),
    (
        lambda file: forged(file, "manifest.json", lambda each: each.update(votes=each["votes"] * 10_001)),
        "manifest.json",
    ),
]


async def test_of_a_file_that_somebody_has_changed_nothing_is_taken(
    harness: ServiceHarness, other: ServiceHarness, databases: Databases, tmp_path: Path
) -> None:
    await voted(harness)
    file, found = await exported(harness)
    for change, why in WRONG:
        with pytest.raises(HistoryUnreadable) as refused:
            await imported(other, change(file))
        said = message(refused.value, SAY).happened
        assert said.startswith("The history can't be imported. ")
        assert why in said, (why, said)
    with pytest.raises(HistoryUnreadable):
        await imported(other, file, expected_hash="0" * 64)
    # Nothing is over that ends later than it is now.
    async with convened(databases, tmp_path / "early.db") as early:
        await early.set_up(guild=OTHER_GUILD)
        with pytest.raises(HistoryUnreadable) as refused:
            await imported(early, file)
        assert (refused.value.part, refused.value.field) == (RECORDS[0], "closed_at")
    assert await past(other) == []
    # Wherever a bit falls over, it is found, is told by the hash, or has changed nothing that is read.
    chance, whole = random.Random(1), list(HistoryReader(io.BytesIO(file)).records())
    for _ in range(100):
        changed = bytearray(file)
        changed[chance.randrange(len(file))] ^= 1 << chance.randrange(8)
        try:
            reader = HistoryReader(io.BytesIO(changed))
            read = list(reader.records())
        except HistoryUnreadable:
            continue
        assert reader.hash != found.hash or read == whole


async def test_votes_do_not_come_into_the_server_whose_own_they_are(harness: ServiceHarness) -> None:
    await voted(harness)
    file, _ = await exported(harness)
    with pytest.raises(OwnHistory):
        await imported(harness, file, GUILD)
    with pytest.raises(SpaceUnknown):
        await importing_of(harness).forget(GUILD, "Nobody")


async def test_nothing_in_the_file_leads_to_a_member(harness: ServiceHarness) -> None:
    dora = harness.meet("dora", MemberId(187_654_321_098_765_432))
    await harness.passed(await harness.opened({"dora": 10}), "dora")
    before, _ = await exported(harness)
    await harness.services.own_data.erase(harness.actor("dora"), harness.interaction())
    file, _ = await exported(harness)
    for each in (before, file):
        assert str(dora).encode() not in b"".join(parts_of(each).values())
    assert parts_of(before)[RECORDS[0]] == parts_of(file)[RECORDS[0]]
