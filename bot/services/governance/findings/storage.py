"""What the doctor looks at, finds and advises of the database, what is stored and the files beside it."""

from datetime import datetime

from bot.services.governance.findings.finding import Finding


class OfDatabase(Finding, frozen=True):
    pass


class OfDueTimes(Finding, frozen=True):
    pass


class OfStored(Finding, frozen=True):
    """Whether what the database holds of a server can be read; of all that were looked at where it has no name."""

    server: str


class OfDeliveries(Finding, frozen=True):
    """What is to be said in Discord, and handed over to executors."""


class OfSqlite(Finding, frozen=True):
    pass


class OfPostgresql(Finding, frozen=True):
    pass


class OfPrivateFiles(Finding, frozen=True):
    """Those that hold secrets: the settings, and a database that is a file."""


class Sound(Finding, frozen=True):
    revision: str


class Problems(Finding, frozen=True):
    """What is wrong with the database, each by one of those that follow."""

    found: tuple[Finding, ...]


class DatabaseSays(Finding, frozen=True):
    """A line of SQLite's own check, in its own words."""

    line: str


class RowWithoutParent(Finding, frozen=True):
    """A row of a table names one of another that isn't there."""

    table: str
    row: int | None
    """None where rows of that table have no number."""
    parent: str


class RowsWithoutParents(Finding, frozen=True):
    """The same of so many rows."""

    number: int
    table: str
    parent: str


class ChecksumsWrong(Finding, frozen=True):
    pages: int


class ConstraintUnchecked(Finding, frozen=True):
    name: str


class IndexInvalid(Finding, frozen=True):
    name: str


class OrderChanged(Finding, frozen=True):
    """The system's order of texts is another one than that by which indices were made."""

    version: str
    """That of the order when they were made."""


class SqliteFound(Finding, frozen=True):
    version: str
    wal_reset_bug: bool


class PostgresqlFound(Finding, frozen=True):
    version: str
    encoding: str
    reads: str
    writes: str
    lossy: tuple[str, ...]


class AsFactsSay(Finding, frozen=True):
    """How many times of what is due were wrong, and are mended now."""

    mended: int


class AllReadable(Finding, frozen=True):
    pass


class RowsUnreadable(Finding, frozen=True):
    """What can't be read, in technical words: some of so many."""

    rows: tuple[str, ...]
    number: int


class NothingGivenUp(Finding, frozen=True):
    pass


class DeliveriesGivenUp(Finding, frozen=True):
    """How many, and when the first one was."""

    number: int
    since: datetime


class RestoreBackup(Finding, frozen=True):
    pass


class Private(Finding, frozen=True):
    """Nobody else reads them."""


class ReadByOthers(Finding, frozen=True):
    names: tuple[str, ...]


class TakePermissions(Finding, frozen=True):
    names: tuple[str, ...]


class TurnOn(Finding, frozen=True):
    names: tuple[str, ...]


class MendRows(Finding, frozen=True):
    pass


class RetryDeliveries(Finding, frozen=True):
    pass
