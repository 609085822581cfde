"""Migrations: from nothing to what the program needs."""

import asyncio

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.errors import UnavailableDatabase
from bot.storage.full_text import INDEX
from bot.storage.tables import metadata
from tests.storage.processes import another, migrate
from tests.storage.refusals import line_of
from tests.storage.repositories.stored_world import World


def of_the_metadata(name: str | None, kind: str, _: object) -> bool:
    """Not the index of words, for which Alembic has none (see full_text.py)."""
    return kind != "table" or not str(name).startswith(INDEX)


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": of_the_metadata}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def partial_indices(connection: Connection) -> dict[str, str]:
    """Name and condition of each; Alembic's comparison leaves the conditions out."""
    found, condition = inspect(connection), f"{connection.dialect.name}_where"
    return {
        str(index["name"]): str(index["dialect_options"][condition])
        for table in metadata.tables
        for index in found.get_indexes(table)
        if condition in index.get("dialect_options", {})
    }


async def test_the_migrations_make_exactly_the_tables_that_the_program_uses(database: Database) -> None:
    async with database.write_transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_comparison_sees_a_difference(database: Database) -> None:
    async with database.write_transaction() as connection:
        await connection.exec_driver_sql("ALTER TABLE spaces DROP COLUMN voters")
        assert await connection.run_sync(differences)


async def test_the_migrations_make_exactly_the_partial_indices_that_the_program_uses(
    database: Database, blank: str
) -> None:
    direct = open_database(blank)
    async with direct.write_transaction() as connection:
        await connection.run_sync(metadata.create_all)
        expected = await connection.run_sync(partial_indices)
    await direct.close()
    async with database.read_transaction() as connection:
        assert await connection.run_sync(partial_indices) == expected
    assert len(expected) >= 6


def test_every_text_is_one_that_each_database_can_hold() -> None:
    columns = [column for table in metadata.tables.values() for column in table.columns]
    texts = {column.name for column in columns if isinstance(column.type, sa.String | sa.types.TypeDecorator)}
    assert texts
    assert {str(column) for column in columns if isinstance(column.type, sa.String)} == set()


def generated(connection: Connection) -> set[str]:
    """The columns that the database fills by counting up."""
    found = inspect(connection)
    return {
        f"{table}.{column['name']}"
        for table in metadata.tables
        for column in found.get_columns(table)
        if str(column["default"]).startswith("nextval(")
    }


async def test_nothing_but_ids_is_counted_up(database: Database) -> None:
    """SQLite doesn't say which columns it fills by itself; a program that leaves an id out finds out."""
    async with database.read_transaction() as connection:
        found = await connection.run_sync(generated)
        if connection.dialect.name == "postgresql":
            assert found == {
                f"{table.name}.id" for table in metadata.tables.values() if "id" in table.primary_key.columns
            }


async def test_a_database_of_a_newer_version_is_refused_in_one_line(database: Database) -> None:
    async with database.write_transaction() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnavailableDatabase) as refusal:
        await database.migrate()
    assert line_of(refusal.value) == (
        "the database has revision 9999, which this version of Folkmoot doesn't know: "
        "install the version that made it, or restore a backup from before"
    )


async def test_an_empty_database_is_brought_to_the_newest_revision(blank: str) -> None:
    database = open_database(blank)
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


async def test_two_processes_may_migrate_at_once(blank: str) -> None:
    async with another(migrate, blank) as one, another(migrate, blank) as two:
        for process in (one, two):
            assert await asyncio.to_thread(process.hear) == "ready"
        for process in (one, two):
            process.tell()
        assert [await asyncio.to_thread(process.hear) for process in (one, two)] == [True, True]
        assert [await asyncio.to_thread(process.end) for process in (one, two)] == [0, 0]
