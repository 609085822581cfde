"""What a space decided elsewhere, as its members look for it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from bot.domain.errors import ImportedUnknown, NotSetUp
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.spaces.space import Space
from bot.services.actors import Actor
from bot.services.ports import Clock, ImportedFigures, UnitOfWork

PAGE = 10
SUGGESTED = 500
"""Among so many of the newest titles are found."""
_EVER = datetime.fromtimestamp(0, UTC)

LOOK_BACK = Requirement(Effect.READ, frozenset({Who.EVERYONE}))


class ImportedPage(msgspec.Struct, frozen=True):
    space: Space
    votes: Sequence[ImportedFigures]
    """The newest first."""
    number: int
    """Of the page, from 0."""
    older: bool
    """Whether there is a page behind."""


class ReadingImported(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock

    async def page(self, actor: Actor, number: int = 0) -> ImportedPage:
        """Of the space of the channel in which the actor asks. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            # Those that can't be read are left out of a page: only the next one tells whether there is one.
            found, behind = [
                await repositories.imported_votes.figures(
                    space.id, _EVER, self.clock.now(), PAGE, skipped=each * PAGE
                )
                for each in (number, number + 1)
            ]
        return ImportedPage(space, found, number, bool(behind))

    async def any(self, actor: Actor) -> bool:
        """Whether there are any; none where nothing is set up."""
        try:
            return bool((await self.page(actor)).votes)
        except NotSetUp:
            return False

    async def newest(self, actor: Actor) -> list[ImportedFigures]:
        """SUGGESTED of them. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            return await repositories.imported_votes.figures(space.id, _EVER, self.clock.now(), SUGGESTED)

    async def document(self, actor: Actor, key: str) -> tuple[ImportedFigures, bytes]:
        """A vote by its key, with its record, or with its election file where it has none. Raises NotSetUp,
        ImportedUnknown."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            found = await repositories.imported_votes.named(space.id, key)
            if found is None:
                raise ImportedUnknown
            document = await repositories.imported_votes.document(space.id, found.source, key)
        if document is None:
            raise ImportedUnknown
        return found, document
