"""The public log: a chain of hashes in each server."""

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import ProposalId
from bot.services.ports import LogEntry
from bot.storage.repositories.spaces.log import FIRST, entry_hash
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, HOME, START, World, after


async def written(world: World) -> list[LogEntry]:
    """Three entries at home and one abroad between them; those at home."""
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        first = await repositories.log.add(HOME, ADA, "setup", at=START, details={"name": "“Home”"})
        await repositories.log.add(ABROAD, BEN, "setup", at=START)
        second = await repositories.log.add(
            HOME, BEN, "pause", at=after(1), proposal=proposal, reason="a reason"
        )
    async with world.unit.writing() as repositories:
        third = await repositories.log.add(HOME, ADA, "resume", at=after(2), proposal=proposal)
    return [first, second, third]


async def test_an_entry_comes_back_as_it_was_written(world: World) -> None:
    first, second, third = await written(world)
    async with world.unit.reading() as repositories:
        assert await repositories.log.get(second.id) == second
        with pytest.raises(KeyError):
            await repositories.log.get(third.id + 1)
    assert (first.actor, first.act, first.details, first.at) == (ADA, "setup", {"name": "“Home”"}, START)
    assert (first.proposal, first.reason) == (None, None)
    assert (second.reason, second.details) == ("a reason", {})


async def test_a_server_sees_its_own_entries_the_newest_first(world: World) -> None:
    entries = await written(world)
    async with world.unit.reading() as repositories:
        assert await repositories.log.of_guild(HOME) == entries[::-1]
        assert await repositories.log.of_guild(HOME, limit=1) == entries[2:]
        assert [entry.actor for entry in await repositories.log.of_guild(ABROAD)] == [BEN]


async def test_each_entry_names_the_hash_of_the_one_before_it_in_its_server(world: World) -> None:
    entries = await written(world)
    assert [entry.previous_hash for entry in entries] == [FIRST, entries[0].hash, entries[1].hash]
    assert [entry.hash for entry in entries] == [entry_hash(entry) for entry in entries]


async def test_the_hash_is_that_of_the_texts_as_they_are_stored(world: World) -> None:
    async with world.unit.writing() as repositories:
        entry = await repositories.log.add(
            HOME, ADA, "setup", at=START, reason="a\0b", details={"name": "c\ud800d"}
        )
        assert await repositories.log.get(entry.id) == entry
    assert (entry.reason, entry.details) == ("a\ufffdb", {"name": "c\ufffdd"})
    assert entry.hash == entry_hash(entry)


@pytest.mark.parametrize(
    "change",
    [
        {"guild": ABROAD},
        {"actor": BEN},
        {"act": "cancel"},
        {"proposal": ProposalId(7)},
        {"reason": ""},
        {"details": {"name": "Home"}},
        {"at": after(0.000001)},
        {"previous_hash": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_whoever_changes_an_entry_changes_its_hash(world: World, change: dict[str, object]) -> None:
    first, *_ = await written(world)
    assert entry_hash(replace(first, **change)) != first.hash


async def test_the_chain_has_no_forks(world: World) -> None:
    await written(world)
    with pytest.raises(IntegrityError):
        async with world.database.write_transaction() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO log_entries (guild, actor, act, details, at, previous_hash, hash) "
                "SELECT guild, actor, 'forged', details, at, previous_hash, 'x' FROM log_entries WHERE id = 1"
            )
