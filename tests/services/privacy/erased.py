"""A whole database as text, and what a test looks for in it."""

from sqlalchemy import LargeBinary, select

from bot.storage.database import Database
from bot.storage.tables import metadata


async def everything(database: Database) -> dict[str, str]:
    """All rows of all tables as text, by `table.column`."""
    found: dict[str, str] = {}
    async with database.read_transaction() as connection:
        for table in metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                for column in table.columns:
                    value = row[column.name]
                    if isinstance(column.type, LargeBinary) and value is not None:
                        value = value.decode("utf-8", "replace")
                    name = f"{table.name}.{column.name}"
                    found[name] = f"{found.get(name, '')}\n{value}"
    return found


async def where(database: Database, *words: str) -> dict[str, set[str]]:
    """In which columns each of these words stands."""
    said = await everything(database)
    return {word: {name for name, text in said.items() if word in text} for word in words}
