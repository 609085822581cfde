"""What a space decided elsewhere before it voted here: taken in, told, and forgotten again. It is marked as imported
wherever it is shown, and never mixed with the space's own records."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.domain.elections.election import encode
from bot.domain.errors import SpaceUnknown
from bot.domain.ids import GuildId
from bot.domain.imported.imported_vote import ImportedVote, Source
from bot.domain.spaces.space import Space
from bot.services.ports import Clock, Repositories, UnitOfWork

AT_ONCE = 50
"""Votes that are written in one transaction: whoever votes meanwhile waits for no more of them."""
_BYTES_AT_ONCE = 4 * 2**20
"""Of their election files, where it is more than one vote."""


class Taken(msgspec.Struct, frozen=True):
    space: Space
    new: int
    replaced: int


class Importing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def take(self, guild: GuildId, name: str, votes: Sequence[ImportedVote]) -> Taken:
        """Store them as the past of the server's space of that name, or of its root where none is given. What was
        imported before of the same vote is replaced. Raises NotSetUp, SpaceUnknown.

        In several transactions, AT_ONCE votes each: where it ends in between, taking the same again does the rest."""
        async with self.uow.reading() as repositories:
            space = await _space(repositories, guild, name)
        new = 0
        for files in _some(votes):  # What comes next is written down between the transactions.
            async with self.uow.writing() as repositories:
                space = await _space(repositories, guild, name)
                new += await repositories.imported_votes.put(space.id, files, self.clock.now())
        return Taken(space, new, len(votes) - new)

    async def forget(self, guild: GuildId, name: str, source: Source) -> tuple[Space, int]:
        """Take all of a source away again; so many there were. Raises NotSetUp, SpaceUnknown."""
        async with self.uow.writing() as repositories:
            space = await _space(repositories, guild, name)
            return space, await repositories.imported_votes.remove(space.id, source)


def _some(votes: Sequence[ImportedVote]) -> Iterator[list[tuple[ImportedVote, bytes]]]:
    """The votes with their election files, as many together as are written at once."""
    together: list[tuple[ImportedVote, bytes]] = []
    size = 0
    for vote in votes:
        file = encode(vote.election)
        if together and (len(together) >= AT_ONCE or size + len(file) > _BYTES_AT_ONCE):
            yield together
            together, size = [], 0
        together.append((vote, file))
        size += len(file)
    if together:
        yield together


async def _space(repositories: Repositories, guild: GuildId, name: str) -> Space:
    root = await repositories.spaces.of_guild(guild)
    if not name:
        return root
    tree = await repositories.spaces.tree(guild)
    space = tree.named(name)
    if space is None:
        raise SpaceUnknown(name, tuple(each.name for each in tree.spaces))
    return space
