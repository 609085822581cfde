"""How PostgreSQL finds what it is asked for: by indices, however many other servers there are."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.proposals.standing import Standing
from tests.storage.repositories.proposals.test_stored_proposals import OPENING, SUBMISSION
from tests.storage.repositories.stored_world import ADA, World, ballot
from tests.storage.sqlite.test_plans import ONE, ask_about_some, noted

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)

SERVERS = 10_000
COPIED = {
    "spaces": {"id": "n", "guild": "n"},
    "tracks": {"id": "n", "space": "n"},
    "track_policies": {"id": "n", "track": "n"},
    "proposals": {"id": "n", "space": "n", "track": "n"},
    "revisions": {"proposal": "n"},
    "proposal_words": {"rowid": "n"},
    "submissions": {"proposal": "n", "guild": "n"},
    "openings": {"proposal": "n"},
    "ballots": {"id": "n", "proposal": "n"},
    "jobs": {"id": "n", "proposal": "n", "space": "n"},
}
"""The tables of which each server has rows, with the columns in which they differ."""


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """The tables that are read from beginning to end."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scanned(part)


async def crowd(world: World) -> None:
    """Many servers with a proposal each, and what the database has counted of them."""
    async with world.database.write_transaction() as connection:
        for table, columns in COPIED.items():
            assert await connection.scalar(text(f"SELECT count(*) FROM {table}")), table
            names = (await connection.execute(text(f"SELECT * FROM {table} LIMIT 0"))).keys()
            values = (columns.get(name, f"one.{name}") for name in names)
            await connection.execute(
                text(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
                    f" FROM (SELECT * FROM {table} LIMIT 1) AS one,"
                    f" generate_series(100000, {100_000 + SERVERS}) AS n"
                )
            )
        await connection.execute(text("ANALYZE"))


async def test_no_question_about_some_reads_what_all_servers_have(world: World) -> None:
    assert await world.proposal() == ONE
    async with world.unit.writing() as repositories:
        await repositories.proposals.submit(ONE, SUBMISSION)
        await repositories.proposals.note_thread(ONE, Standing(SUBMISSION.at, SUBMISSION.at))
        await repositories.proposals.open(ONE, OPENING, b"frozen")
        await repositories.ballots.add([ballot(ONE, ADA, 1)])
    with noted(world.database) as statements:
        async with world.unit.reading() as repositories:
            await ask_about_some(repositories, world.home.id, world.track.id)
    await crowd(world)
    assert len(statements) > 20
    async with world.database.read_transaction() as connection:
        for statement, parameters in statements:
            explained = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            plan = explained.scalar_one()[0]["Plan"]
            assert set(scanned(plan)) & COPIED.keys() == set(), statement
