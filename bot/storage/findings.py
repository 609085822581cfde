"""What a look at a database finds, for `folkmoot doctor`."""

import msgspec

from bot.services.governance.findings import Finding


class SqliteFindings(msgspec.Struct, frozen=True):
    """What SQLite says about the file and itself."""

    problems: tuple[Finding, ...]
    """From `PRAGMA quick_check` and `foreign_key_check`; empty for a sound file."""
    version: str
    has_wal_reset_bug: bool
    """Releases before 3.51.3 can corrupt a database in WAL mode when several connections checkpoint. Here only
    one does."""


class PostgresqlFindings(msgspec.Struct, frozen=True):
    """What a PostgreSQL server says about the database and itself."""

    problems: tuple[Finding, ...]
    """Pages with wrong checksums, constraints and indices that don't hold; empty for a sound database."""
    version: str
    encoding: str
    reads: str
    """The isolation of a transaction that reads: repeatable read."""
    writes: str
    """The isolation of a transaction that writes: read committed, one at a time."""
    lossy: tuple[str, ...]
    """Settings of the server with which a power failure loses or corrupts what was acknowledged."""


Findings = SqliteFindings | PostgresqlFindings
