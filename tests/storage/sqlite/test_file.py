"""What is SQLite's own: one file, its log, its checks."""

import asyncio
import fcntl
import os
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ProposalId
from bot.domain.proposals.facts import Content
from bot.services.governance.findings import RowWithoutParent
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.errors import UnavailableDatabase
from bot.storage.findings import SqliteFindings
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.refusals import line_of
from tests.storage.repositories.stored_world import World, open_world

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of `url` is."""
    return tmp_path / "folkmoot.db"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def modes_in(folder: Path) -> dict[str, int]:
    """The permissions of the files in it."""
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def overwrite(path: Path) -> None:
    """Zeros in the middle of the file."""
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 8 * 4096] = b"\x00" * 8 * 4096
    path.write_bytes(damaged)


async def test_a_commit_waits_for_the_disk(database: SqliteDatabase) -> None:
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


async def test_only_the_writer_writes_back_the_log(database: SqliteDatabase) -> None:
    async with database.read_transaction() as connection:
        assert (await connection.exec_driver_sql("PRAGMA wal_autocheckpoint")).scalar_one() == 0
        assert (await connection.exec_driver_sql("PRAGMA query_only")).scalar_one() == 1


async def test_closing_leaves_one_file(url: str, path: Path) -> None:
    world = await open_world(url)
    await world.proposal()
    async with world.unit.reading() as repositories:
        await repositories.ballots.current(ProposalId(1))
    await world.database.close()
    assert names(path.parent) == [path.name]


async def test_a_sound_file_has_no_problems(database: SqliteDatabase) -> None:
    found = await database.examine()
    assert isinstance(found, SqliteFindings)
    assert found.problems == ()
    assert found.version == sqlite3.sqlite_version
    assert found.has_wal_reset_bug == (sqlite3.sqlite_version_info < (3, 51, 3))


async def test_a_row_without_its_proposal_is_found(world: World, path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO withdrawals (proposal, at) VALUES (99, 1)")
    other.close()
    (problem,) = (await world.database.examine()).problems
    assert problem == RowWithoutParent("withdrawals", 99, "proposals")


async def test_a_file_that_was_overwritten_is_found(url: str, path: Path) -> None:
    world = await open_world(url)
    for _ in range(50):
        await world.proposal(Content("x" * 500, "y" * 3000))
    await world.database.close()
    overwrite(path)
    again = open_database(url)
    assert (await again.examine()).problems
    await again.close()


async def test_a_number_that_was_changed_into_text_is_refused_and_named(world: World) -> None:
    await world.proposal()
    async with world.database.write_transaction() as connection:
        await connection.execute(text("UPDATE proposals SET author = 'x'"))

    async def read() -> None:
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(ProposalId(1))

    with pytest.raises(StoredDataInvalid) as refusal:
        await read()
    assert refusal.value.what.startswith("proposal 1")
    assert refusal.value.member is None


async def refusal_of(
    url: str, use: Callable[[Database], Awaitable[None]] = lambda database: database.migrate()
) -> str:
    """Why the database can't be migrated, or used in another way."""
    database = open_database(url, patience=0.1)
    with pytest.raises(UnavailableDatabase) as refusal:
        await use(database)
    await database.close()
    return line_of(refusal.value)


async def test_a_file_in_a_folder_that_is_not_there_is_refused_in_one_line(
    blank: str, tmp_path: Path
) -> None:
    line = await refusal_of(blank.replace("blank.db", "nowhere/blank.db"))
    assert line == (
        f"{tmp_path}/nowhere/blank.db: No such file or directory: "
        "make its folder, and let the user of the bot write there"
    )


async def test_a_file_that_is_no_database_is_refused_in_one_line(blank: str, tmp_path: Path) -> None:
    (tmp_path / "blank.db").write_text("Dear diary, " * 500)
    line = await refusal_of(blank)
    assert line == (
        f"{tmp_path}/blank.db: file is not a database: name another file, or restore the newest backup"
    )


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe",
        b"12",
        b"12@",
        b"@host",
        b"one@host",
        b"12@a@b",
        b"9" * 150 + b"@host",
        b"12@" + b"h" * 150,
    ],
)
async def test_a_lock_that_says_nonsense_of_its_holder_is_one_of_another_process(
    blank: str, tmp_path: Path, said: bytes
) -> None:
    with (tmp_path / "blank.db.lock").open("wb") as lock:
        lock.write(said)
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        line = await refusal_of(blank, lambda database: database.claim())
    assert line.startswith(
        f"{tmp_path}/blank.db is used by another Folkmoot, another process: two would count"
    )


@pytest.mark.attack("database")
@pytest.mark.parametrize("machine", ["\x1b[31mhost", "host\nFOLKMOOT_DISCORD_TOKEN: send it", "\u202ehost"])
async def test_a_lock_that_names_a_machine_puts_nothing_into_the_line_that_a_terminal_obeys(
    blank: str, tmp_path: Path, machine: str
) -> None:
    with (tmp_path / "blank.db.lock").open("w") as lock:
        lock.write(f"12@{machine}"[:33])
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        line = await refusal_of(blank, lambda database: database.claim())
    assert line.isprintable()


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
async def test_a_new_database_is_read_by_nobody_else(blank: str, tmp_path: Path, mask: int) -> None:
    """Neither the file nor what SQLite keeps beside it: it holds hidden votes."""
    before = os.umask(mask)
    try:
        database = open_database(blank)
        await database.claim()
        await database.migrate()
        async with database.write_transaction() as connection:
            await connection.execute(text("DELETE FROM jobs"))
        modes = modes_in(tmp_path)
        await database.close()
    finally:
        os.umask(before)
    assert "blank.db-wal" in modes
    assert {mode & 0o077 for mode in modes.values()} == {0}


async def test_a_new_file_to_which_another_process_writes_is_opened_when_that_has_ended(
    blank: str, tmp_path: Path
) -> None:
    """SQLite itself waits for nobody where it would change a file to its log."""
    database = open_database(blank)
    with closing(sqlite3.connect(tmp_path / "blank.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.02, other.rollback)
        async with database.write_transaction() as connection:
            mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
    await database.close()
    assert mode == "wal"
