"""When a server's digest is due: kept, moved on and forgotten, and a job follows it."""

from bot.domain.local_time import Weekday
from bot.domain.notices.digest_time import DigestTime
from tests.storage.repositories.stored_world import ABROAD, HOME, World, after

SUNDAYS = DigestTime(Weekday.SUNDAY, 9, "Europe/Berlin")


async def test_a_digest_is_kept_with_its_next_time(world: World) -> None:
    async with world.unit.writing() as repositories:
        space = (await repositories.spaces.of_guild(HOME)).id
        assert await repositories.digests.of_space(space) is None
        await repositories.digests.set(space, SUNDAYS, after(1))
    async with world.unit.writing() as repositories:
        assert await repositories.digests.of_space(space) == SUNDAYS
        assert (await repositories.spaces.get(space)).digest_at == after(1)
        assert (await repositories.spaces.of_guild(ABROAD)).digest_at is None
        await repositories.digests.told(space, after(2))
        assert (await repositories.spaces.get(space)).digest_at == after(2)
        assert (await repositories.digests.of_space(space)) == SUNDAYS
        await repositories.digests.stop(space)
        assert (await repositories.spaces.get(space)).digest_at is None
