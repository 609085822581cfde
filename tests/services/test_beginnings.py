"""A world that is a copy of one that began in the same way is as if it had begun by itself."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.errors import FolkmootError
from bot.storage.tables import metadata
from tests.databases import Databases
from tests.fakes import account
from tests.harness import ServiceHarness, convened
from tests.harness.beginnings import untouched

ACTION = f"transfer 5 to {account('the well digger')}"


async def rows(harness: ServiceHarness) -> dict[str, int]:
    """How many there are in each table."""
    async with harness.database.read_transaction() as connection:
        return {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }


async def content(harness: ServiceHarness) -> list[Any]:
    """What the world and its database hold, as far as it doesn't come by chance."""
    world = [harness.chain._blocks, harness.handler.delivered, harness.clock.now(), harness.transactions]
    return [*world, harness.member("one more"), harness.interaction(), await rows(harness)]


async def test_a_copy_remembers_stores_and_goes_on_as_the_one_that_did_it_all(
    databases: Databases, tmp_path: Path
) -> None:
    found = []
    for number in range(3):
        async with convened(databases, tmp_path / f"{number}.db") as harness:
            if number == 0:
                harness.beginnings = None
            await harness.opened({"ada": 10, "ben": 5}, actions=ACTION, quorum="20%")
            assert (harness.begun is None) == (number == 0)
            began = await content(harness)
            await harness.vote("ada", "For")
            await harness.vote("ben", "Against")
            count = await harness.close(harness.proposal)
            found.append((began, count.scores, count.outcome, await content(harness)))
    assert found[0] == found[1] == found[2]


async def test_steps_go_on_from_a_copy_until_anything_else_was_changed_or_read(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    first = harness.begun
    await harness.powers({"ada": 10})
    second = harness.begun
    assert first is not second
    assert untouched(harness)
    harness.hold("ben", 3)
    assert not untouched(harness)
    await harness.link("ben")
    assert harness.begun is second


async def test_what_one_world_does_afterwards_is_not_in_the_next_one(
    databases: Databases, tmp_path: Path
) -> None:
    states = []
    for number in range(2):
        async with convened(databases, tmp_path / f"{number}.db") as harness:
            await harness.opened({"ada": 10})
            states.append(await content(harness))
            await harness.vote("ada", "For")
            harness.hold("ada", 99)
            harness.chain.unreadable.add(harness.wallet("ada"))
            await harness.drafted("ada")
    assert states[0] == states[1]


async def test_a_refused_step_is_refused_where_it_was_asked_for(harness: ServiceHarness) -> None:
    for _ in range(2):
        with pytest.raises(FolkmootError):
            await harness.set_up(quorum="no quorum")
        assert harness.begun is None
