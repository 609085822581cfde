"""No column of any table is forgotten where members are shown, handed out and erased what is stored about them."""

from sqlalchemy import Boolean

from bot.storage.columns import Moment, Span
from bot.storage.repositories.privacy.registry import NAMED, NOBODY, columns
from bot.storage.tables import metadata


def can_name() -> dict[str, set[str]]:
    """The columns of each table that could name somebody, by their types; a key to another table names nobody."""
    return {
        table.name: {
            column.name
            for column in table.columns
            if not column.foreign_keys and not isinstance(column.type, Moment | Span | Boolean)
        }
        for table in metadata.tables.values()
    }


def test_of_each_column_it_is_said_whether_it_names_members() -> None:
    said = {table: set(columns(group)) for table, group in NOBODY.items()}
    for table, named in NAMED.items():
        groups = (
            named.members,
            named.wallets,
            named.texts,
            named.wiped,
            named.public,
            named.hashed,
            named.nobody,
        )
        listed = [name for group in groups for name in columns(group)]
        assert len(listed) == len(set(listed)), f"{table}: a column stands in two groups"
        assert table not in said
        said[table] = set(listed)
    known = {table: set(metadata.tables[table].columns.keys()) for table in said}
    for table, able in can_name().items():
        assert able - said.get(table, set()) == set(), f"{table}: does this column name members?"
    for table, listed_ in said.items():
        assert listed_ - known[table] == set(), f"{table} has no such column"
