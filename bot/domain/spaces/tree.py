"""The spaces of a server as a tree: who stands above whom, and what keeps a new one from being made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from bot.domain.errors.governance.tree import (
    ChannelTaken,
    SpaceNameTaken,
    TooDeep,
    TooManyChildren,
    TooManySpaces,
)
from bot.domain.fault import Fault
from bot.domain.ids import ChannelId, SpaceId
from bot.domain.spaces.homes import Homes
from bot.domain.spaces.space import DEEPEST, MOST_CHILDREN, MOST_SPACES, Space


class SpaceTree(msgspec.Struct, frozen=True):
    """All spaces of a server, the archived ones too."""

    spaces: Sequence[Space]

    @property
    def root(self) -> Space:
        """Raises StopIteration where there is none, which is a mistake of the program."""
        return next(space for space in self.spaces if space.parent is None)

    def above(self, space: Space) -> list[Space]:
        """Those that stand above a space, its parent first."""
        found: list[Space] = []
        by_id = self._by_id
        while space.parent is not None:
            space = by_id[space.parent]
            found.append(space)
        return found

    def least_timelock(self, space: Space) -> timedelta:
        """The shortest that a track of the space may have, by what was set for it and for all that stand above it."""
        return max(each.least_timelock for each in (space, *self.above(space)))

    def children(self, space: SpaceId) -> list[Space]:
        """Those that a space created, by name."""
        return sorted(
            (each for each in self.spaces if each.parent == space), key=lambda each: (each.name, each.id)
        )

    def walk(self) -> Iterator[tuple[int, Space]]:
        """Each space after its parent, with how many stand above it."""
        waiting = [(0, self.root)]
        while waiting:
            depth, space = waiting.pop()
            yield depth, space
            waiting += [(depth + 1, child) for child in reversed(self.children(space.id))]

    def within(self, space: Space) -> list[Space]:
        """The space, and all that stand below it."""
        return [each for _, each in self.walk() if each.id == space.id or space in self.above(each)]

    def named(self, name: str) -> Space | None:
        """The space of that name, however it is spelt, also an archived one."""
        wanted = spelling(name)
        return next((each for each in self.spaces if spelling(each.name) == wanted), None)

    @property
    def open(self) -> list[Space]:
        """Those that aren't archived."""
        return [each for each in self.spaces if each.archived_at is None]

    def homes(self, space: Space) -> Homes:
        """Where those live that aren't archived, as one of them has it."""
        lived_in = _channels_of(self.open)
        if space.parent is None:
            return Homes(lived_in)
        within = self.within(space)
        return Homes(lived_in, _channels_of(within) - _channels_of(set(self.open).difference(within)))

    def hinders(self, parent: Space, name: str, channels: Mapping[str, ChannelId]) -> Fault | None:
        """What keeps `parent` from creating a space of this name in these channels; None where nothing does."""
        if any(spelling(each.name) == spelling(name) for each in self.spaces):
            return SpaceNameTaken(name)
        taken = {channel: each for each in self.open for channel in each.channels.values()}
        for channel in channels.values():
            if channel in taken:
                return ChannelTaken(channel, taken[channel].name)
        if len(self.above(parent)) >= DEEPEST:
            return TooDeep(DEEPEST)
        if sum(each.archived_at is None for each in self.children(parent.id)) >= MOST_CHILDREN:
            return TooManyChildren(MOST_CHILDREN)
        return TooManySpaces(MOST_SPACES) if len(self.open) >= MOST_SPACES else None

    @property
    def _by_id(self) -> Mapping[SpaceId, Space]:
        return {space.id: space for space in self.spaces}


def _channels_of(spaces: Iterable[Space]) -> frozenset[ChannelId]:
    return frozenset(channel for each in spaces for channel in each.channels.values())


def spelling(name: str) -> str:
    """What two names have in common that people take for one."""
    return " ".join(name.split()).casefold()
