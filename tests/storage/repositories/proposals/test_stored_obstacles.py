"""What keeps a proposal from going on is kept as it was met last, and of what people were told."""

import pytest

from bot.domain.proposals.obstacles import Cause, Obstacle, Step, Telling
from tests.storage.repositories.stored_world import World, after

TOLD = Obstacle(
    Step.OPENING,
    Cause.NO_TOTAL,
    {"source": 'a "source"\n🌳'},
    after(1),
    (Telling("0a", after(2)), Telling("1b", after(3), 7)),
)
UNTOLD = Obstacle(Step.EXECUTION, Cause.OTHER_HASH, {}, after(3))
GONE = TOLD.gone()


@pytest.mark.parametrize("obstacle", [TOLD, UNTOLD, GONE], ids=["told", "untold", "gone"])
async def test_an_obstacle_is_read_back_as_it_was_stored(world: World, obstacle: Obstacle) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        assert await repositories.obstacles.of(proposal) is None
        await repositories.obstacles.set(proposal, obstacle)
    async with world.unit.reading() as repositories:
        assert await repositories.obstacles.of(proposal) == obstacle


async def test_the_newest_one_takes_the_place_of_the_one_before_and_counts_up_no_version(
    world: World,
) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        before = (await repositories.proposals.get(proposal)).version
        await repositories.obstacles.set(proposal, TOLD)
        await repositories.obstacles.set(proposal, UNTOLD)
    async with world.unit.reading() as repositories:
        assert await repositories.obstacles.of(proposal) == UNTOLD
        assert (await repositories.proposals.get(proposal)).version == before
