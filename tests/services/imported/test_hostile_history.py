"""Files of a space's past by somebody who means harm, and imports that don't come to their end."""

import errno
import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import HistoryUnreadable, OwnHistory, TooManyVotes
from bot.domain.ids import GuildId, ProposalNumber
from bot.domain.imported.history_file import FORMAT, MOST_VOTES, HistoryEntry, HistoryWriter, Manifest
from bot.domain.imported.imported_vote import Origin
from bot.services.imported.reading import PAGE, ImportedPage
from bot.storage.tables import imported_votes
from bot.wording.errors import message
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD, LAYOUT_LIMIT
from bot.wording.proposals.imported_list import imported_lines
from tests.domain.imported.history import forged
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness
from tests.services.imported.test_history import (
    RECORDS,
    SAY,
    exported,
    imported,
    importing_of,
    other,
    past,
    voted,
)

__all__ = ["other"]


async def test_nothing_became_of_what_did_not_pass(harness: ServiceHarness, other: ServiceHarness) -> None:
    await voted(harness)
    lost = await harness.submitted("ada", title="Lost")
    await harness.open(lost)
    await harness.close(lost)
    file, found = await exported(harness)
    assert found.votes == 3
    for fate in ("executed", "not_executed", "vetoed"):

        def lie(manifest: Any, fate: str = fate) -> None:
            manifest["votes"][2]["fate"] = fate

        with pytest.raises(HistoryUnreadable) as refused:
            await imported(other, forged(file, "manifest.json", lie))
        assert "proposal 3 didn't pass" in message(refused.value, SAY).happened
    assert await past(other) == []


def test_no_file_is_written_that_nobody_could_import() -> None:
    votes = [HistoryEntry(number + 1, f"{number:064x}", None) for number in range(MOST_VOTES + 1)]
    written: list[bytes] = []
    manifest = Manifest(FORMAT, "1", "DAO", 1, "0" * 64, votes)
    with pytest.raises(TooManyVotes) as refused:
        HistoryWriter(written.append, manifest, b"")
    assert "more than 20\u202f000 closed votes" in message(refused.value, SAY).happened
    assert written == []
    HistoryWriter(written.append, replace(manifest, votes=votes[1:]), b"")
    assert len(written) == 6


async def test_an_import_that_was_interrupted_is_in_the_log(
    harness: ServiceHarness, other: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await voted(harness)
    file, found = await exported(harness)
    monkeypatch.setattr("bot.services.imported.importing.AT_ONCE", 1)

    class Unplugged(io.BytesIO):
        """The disk goes while the file is read a second time, at its end."""

        again = False

        def seek(self, place: int, whence: int = 0, /) -> int:
            self.again = True
            return super().seek(place, whence)

        def read(self, size: int | None = -1, /) -> bytes:
            if self.again and self.tell() >= len(file) - 1_024:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    with pytest.raises(OSError, match="Input/output"):
        await importing_of(other).take(OTHER_GUILD, "", Unplugged(file))
    assert len(await past(other)) == 1
    assert [(act, details["file"]) for act, details in await logged(other)] == [
        ("history import", found.hash)
    ]
    assert (await imported(other, file)).new == 1
    await importing_of(other).forget(OTHER_GUILD, "")
    assert [act for act, _ in await logged(other)] == ["history forget", "history import", "history import"]


async def logged(harness: ServiceHarness) -> list[tuple[str, Mapping[str, str]]]:
    """What the log says of the past, the newest first."""
    async with harness.services.uow.reading() as repositories:
        entries = await repositories.log.of_guild(OTHER_GUILD, limit=10)
    return [(each.act, each.details) for each in entries if each.act.startswith("history")]


async def test_a_servers_own_votes_are_known_whatever_server_a_file_says(harness: ServiceHarness) -> None:
    await voted(harness)
    file, _ = await exported(harness)
    elsewhere = forged(file, "manifest.json", lambda manifest: manifest.update(server="77"))
    with pytest.raises(OwnHistory):
        await imported(harness, elsewhere, GUILD)


async def test_a_page_has_room_for_the_longest_names(harness: ServiceHarness, other: ServiceHarness) -> None:
    await voted(harness)
    file, found = await exported(harness)
    await imported(other, file)
    vote = (await past(other))[0]
    origin = Origin(GuildId(2**63 - 1), "W*" * 50, ProposalNumber(2**31 - 1), "vetoed")
    vote = replace(vote, title="x*" * 128, origin=origin)
    page = ImportedPage(replace(found.space, name="S*" * 50), [vote] * PAGE, 0, True)
    for locale in ("en-US", "de", "es-ES"):
        lines = imported_lines(page, language(locale, DISCORD))
        assert len("\n".join(lines)) <= LAYOUT_LIMIT, locale


async def test_one_imported_vote_that_cant_be_read_hides_nothing_else(
    harness: ServiceHarness, other: ServiceHarness
) -> None:
    await voted(harness)
    file, _ = await exported(harness)
    await imported(other, file)
    await other.pass_time(timedelta(seconds=1))
    broken = (await past(other))[0].key
    async with other.database.write_transaction() as connection:
        damage = update(imported_votes).where(imported_votes.c.key == broken).values(cast_power="much")
        await connection.execute(damage)
    asking = replace(harness.actor("ada"), guild=OTHER_GUILD)
    services = other.services
    assert await services.imported.any(asking)
    (left,) = (await services.imported.page(asking)).votes
    assert left.key != broken
    assert [each.key for each in (await services.statistics.register.of(asking)).imported] == [left.key]
    health = await services.statistics.health.of(asking, 30)
    assert health.imported is not None
    assert len(health.imported.told.votes) == 1


def with_actions(*actions: Any) -> Callable[[Any], None]:
    def change(record: Any) -> None:
        record["frozen"]["actions"] = list(actions)
        record["content_hash"] = content_hash(canonical_json(record["frozen"]))

    return change


async def test_a_small_file_does_not_fill_the_memory_of_whoever_reads_it(
    harness: ServiceHarness, other: ServiceHarness
) -> None:
    await voted(harness)
    file, _ = await exported(harness)
    for hollow in ([], {}):
        with pytest.raises(HistoryUnreadable) as refused:
            await imported(other, forged(file, RECORDS[1], with_actions(*[hollow] * 100_000)))
        assert refused.value.part == RECORDS[1]
    # Brackets in what members have written are no lists.
    assert (await imported(other, forged(file, RECORDS[1], with_actions('\\"[{' * 100_000)))).new == 2
