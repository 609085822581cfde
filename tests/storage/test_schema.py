"""Migrations: from nothing to what the program needs."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage.engine import Database, open_database
from bot.storage.tables import metadata
from tests.storage.stored_world import World


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def partial_indices(connection: Connection) -> dict[str, str]:
    """Name and condition of each; Alembic's comparison leaves the conditions out."""
    found = inspect(connection)
    return {
        str(index["name"]): str(index["dialect_options"]["sqlite_where"])
        for table in metadata.tables
        for index in found.get_indexes(table)
        if "sqlite_where" in index.get("dialect_options", {})
    }


async def test_the_migrations_make_exactly_the_tables_that_the_program_uses(database: Database) -> None:
    async with database.write_transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_comparison_sees_a_difference(database: Database) -> None:
    async with database.write_transaction() as connection:
        await connection.exec_driver_sql("ALTER TABLE spaces DROP COLUMN name")
        assert await connection.run_sync(differences)


async def test_the_migrations_make_exactly_the_partial_indices_that_the_program_uses(
    database: Database, tmp_path: Path
) -> None:
    direct = open_database(f"sqlite+aiosqlite:///{tmp_path}/direct.db")
    async with direct.write_transaction() as connection:
        await connection.run_sync(metadata.create_all)
        expected = await connection.run_sync(partial_indices)
    await direct.close()
    async with database.read_transaction() as connection:
        assert await connection.run_sync(partial_indices) == expected
    assert len(expected) >= 6


async def test_an_empty_database_is_brought_to_the_newest_revision(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path}/folkmoot.db")
    before = await database.schema_state()
    await database.migrate()
    after = await database.schema_state()
    await database.close()
    assert (before.current, before.up_to_date) == (None, False)
    assert (after.current, after.up_to_date) == (before.head, True)


async def test_migrating_again_changes_nothing(world: World) -> None:
    await world.database.migrate()
    async with world.unit.reading() as repositories:
        assert await repositories.spaces.all() == [world.home, world.abroad]


MIGRATE = """
import asyncio, sys
from bot.storage.engine import open_database

async def main():
    database = open_database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await database.migrate()
    print((await database.schema_state()).up_to_date, flush=True)
    await database.close()

asyncio.run(main())
"""


async def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            MIGRATE,
            f"sqlite+aiosqlite:///{tmp_path}/folkmoot.db",
            stdin=PIPE,
            stdout=PIPE,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
    answers = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert [answer for answer, _ in answers] == [b"True\n", b"True\n"]
    assert [process.returncode for process in processes] == [0, 0]
