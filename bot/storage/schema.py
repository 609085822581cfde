"""Revisions of the tables, by Alembic, run from the program itself."""

from pathlib import Path

import msgspec
from sqlalchemy import Connection, inspect, text

import migrations
from bot.domain.errors.operators.database import RevisionUnknown
from bot.storage.errors import UnavailableDatabase

_FOLDER = Path(migrations.__file__).parent
"""Where `versions/` has a file for each revision, whose name begins with it; in that order they follow each other."""


class SchemaState(msgspec.Struct, frozen=True):
    current: str | None
    """The revision that the database has; None for an empty one."""
    head: str
    """The revision that this program needs."""

    @property
    def up_to_date(self) -> bool:
        return self.current == self.head


def upgrade(connection: Connection) -> None:
    """Run all missing migrations within the connection's transaction. Raises UnavailableDatabase for a revision that
    this program doesn't have."""
    found = state(connection)
    if found.up_to_date:
        return
    if found.current is not None and found.current not in _revisions():
        raise UnavailableDatabase(RevisionUnknown(found.current))
    from alembic import command  # Not loaded at a start that has nothing to migrate.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def state(connection: Connection) -> SchemaState:
    """The revision of the tables, as Alembic has noted it, and that of the newest file of migrations."""
    revisions = _revisions()
    if not revisions:
        raise RuntimeError("the program came without its migrations")
    current = None
    if inspect(connection).has_table("alembic_version"):
        current = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return SchemaState(current, revisions[-1])


def _revisions() -> list[str]:
    """All that this program has, the oldest first."""
    return sorted(file.stem.partition("_")[0] for file in _FOLDER.glob("versions/[0-9]*.py"))
