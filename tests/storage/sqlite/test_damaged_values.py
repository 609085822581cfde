"""SQLite keeps any value in any column: also what isn't of the column's type stops the votes of no other server."""

from collections.abc import Sequence

import pytest

from tests.storage.damage import damage
from tests.storage.test_damaged_rows import (
    DOCUMENTS,
    Servers,
    at_once,
    held,
    known,
    servers,
    whole_vote,
)

__all__ = ["known", "servers"]

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

NUMBERS = (
    "proposals.author",
    "proposals.settled",
    "proposals.version",
    "revisions.by",
    "openings.ends_at",
    "closings.passed",
    "ballots.cast_at",
    "execution_requests.nonce",
    "messages.channel",
    "outbox.attempts",
    "jobs.due_at",
    "jobs.attempts",
    "spaces.log",
)


@pytest.mark.attack("database")
@pytest.mark.parametrize("columns", at_once([*DOCUMENTS, "revisions.title", "spaces.name"]))
async def test_bytes_where_a_text_was_stop_no_other_server(servers: Servers, columns: Sequence[str]) -> None:
    await held(servers, columns, b"\x00\xff\xfe")


@pytest.mark.attack("database")
@pytest.mark.parametrize("columns", at_once(NUMBERS))
async def test_a_text_where_a_number_was_stops_no_other_server(
    servers: Servers, columns: Sequence[str]
) -> None:
    await held(servers, columns, "dice")


@pytest.mark.attack("database")
@pytest.mark.parametrize("columns", at_once(["revisions.title", "ballots.reason", "track_policies.policy"]))
async def test_a_text_that_is_no_utf_8_stops_no_other_server(
    servers: Servers, columns: Sequence[str]
) -> None:
    async with servers.harness.database.write_transaction() as connection:
        for guild, where in zip(servers.running, columns, strict=False):
            table, column = where.split(".")
            assert await damage(connection, guild, where, "dice") > 0
            await connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = CAST(x'41ff42' AS TEXT) WHERE {column} = 'dice'"
            )
    await whole_vote(servers)
