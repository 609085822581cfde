"""Whose past it is."""

from bot.domain.errors import SpaceUnknown
from bot.domain.ids import GuildId
from bot.domain.spaces.space import Space
from bot.services.ports import Repositories


async def space_named(repositories: Repositories, guild: GuildId, name: str) -> Space:
    """The server's space of that name, or its root where none is given. Raises NotSetUp, SpaceUnknown."""
    root = await repositories.spaces.of_guild(guild)
    if not name:
        return root
    tree = await repositories.spaces.tree(guild)
    space = tree.named(name)
    if space is None:
        raise SpaceUnknown(name, tuple(each.name for each in tree.spaces))
    return space
