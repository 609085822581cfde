"""Spaces' pasts from elsewhere, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from msgspec.structs import fields, replace
from sqlalchemy import Connection, Integer, MetaData, Table, inspect

import migrations
from bot.domain.elections.election import encode
from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import GuildId, ProposalNumber, SpaceId
from bot.domain.imported.imported_vote import ImportedFacts, ImportedVote, Origin
from bot.domain.imported.snapshot import read_snapshot
from bot.storage.engine import open_database
from bot.storage.repositories.spaces.imported_votes import StoredImportedVotes
from bot.storage.unreadable import UnreadableRows
from tests.domain.imported.hub import VOTES, answer, proposal
from tests.storage.repositories.stored_world import World, after

DAY = timedelta(days=1)
END = datetime.fromtimestamp(1_700_600_000, UTC)


def with_files(votes: Sequence[ImportedVote]) -> list[tuple[ImportedVote, bytes]]:
    return [(vote, encode(vote.election)) for vote in votes]


async def test_an_imported_vote_is_stored_once_and_read_as_it_was(world: World) -> None:
    space = world.home.id
    later = proposal("0x02", end=1_700_600_000 + 86_400, title="Later \0🌳")
    votes = read_snapshot([answer([proposal("0x01"), later], VOTES)]).votes
    files = with_files(votes)
    async with world.unit.writing() as repositories:
        assert await repositories.imported_votes.put(space, files, after(1)) == 2
        assert await repositories.imported_votes.put(space, files[:1], after(2)) == 0
    async with world.unit.reading() as repositories:
        assert await repositories.imported_votes.get(space, "snapshot", "0x01") == votes[0]
        second = await repositories.imported_votes.get(space, "snapshot", "0x02")
        assert second is not None
        assert second.title == "Later \ufffd🌳"
        assert await repositories.imported_votes.get(world.abroad.id, "snapshot", "0x01") is None
        newest = await repositories.imported_votes.figures(space, END, END + 2 * DAY, 10)
        assert [each.key for each in newest] == ["0x02", "0x01"]
        assert newest[1].size == len(encode(votes[0].election))
        (figures,) = await repositories.imported_votes.figures(space, END, END + DAY, 10)
    assert (figures.key, figures.voters, figures.passed, figures.agrees) == ("0x01", 2, True, True)
    assert figures.cast_power == 120_750_000_000_000_000_000


async def test_votes_with_records_are_found_by_them_beside_those_of_snapshot(world: World) -> None:
    space = world.home.id
    (snapshot,) = read_snapshot([answer([proposal("0x01")], VOTES)]).votes
    told = {each.name: getattr(snapshot, each.name) for each in fields(ImportedFacts)}
    origin = Origin(GuildId(2**63 - 1), "The Old Well", ProposalNumber(7), "not_executed")
    vote = ImportedFacts(
        **{**told, "source": "folkmoot", "key": "ab" * 32, "total_power": 10**70, "origin": origin}
    )
    async with world.unit.writing() as repositories:
        assert await repositories.imported_votes.put(space, [(vote, b"{}")], after(1)) == 1
        assert await repositories.imported_votes.put(space, with_files([snapshot]), after(1)) == 1
        (found,) = await repositories.imported_votes.with_records(space, 10)
        assert (found.key, found.total_power, found.origin, found.size) == (vote.key, 10**70, origin, 2)
        assert await repositories.imported_votes.named(space, vote.key) == found
        assert await repositories.imported_votes.named(world.abroad.id, vote.key) is None
        assert await repositories.imported_votes.origins(space) == {vote.key: origin}
        assert await repositories.imported_votes.document(space, "folkmoot", vote.key) == b"{}"
        both = await repositories.imported_votes.figures(space, END, END + DAY, 10)
        assert [each.key for each in both] == ["0x01", vote.key]
        skipped = await repositories.imported_votes.figures(space, END, END + DAY, 10, skipped=1)
        assert skipped == both[1:]
        later = replace(vote, origin=replace(origin, fate="executed"))
        assert await repositories.imported_votes.put(space, [(later, b"{}")], after(2)) == 0
        assert (await repositories.imported_votes.origins(space))[vote.key] == later.origin
        with pytest.raises(StoredDataInvalid):
            await repositories.imported_votes.get(space, "folkmoot", vote.key)
        assert await repositories.imported_votes.remove(space, "folkmoot") == 1
        assert await repositories.imported_votes.get(space, "snapshot", "0x01") == snapshot


async def test_what_was_imported_is_forgotten_in_one_space_alone(world: World) -> None:
    votes = read_snapshot([answer([proposal("0x01")], VOTES)]).votes
    async with world.unit.writing() as repositories:
        for space in (world.home, world.abroad):
            await repositories.imported_votes.put(space.id, with_files(votes), after(1))
        assert await repositories.imported_votes.remove(world.home.id, "snapshot") == 1
        assert await repositories.imported_votes.remove(world.home.id, "snapshot") == 0
        assert await repositories.imported_votes.get(world.home.id, "snapshot", "0x01") is None
        assert await repositories.imported_votes.get(world.abroad.id, "snapshot", "0x01") == votes[0]


def before_records(connection: Connection) -> None:
    """A database of the version that knew Snapshot's votes alone, with one of them."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "0019")
    spaces = Table("spaces", MetaData(), autoload_with=connection)
    needed = [column for column in spaces.c if not column.nullable and column.server_default is None]
    values = {column.name: 1 if isinstance(column.type, Integer) else "x" for column in needed}
    connection.execute(spaces.insert().values(values))
    old = Table("imported_votes", MetaData(), autoload_with=connection)
    (vote,) = read_snapshot([answer([proposal("0x01")], VOTES)]).votes
    told = {name: getattr(vote, name) for name in ("source", "key", "title", "author", "voters", "passed")}
    moments = dict.fromkeys(("opened_at", "ended_at", "imported_at"), int(END.timestamp()) * 1_000_000)
    power, election = str(vote.cast_power), encode(vote.election)
    connection.execute(
        old.insert().values(space=1, agrees=True, cast_power=power, election=election, **told, **moments)
    )


async def test_what_was_imported_of_snapshot_before_there_were_records_is_still_there(blank: str) -> None:
    database = open_database(blank)
    async with database.write_transaction() as connection:
        await connection.run_sync(before_records)
    await database.migrate()
    async with database.read_transaction() as connection:
        stored = StoredImportedVotes(connection, UnreadableRows())
        (found,) = await stored.figures(SpaceId(1), END, END + DAY, 10)
        assert (found.key, found.voters, found.origin, found.total_power) == ("0x01", 2, None, None)
        vote = await stored.get(SpaceId(1), "snapshot", "0x01")
        assert vote is not None
        assert (len(encode(vote.election)), len(vote.election.ballots)) == (found.size, 2)
        # SQLite reads through all of a document to what stands behind it, whenever somebody looks at a list.
        columns = await connection.run_sync(lambda here: inspect(here).get_columns("imported_votes"))
        assert connection.dialect.name != "sqlite" or columns[-1]["name"] == "document"
    await database.close()
