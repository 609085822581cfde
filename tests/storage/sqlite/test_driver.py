"""Connections to SQLite that go to their thread once a statement."""

import asyncio
from pathlib import Path

import pytest

from bot.storage.sqlite.driver import connect


async def test_a_statement_after_a_connection_was_stopped_is_refused_and_waits_for_nothing(
    tmp_path: Path,
) -> None:
    connection = await connect(tmp_path / "folkmoot.db", patience=1)
    stopped = connection.stop()
    async with asyncio.timeout(5):
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
