"""Transactions: one writer, consistent readers, nothing half done."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import MemberId, ProposalId
from bot.domain.proposal import Content
from bot.storage.engine import Database, UnsupportedDatabase, open_database
from tests.storage.stored_world import ADA, BEN, HOME, World, ballot, open_world


async def members(world: World, proposal: ProposalId) -> set[int]:
    async with world.unit.reading() as repositories:
        return set(await repositories.ballots.current(proposal))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_what_was_written_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    world = await open_world(tmp_path / "folkmoot.db")
    proposal = await world.proposal()
    await world.database.close()
    again = open_database(f"sqlite+aiosqlite:///{tmp_path}/folkmoot.db")
    await again.migrate()
    async with again.unit_of_work().reading() as repositories:
        assert (await repositories.proposals.get(proposal, HOME)).author == ADA
    await again.close()


async def test_a_commit_is_seen_by_other_connections_when_the_block_has_ended(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    with sqlite3.connect(world.database.path) as other:
        assert other.execute("SELECT count(*) FROM ballots").fetchone() == (1,)
    other.close()


async def test_a_transaction_that_raises_leaves_nothing(world: World) -> None:
    proposal = await world.proposal()

    async def fail() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await members(world, proposal) == set()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, BEN)])
    assert await members(world, proposal) == {BEN}


async def test_a_statement_that_fails_takes_the_whole_transaction_with_it(world: World) -> None:
    proposal = await world.proposal()

    async def fail() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            await repositories.ballots.add([ballot(ProposalId(99), ADA)])

    with pytest.raises(IntegrityError):
        await fail()
    assert await members(world, proposal) == set()


async def test_a_cancelled_task_leaves_nothing_and_the_writer_usable(world: World) -> None:
    proposal = await world.proposal()
    inside = asyncio.Event()

    async def write() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await asyncio.wait_for(inside.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with world.unit.writing() as repositories:
        assert await repositories.ballots.current(proposal) == {}
        await repositories.ballots.add([ballot(proposal, BEN)])
    assert await members(world, proposal) == {BEN}


async def test_a_task_cancelled_at_any_step_wrote_all_or_nothing(world: World) -> None:
    """Cancelled after one turn of the loop, after two, … until the transaction gets through."""
    proposal = await world.proposal()
    for turns in range(200):
        member, other = MemberId(2 * turns + 1), MemberId(2 * turns + 2)

        async def write(member: MemberId = member, other: MemberId = other) -> None:
            async with world.unit.writing() as repositories:
                await repositories.ballots.add([ballot(proposal, member)])
                await repositories.ballots.add([ballot(proposal, other)])

        task = asyncio.create_task(write())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        try:
            await task
            got_through = True
        except asyncio.CancelledError:
            got_through = False
        stored = await members(world, proposal) & {member, other}
        assert stored in (set(), {member, other})
        if got_through:
            assert stored == {member, other}
            break
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    assert ADA in await members(world, proposal)


async def test_a_cancelled_reader_leaves_its_connection_usable(world: World) -> None:
    proposal = await world.proposal()
    for turns in range(40):
        task = asyncio.create_task(members(world, proposal))
        for _ in range(turns % 10):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert await members(world, proposal) == set()


async def test_a_task_waiting_for_its_turn_can_be_cancelled(world: World) -> None:
    async def write() -> None:
        async with world.unit.writing():
            raise AssertionError("it was not its turn")

    async with world.unit.writing():
        task = asyncio.create_task(write())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()
    assert await world.proposal()


async def test_a_write_transaction_inside_of_another_is_refused_at_once(world: World) -> None:
    async with world.unit.writing():
        with pytest.raises(RuntimeError, match="already"):
            async with world.unit.writing():
                raise AssertionError("it waited for itself")
    assert await world.proposal()


async def test_writers_go_one_by_one(world: World) -> None:
    proposal = await world.proposal()

    async def revise(number: int) -> int:
        async with world.unit.writing() as repositories:
            found = await repositories.proposals.revisions(proposal)
            await asyncio.sleep(0)
            revision = await repositories.proposals.revise(
                proposal, Content(str(number), ""), ADA, found[0].at
            )
            assert revision.number == len(found) + 1
            return revision.number

    numbers = await asyncio.gather(*(revise(number) for number in range(20)))
    assert sorted(numbers) == list(range(2, 22))


async def test_a_reader_sees_one_state_while_others_write(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as before:
        assert await before.ballots.current(proposal) == {}
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
        assert await before.ballots.current(proposal) == {}
    assert await members(world, proposal) == {ADA}


async def test_a_reader_does_not_see_what_is_not_committed(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
        assert await members(world, proposal) == set()


async def test_a_reader_can_not_write(world: World) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as repositories:
        with pytest.raises(OperationalError, match="readonly"):
            await repositories.ballots.add([ballot(proposal, ADA)])
    assert await members(world, proposal) == set()


async def test_many_readers_wait_for_a_connection(world: World) -> None:
    proposal = await world.proposal()
    assert await asyncio.gather(*(members(world, proposal) for _ in range(50))) == [set()] * 50


async def test_a_commit_waits_for_the_disk(database: Database) -> None:
    async with database.write_transaction() as connection:
        settings = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "wal_autocheckpoint": 1000,
    }


async def test_only_the_writer_writes_back_the_log(database: Database) -> None:
    async with database.read_transaction() as connection:
        assert (await connection.exec_driver_sql("PRAGMA wal_autocheckpoint")).scalar_one() == 0
        assert (await connection.exec_driver_sql("PRAGMA query_only")).scalar_one() == 1


async def test_closing_leaves_one_file(tmp_path: Path) -> None:
    world = await open_world(tmp_path / "folkmoot.db")
    await world.proposal()
    await members(world, ProposalId(1))
    await world.database.close()
    assert names(tmp_path) == ["folkmoot.db"]


async def test_a_sound_file_has_no_problems(database: Database) -> None:
    found = await database.integrity()
    assert found.problems == ()
    assert found.sqlite_version == sqlite3.sqlite_version
    assert found.has_wal_reset_bug == (sqlite3.sqlite_version_info < (3, 51, 3))


async def test_a_row_without_its_proposal_is_found(world: World) -> None:
    with sqlite3.connect(world.database.path) as other:
        other.execute("INSERT INTO withdrawals (proposal, at) VALUES (99, 1)")
    other.close()
    (problem,) = (await world.database.integrity()).problems
    assert "withdrawals" in problem
    assert "proposals" in problem


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE ballots SET choice = 'For'", "ballot of proposal 1"),
        ("UPDATE ballots SET cast_method = 'telepathy'", "ballot of proposal 1"),
        ("UPDATE revisions SET actions = '[1]'", "proposal 1"),
        ("UPDATE proposals SET author = 'x'", "proposals"),
        ("UPDATE track_policies SET policy = '{}'", "proposal 1"),
    ],
)
async def test_what_was_changed_from_outside_is_refused_and_named(
    world: World, change: str, what: str
) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    async with world.database.write_transaction() as connection:
        await connection.exec_driver_sql(change)

    async def read() -> None:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(proposal)
            await repositories.ballots.current(proposal)

    with pytest.raises(StoredDataInvalid) as refusal:
        await read()
    assert refusal.value.what.startswith(what)
    assert refusal.value.member == (ADA if "ballots" in change else None)


async def test_a_file_that_was_overwritten_is_found(tmp_path: Path) -> None:
    path = tmp_path / "folkmoot.db"
    world = await open_world(path)
    for _ in range(50):
        await world.proposal(Content("x" * 500, "y" * 3000))
    await world.database.close()
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 8 * 4096] = b"\x00" * 8 * 4096
    path.write_bytes(damaged)
    again = open_database(f"sqlite+aiosqlite:///{path}")
    assert (await again.integrity()).problems
    await again.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://localhost/x",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:x?mode=memory&uri=true",
        "folkmoot.db",
        "",
    ],
)
def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(UnsupportedDatabase):
        open_database(url)
