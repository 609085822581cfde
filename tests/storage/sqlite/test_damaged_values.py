"""SQLite keeps any value in any column: also what isn't of the column's type stops the votes of no other server."""

import pytest

from tests.harness import OTHER_GUILD
from tests.storage.damage import damage
from tests.storage.test_damaged_rows import DOCUMENTS, TwoServers, known, two, whole_vote

__all__ = ["known", "two"]

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
@pytest.mark.parametrize("where", [*DOCUMENTS, "revisions.title", "spaces.name"])
async def test_bytes_where_a_text_was_stop_no_other_server(two: TwoServers, where: str) -> None:
    async with two.harness.database.write_transaction() as connection:
        assert await damage(connection, OTHER_GUILD, where, b"\x00\xff\xfe") > 0
    await whole_vote(two)


@pytest.mark.attack("database")
@pytest.mark.parametrize("where", NUMBERS)
async def test_a_text_where_a_number_was_stops_no_other_server(two: TwoServers, where: str) -> None:
    async with two.harness.database.write_transaction() as connection:
        assert await damage(connection, OTHER_GUILD, where, "dice") > 0
    await whole_vote(two)


@pytest.mark.attack("database")
@pytest.mark.parametrize("where", ["revisions.title", "ballots.reason", "track_policies.policy"])
async def test_a_text_that_is_no_utf_8_stops_no_other_server(two: TwoServers, where: str) -> None:
    table, column = where.split(".")
    async with two.harness.database.write_transaction() as connection:
        assert await damage(connection, OTHER_GUILD, where, "dice") > 0
        await connection.exec_driver_sql(
            f"UPDATE {table} SET {column} = CAST(x'41ff42' AS TEXT) WHERE {column} = 'dice'"
        )
    await whole_vote(two)
