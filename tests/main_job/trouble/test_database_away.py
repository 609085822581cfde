"""A database that is away for a while ends nothing."""

from __future__ import annotations

import pytest

from bot.storage.postgresql.database import PostgresqlDatabase
from tests.databases import PostgresqlDatabases
from tests.main_job.conftest import Staging


@pytest.mark.attack("database")
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_the_bot_goes_on_when_its_database_is_back(
    staged: Staging, databases: PostgresqlDatabases
) -> None:
    async with staged() as dao:
        await dao.set_up()
        await dao.join({"ada": 40_000})
        number = await dao.opened("ada", "Through an outage")
        database = dao.bot.program.runtime.database
        assert isinstance(database, PostgresqlDatabase)
        name = database.server.database
        await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        await databases.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        await dao.bot.passes(minutes=1)
        for _ in range(3):
            reply = await dao["ada"].person.slash(dao.stage.announcements, "vote mine", proposal=str(number))
            assert "⚠️" in (await reply.settled()).text
            await dao.bot.passes(minutes=1)
        await databases.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        await dao.click("ada", number, "For")
        record = await dao.closed(number)
        assert len(record["ballots"]) == 1
