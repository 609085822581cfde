"""What a space decided elsewhere before it voted here: taken in, told, and forgotten again. It is marked as imported
wherever it is shown, and never mixed with the space's own records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import SpaceUnknown
from bot.domain.ids import GuildId, SpaceId
from bot.domain.imported.imported_vote import ImportedVote, Source
from bot.domain.spaces.space import Space
from bot.services.ports import Clock, ImportedFigures, Repositories, UnitOfWork

MOST_SHOWN = 5_000
"""Imported votes of which figures are told at once."""


@dataclass(frozen=True)
class Taken:
    space: Space
    new: int
    replaced: int


@dataclass(frozen=True)
class Importing:
    uow: UnitOfWork
    clock: Clock

    async def take(self, guild: GuildId, name: str, votes: Sequence[ImportedVote]) -> Taken:
        """Store them as the past of the server's space of that name, or of its root where none is given. What was
        imported before of the same vote is replaced. Raises NotSetUp, SpaceUnknown."""
        async with self.uow.writing() as repositories:
            space = await _space(repositories, guild, name)
            new = await repositories.imported_votes.put(space.id, votes, self.clock.now())
        return Taken(space, new, len(votes) - new)

    async def forget(self, guild: GuildId, name: str, source: Source) -> tuple[Space, int]:
        """Take all of a source away again; so many there were. Raises NotSetUp, SpaceUnknown."""
        async with self.uow.writing() as repositories:
            space = await _space(repositories, guild, name)
            return space, await repositories.imported_votes.remove(space.id, source)

    async def figures(self, space: SpaceId, since: datetime, until: datetime) -> list[ImportedFigures]:
        """Of the votes that ended from `since` on and before `until`, the newest first, at most MOST_SHOWN. Raises
        StoredDataInvalid."""
        async with self.uow.reading() as repositories:
            return await repositories.imported_votes.figures(space, since, until, MOST_SHOWN)


async def _space(repositories: Repositories, guild: GuildId, name: str) -> Space:
    root = await repositories.spaces.of_guild(guild)
    if not name:
        return root
    tree = await repositories.spaces.tree(guild)
    space = tree.named(name)
    if space is None:
        raise SpaceUnknown(name, tuple(each.name for each in tree.spaces))
    return space
