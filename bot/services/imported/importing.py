"""What a space decided elsewhere before it voted here: taken in, told, and forgotten again. It is marked as imported
wherever it is shown, and never mixed with the space's own records."""

from collections.abc import Awaitable, Callable, Iterable, Iterator

import msgspec

from bot.domain.errors import HandedOver
from bot.domain.ids import GuildId
from bot.domain.imported.imported_vote import ImportedFacts, Source
from bot.domain.spaces.space import Space
from bot.services.imported.space_named import space_named
from bot.services.ports import Clock, Repositories, UnitOfWork

AT_ONCE = 50
"""Votes that are written in one transaction: whoever votes meanwhile waits for no more of them."""
_BYTES_AT_ONCE = 4 * 2**20
"""Of their documents, where it is more than one vote."""


Noting = Callable[[Repositories, Space], Awaitable[None]]
"""Writes down that it is done, in the transaction that does it."""


class Taken(msgspec.Struct, frozen=True):
    space: Space
    new: int
    replaced: int


class Importing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def take(
        self,
        guild: GuildId,
        name: str,
        votes: Iterable[tuple[ImportedFacts, bytes]],
        noting: Noting | None = None,
    ) -> Taken:
        """Store them, each with its document, as the past of the server's space of that name, or of its root where none
        is given. What was imported before of the same vote is replaced. Raises NotSetUp, SpaceUnknown, HandedOver.

        In several transactions, AT_ONCE votes each: where it ends in between, taking the same again does the rest.
        `noting` goes with the first of them, so that nothing is ever there of which nobody was told."""
        async with self.uow.reading() as repositories:
            space = await _to_change(repositories, guild, name)
        new = number = 0
        for together in _some(votes):  # What comes next is read or written down between the transactions.
            async with self.uow.writing() as repositories:
                space = await _to_change(repositories, guild, name)
                new += await repositories.imported_votes.put(space.id, together, self.clock.now())
                if noting is not None and not number:
                    await noting(repositories, space)
            number += len(together)
        return Taken(space, new, number - new)

    async def forget(
        self,
        guild: GuildId,
        name: str,
        source: Source,
        noting: Callable[[Repositories, Space, int], Awaitable[None]] | None = None,
    ) -> tuple[Space, int]:
        """Take all of a source away again; so many there were, which `noting` is told where there were any. Raises
        NotSetUp, SpaceUnknown, HandedOver."""
        async with self.uow.writing() as repositories:
            space = await _to_change(repositories, guild, name)
            number = await repositories.imported_votes.remove(space.id, source)
            if number and noting is not None:
                await noting(repositories, space, number)
            return space, number


async def _to_change(repositories: Repositories, guild: GuildId, name: str) -> Space:
    """The space, of a server that wasn't handed over: nothing new is stored in one that was."""
    if (handover := await repositories.handovers.of(guild)) is not None:
        raise HandedOver(handover.to, handover.successor, final=handover.exported_at is not None)
    return await space_named(repositories, guild, name)


def _some(votes: Iterable[tuple[ImportedFacts, bytes]]) -> Iterator[list[tuple[ImportedFacts, bytes]]]:
    """As many together as are written at once."""
    together: list[tuple[ImportedFacts, bytes]] = []
    size = 0
    for vote, document in votes:
        if together and (len(together) >= AT_ONCE or size + len(document) > _BYTES_AT_ONCE):
            yield together
            together, size = [], 0
        together.append((vote, document))
        size += len(document)
    if together:
        yield together
