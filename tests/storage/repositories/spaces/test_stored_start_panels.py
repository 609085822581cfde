"""Where a start panel is to stand, and where it does: kept apart, so that it can move."""

from bot.domain.ids import ChannelId, MessageId
from bot.domain.spaces.start_panel import StartPanel
from tests.storage.repositories.stored_world import ABROAD, HOME, World, after

HALL, MESSAGE = ChannelId(41), MessageId(51)


async def test_a_panel_is_kept_where_it_is_wanted_and_where_it_stands(world: World) -> None:
    async with world.unit.writing() as repositories:
        space = (await repositories.spaces.of_guild(HOME)).id
        panels = repositories.start_panels
        assert await panels.of_space(space) is None
        await panels.place(space, HALL, after(1))
        await panels.stands(space, HALL, MESSAGE)
    async with world.unit.writing() as repositories:
        panels = repositories.start_panels
        assert await panels.of_guild(HOME) == StartPanel(HALL, HALL, MESSAGE)
        assert await panels.of_guild(ABROAD) is None
        assert (await repositories.spaces.get(space)).panel_since == after(1)
        await panels.place(space, None, after(2))
        assert await panels.of_space(space) == StartPanel(None, HALL, MESSAGE)
        assert (await repositories.spaces.get(space)).panel_since is None
        await panels.stands(space, None, None)
        assert await panels.of_space(space) == StartPanel(None)
