"""Revisions of the tables, by Alembic, run from the program itself."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import migrations
from bot.storage.errors import UnavailableDatabase


@dataclass(frozen=True)
class SchemaState:
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
    config = _config()
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise UnavailableDatabase(
            f"the database has revision {current}, which this version of Folkmoot doesn't know: "
            "install the version that made it, or restore a backup from before"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def state(connection: Connection) -> SchemaState:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the program came without its migrations")
    return SchemaState(MigrationContext.configure(connection).get_current_revision(), head)


def _config() -> Config:
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
