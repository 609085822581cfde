"""Connections to SQLite that go to their thread once a statement."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.storage.sqlite.driver import WholeConnection, connect

ADD = "INSERT INTO numbers VALUES (?)"


async def test_a_statement_after_a_connection_was_stopped_is_refused_and_waits_for_nothing(
    tmp_path: Path,
) -> None:
    connection = await connect(tmp_path / "folkmoot.db", patience=1)
    stopped = connection.stop()
    async with asyncio.timeout(30):
        with pytest.raises(ValueError, match="closed"):
            await connection.cursor().execute("SELECT 1")
        with pytest.raises(ValueError, match="closed"):
            await connection.commit()
    assert stopped is not None
    await stopped


async def test_a_statement_before_the_connection_was_stopped_is_answered(tmp_path: Path) -> None:
    connection = await connect(tmp_path / "folkmoot.db", patience=1)
    answer = asyncio.create_task(connection.cursor().execute("SELECT 1"))
    await asyncio.sleep(0)
    stopped = connection.stop()
    assert await (await answer).fetchall() == [(1,)]
    assert stopped is not None
    await stopped


async def test_a_close_that_is_cancelled_and_overtaken_by_a_stop_comes_to_its_end(tmp_path: Path) -> None:
    """As where a program ends in the middle of it: SQLAlchemy stops what it couldn't close in time."""
    connection = await connect(tmp_path / "folkmoot.db", patience=1)
    closing = asyncio.create_task(connection.close())
    await asyncio.sleep(0)
    closing.cancel()
    stopped = connection.stop()
    ended, _ = await asyncio.wait([closing], timeout=5)
    assert ended
    assert closing.cancelled()
    assert stopped is not None
    await stopped


async def test_a_task_that_is_cancelled_at_a_statement_ends_when_that_has_ended(tmp_path: Path) -> None:
    connection = await connect(tmp_path / "folkmoot.db", patience=1)
    begun, end = threading.Event(), threading.Event()

    def last(_: sqlite3.Connection) -> None:
        begun.set()
        end.wait(10)

    statement = asyncio.create_task(connection.visit(last))
    await asyncio.to_thread(begun.wait, 10)
    for _ in range(2):
        statement.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        assert not statement.done()
    end.set()
    await asyncio.wait([statement])
    assert statement.cancelled()
    await connection.close()


async def _with_numbers(path: Path) -> WholeConnection:
    connection = await connect(path, patience=1)
    await connection.cursor().execute("CREATE TABLE numbers (number INTEGER UNIQUE)")
    return connection


async def _numbers(connection: WholeConnection) -> list[int]:
    answer = await connection.cursor().execute("SELECT number FROM numbers ORDER BY rowid")
    return [number for (number,) in await answer.fetchall()]


async def test_what_was_sent_is_there_before_the_next_statement_and_on_disk_after_the_commit(
    tmp_path: Path,
) -> None:
    connection = await _with_numbers(tmp_path / "folkmoot.db")
    connection.begin("BEGIN IMMEDIATE")
    connection.send(ADD, (2,))
    connection.send(ADD, (1,))
    assert await _numbers(connection) == [2, 1]
    connection.send(ADD, (3,))
    await connection.commit()
    connection.begin("BEGIN IMMEDIATE")
    connection.send(ADD, (4,))
    await connection.commit()
    await connection.close()
    with sqlite3.connect(tmp_path / "folkmoot.db") as after:
        assert after.execute("SELECT number FROM numbers ORDER BY rowid").fetchall() == [
            (2,),
            (1,),
            (3,),
            (4,),
        ]
    after.close()


@pytest.mark.parametrize("read_before", [False, True])
async def test_what_was_sent_and_fails_undoes_the_transaction_whose_commit_says_so(
    tmp_path: Path, read_before: bool
) -> None:
    connection = await _with_numbers(tmp_path / "folkmoot.db")
    connection.begin("BEGIN IMMEDIATE")
    if read_before:
        await _numbers(connection)
    connection.send(ADD, (1,))
    connection.send(ADD, (1,))
    connection.send(ADD, (2,))
    with pytest.raises(sqlite3.IntegrityError) as raised:
        await connection.commit()
    assert any(ADD in note for note in raised.value.__notes__)
    connection.begin("BEGIN IMMEDIATE")
    assert await _numbers(connection) == []
    connection.send(ADD, (3,))
    await connection.commit()
    assert await _numbers(connection) == [3]
    await connection.close()


async def test_what_was_sent_is_gone_with_a_transaction_that_is_rolled_back(tmp_path: Path) -> None:
    connection = await _with_numbers(tmp_path / "folkmoot.db")
    for read_before in (False, True):
        connection.begin("BEGIN IMMEDIATE")
        if read_before:
            await _numbers(connection)
        connection.send(ADD, (1,))
        await connection.rollback()
        connection.begin("BEGIN IMMEDIATE")
        await connection.commit()
        assert await _numbers(connection) == []
    await connection.close()


async def test_a_commit_that_is_refused_leaves_no_transaction_behind(tmp_path: Path) -> None:
    connection = await _with_numbers(tmp_path / "folkmoot.db")
    for statement in (
        "PRAGMA foreign_keys=ON",
        "CREATE TABLE twins (number INTEGER REFERENCES numbers (number) DEFERRABLE INITIALLY DEFERRED)",
    ):
        await connection.cursor().execute(statement)
    connection.begin("BEGIN IMMEDIATE")
    await connection.cursor().execute("INSERT INTO twins VALUES (7)")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await connection.commit()
    connection.begin("BEGIN IMMEDIATE")
    connection.send(ADD, (7,))
    await connection.commit()
    assert await _numbers(connection) == [7]
    await connection.close()
