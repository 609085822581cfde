"""What is PostgreSQL's own: its server, its users, the isolation of its transactions."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.services.governance.findings import ConstraintUnchecked, RowsWithoutParents
from bot.storage.engine import open_database
from bot.storage.errors import AwayDatabase, TakenDatabase, UnavailableDatabase
from bot.storage.findings import PostgresqlFindings
from bot.storage.postgresql.database import PostgresqlDatabase
from bot.storage.reaching import take
from tests.captured_logs import captured_logs
from tests.databases import PostgresqlDatabases
from tests.storage.refusals import line_of, words_of
from tests.storage.repositories.stored_world import ADA, BEN, World, ballot

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

SECRET = "correct horse @/:% battery"


async def refusal_of(url: str) -> str:
    """Why the database can't be migrated; quickly."""
    database = open_database(url, patience=0.1)
    with pytest.raises(UnavailableDatabase) as refusal:
        await database.migrate()
    await database.close()
    return line_of(refusal.value)


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
async def stranger(databases: PostgresqlDatabases, blank: str) -> AsyncIterator[str]:
    """The URL of a database that belongs to somebody else than its user, who has a password."""
    await databases.execute(f"CREATE USER stranger PASSWORD '{SECRET}'")
    yield blank.replace("postgres@", f"stranger:{quote(SECRET, safe='')}@")
    await databases.execute("DROP USER stranger")


async def test_who_reads_sees_one_snapshot_and_who_writes_has_waited_for_all_others(
    database: PostgresqlDatabase,
) -> None:
    isolation, read_only = text("SHOW transaction_isolation"), text("SHOW transaction_read_only")
    async with database.read_transaction() as connection:
        assert await connection.scalar(isolation) == "repeatable read"
        assert await connection.scalar(read_only) == "on"
    async with database.write_transaction() as connection:
        assert await connection.scalar(isolation) == "read committed"
        assert await connection.scalar(read_only) == "off"
        locks = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
        assert await connection.scalar(locks) == 1


async def test_a_commit_waits_for_the_disk_though_the_server_would_not(database: PostgresqlDatabase) -> None:
    async with database.read_transaction() as connection:
        server = text("SELECT reset_val, setting FROM pg_settings WHERE name = 'synchronous_commit'")
        assert (await connection.execute(server)).one() == ("off", "on")


async def test_a_connection_that_the_server_ended_is_made_again(
    world: World, databases: PostgresqlDatabases
) -> None:
    proposal = await world.proposal()
    async with world.unit.reading() as repositories:
        assert await repositories.ballots.current(proposal) == {}
    await databases.end_connections("application_name = 'folkmoot'")
    for _ in range(3):  # the news of it comes by the sockets
        await asyncio.sleep(0)
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA)])
    async with world.unit.reading() as repositories:
        assert set(await repositories.ballots.current(proposal)) == {ADA}


async def test_a_connection_that_ends_in_the_middle_leaves_nothing_and_lets_others_write(
    world: World, databases: PostgresqlDatabases
) -> None:
    proposal = await world.proposal()

    async def write() -> None:
        async with world.unit.writing() as repositories:
            await repositories.ballots.add([ballot(proposal, ADA)])
            await databases.end_connections("state = 'idle in transaction'")
            await repositories.ballots.add([ballot(proposal, BEN)])

    with pytest.raises(DBAPIError):
        await write()
    async with world.unit.writing() as repositories:
        assert await repositories.ballots.current(proposal) == {}
        await repositories.ballots.add([ballot(proposal, BEN)])


async def test_the_doctor_hears_version_isolation_encoding_and_what_a_power_failure_would_cost(
    database: PostgresqlDatabase,
) -> None:
    found = await database.examine()
    assert isinstance(found, PostgresqlFindings)
    assert found.problems == ()
    assert int(found.version.split(".")[0]) >= 14
    assert (found.encoding, found.reads, found.writes) == ("UTF8", "repeatable read", "read committed")
    assert found.lossy == ("fsync", "full_page_writes"), "the tests' server has them off"


async def test_a_row_without_its_proposal_is_found(world: World) -> None:
    async with world.database.write_transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(text("INSERT INTO withdrawals (proposal, at) VALUES (99, 1)"))
    assert (await world.database.examine()).problems == (RowsWithoutParents(1, "withdrawals", "proposals"),)


async def test_a_constraint_that_was_never_checked_is_found(world: World) -> None:
    async with world.database.write_transaction() as connection:
        await connection.execute(text("ALTER TABLE ballots ADD CONSTRAINT odd CHECK (member > 0) NOT VALID"))
    assert (await world.database.examine()).problems == (ConstraintUnchecked("odd"),)


async def test_a_server_that_is_not_there_is_named_in_one_line(databases: PostgresqlDatabases) -> None:
    line = await refusal_of(f"postgresql+asyncpg://ada:{quote(SECRET, safe='')}@127.0.0.1:1/folkmoot")
    assert line == "PostgreSQL at 127.0.0.1:1 isn't running: start it, or correct host and port"


async def test_a_host_that_nobody_knows_is_named_in_one_line(databases: PostgresqlDatabases) -> None:
    line = await refusal_of("postgresql+asyncpg://ada:secret@nowhere.invalid/folkmoot")
    assert line == "there is no host 'nowhere.invalid': correct it, or the network's names"


@pytest.mark.attack("database")
async def test_a_start_waits_for_a_database_that_is_away(databases: PostgresqlDatabases, blank: str) -> None:
    name = name_of(blank)
    await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    database = open_database(blank, patience=0.1)
    with captured_logs() as logged:
        start = asyncio.create_task(take(database, words_of, first=0.01, longest=0.02))
        while len(logged) < 3 and not start.done():  # noqa: ASYNC110 - nothing tells of a line in the log
            await asyncio.sleep(0)
        assert not start.done()
        assert {entry["event"] for entry in logged} == {"database.away"}
        assert {entry["why"].partition(":")[0] for entry in logged} == {
            f"PostgreSQL at {databases.host} can't be used"
        }
        assert [entry["again_in"] for entry in logged[:3]] == [0.01, 0.02, 0.02]
        await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        await start
    assert (await database.schema_state()).current is not None
    await database.close()


@pytest.mark.attack("database")
@pytest.mark.parametrize("wrong", ["user", "database", "host", "port", "socket"])
async def test_a_start_waits_for_nothing_that_waiting_does_not_mend(
    databases: PostgresqlDatabases, stranger: str, wrong: str
) -> None:
    url = {
        "user": stranger.replace("stranger:", "nobody:", 1),
        "database": stranger.replace(f"/{name_of(stranger)}?", "/nowhere?"),
        "host": "postgresql+asyncpg://postgres@nowhere.invalid/folkmoot",
        "port": "postgresql+asyncpg://postgres@127.0.0.1:1/folkmoot",
        "socket": "postgresql+asyncpg://postgres@/folkmoot?host=/nowhere",
    }[wrong]
    database = open_database(url, patience=0.1)
    with pytest.raises(UnavailableDatabase) as refusal:
        await database.claim()
    assert isinstance(refusal.value, AwayDatabase) == (wrong in ("port", "socket"))
    assert SECRET not in repr(refusal.value) + line_of(refusal.value)
    await database.close()


async def test_a_database_that_is_not_there_is_named_in_one_line(databases: PostgresqlDatabases) -> None:
    url = f"postgresql+asyncpg://postgres:secret@/missing?host={quote(databases.host, safe='')}"
    line = await refusal_of(url)
    assert line == f"PostgreSQL at {databases.host} has no database 'missing': createdb missing"


async def test_a_user_that_is_not_there_is_named_in_one_line_without_the_password(
    databases: PostgresqlDatabases,
) -> None:
    url = f"postgresql+asyncpg://nobody:{quote(SECRET, safe='')}@/postgres?host={quote(databases.host, safe='')}"
    line = await refusal_of(url)
    assert line.startswith(f"PostgreSQL at {databases.host} refuses user 'nobody': correct user and password")
    assert SECRET not in line


async def test_a_user_who_may_not_make_tables_is_told_so_in_one_line(stranger: str) -> None:
    assert await refusal_of(stranger) == (
        "user 'stranger' may not make tables: ALTER DATABASE … OWNER TO stranger"
    )


async def test_an_encoding_that_cannot_hold_every_name_is_refused_in_one_line(
    databases: PostgresqlDatabases,
) -> None:
    await databases.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    line = await refusal_of(f"postgresql+asyncpg://postgres@/latin?host={quote(databases.host, safe='')}")
    await databases.execute("DROP DATABASE latin WITH (FORCE)")
    assert line == "the database is encoded in LATIN1: make it again by createdb -E UTF8 -T template0"


async def test_a_database_that_may_only_be_read_is_named_in_one_line(
    databases: PostgresqlDatabases, blank: str
) -> None:
    await databases.execute(f"ALTER DATABASE {name_of(blank)} SET default_transaction_read_only = on")
    assert await refusal_of(blank) == (
        f"PostgreSQL at {databases.host} may only be read: name the primary, or unset default_transaction_read_only"
    )


@pytest.mark.attack("database")
async def test_a_lock_that_the_server_ended_is_claimed_again_before_anything_is_written(
    databases: PostgresqlDatabases, url: str
) -> None:
    database, other = open_database(url, patience=1), open_database(url, patience=0.2)
    await database.claim()
    await databases.end_connections("application_name LIKE 'folkmoot %@%'")
    for _ in range(3):  # the news of it comes by the sockets
        await asyncio.sleep(0)
    async with database.write_transaction() as connection:
        await connection.execute(text("SELECT 1"))
    with pytest.raises(TakenDatabase):
        await other.claim()
    await other.close()
    await database.close()


@pytest.mark.attack("database")
async def test_who_lost_the_lock_to_another_bot_writes_nothing_more(
    databases: PostgresqlDatabases, url: str
) -> None:
    database, other = open_database(url, patience=0.2), open_database(url, patience=5)
    await database.claim()
    waiting = asyncio.create_task(other.claim())
    await databases.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND application_name LIKE 'folkmoot %@%'"
    )
    await waiting
    with pytest.raises(TakenDatabase):
        async with database.write_transaction():
            pytest.fail("another bot writes now")
    await database.close()
    await other.close()


@pytest.mark.attack("database")
@pytest.mark.parametrize("outages", [1, 8])
async def test_whoever_reads_and_writes_while_the_server_lets_nobody_in_can_when_it_does_again(
    world: World, databases: PostgresqlDatabases, outages: int
) -> None:
    database = world.database
    assert isinstance(database, PostgresqlDatabase)
    name = database.server.database
    for _ in range(outages):
        await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        await databases.end_connections(f"datname = '{name}'")
        for transaction in (database.read_transaction, database.write_transaction):
            with pytest.raises((AwayDatabase, DBAPIError)):
                async with transaction() as connection:
                    await connection.scalar(text("SELECT 1"))
        await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        async with asyncio.timeout(30):
            for transaction in (database.read_transaction, database.write_transaction):
                async with transaction() as connection:
                    assert await connection.scalar(text("SELECT 1")) == 1


@pytest.mark.attack("database")
@pytest.mark.parametrize("kind", ["read", "write"])
async def test_who_is_cancelled_while_a_connection_is_made_anew_takes_it_from_nobody(
    world: World, databases: PostgresqlDatabases, kind: str
) -> None:
    database = world.database
    assert isinstance(database, PostgresqlDatabase)
    name = database.server.database
    transaction = database.read_transaction if kind == "read" else database.write_transaction

    async def look() -> None:
        async with transaction() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1

    await look()
    for steps in range(30):
        await databases.end_connections(f"datname = '{name}'")
        for _ in range(3):  # the news of it comes by the sockets
            await asyncio.sleep(0)
        cancelled = asyncio.create_task(look())
        for _ in range(steps):
            await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        await asyncio.wait_for(look(), 30)
