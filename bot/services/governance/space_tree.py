"""What there is of a server's spaces: which stand below which, and what each is."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from bot.domain.errors import NotSetUp, SpaceUnknown
from bot.domain.ids import ChannelId, GuildId
from bot.domain.spaces.auditors import Auditor
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.tree import SpaceTree
from bot.services.execution.track_limits import Budget, TrackLimits
from bot.services.ports import UnitOfWork


class DescribedSpace(msgspec.Struct, frozen=True):
    """A space and what is set in it."""

    space: Space
    above: Sequence[Space]
    """Those that stand above it, its parent first."""
    children: Sequence[Space]
    """Those that it created and that aren't archived, by name."""
    tracks: Sequence[Track]
    """Those that take proposals."""
    auditors: Sequence[Auditor]
    """Members first."""
    budgets: Sequence[Budget] = ()
    """What it and those above it have left of what was set from above."""
    least_timelock: timedelta = timedelta(0)
    """The shortest that its tracks may have, by what was set from above."""


class ReadingSpaceTree(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    track_limits: TrackLimits

    async def of(self, guild: GuildId) -> SpaceTree:
        """All spaces of a server. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            tree = await repositories.spaces.tree(guild)
        if not tree.spaces:
            raise NotSetUp(guild)
        return tree

    async def described(
        self, guild: GuildId, name: str = "", channel: ChannelId | None = None
    ) -> DescribedSpace:
        """The space of that name, that of the channel without a name. Raises NotSetUp, SpaceUnknown."""
        tree = await self.of(guild)
        async with self.uow.reading() as repositories:
            space = tree.named(name) if name.strip() else await repositories.spaces.of_channel(guild, channel)
            if space is None:
                raise SpaceUnknown(name, tuple(each.name for _, each in tree.walk()))
            tracks = await repositories.spaces.tracks(space.id)
            auditors = await repositories.auditors.of_space(space.id)
            budgets = await self.track_limits.budgets_above(repositories, space.id)
        return DescribedSpace(
            space,
            tree.above(space),
            [child for child in tree.children(space.id) if child.archived_at is None],
            [track for track in tracks if track.retired_at is None],
            auditors,
            budgets,
            tree.least_timelock(space),
        )
