"""The repository of spaces' pasts from elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.ids import Power, SpaceId
from bot.domain.imported.imported_vote import ImportedVote, Source


class ImportedFigures(msgspec.Struct, frozen=True):
    """What came out of an imported vote, without its ballots."""

    source: Source
    key: str
    title: str
    opened_at: datetime
    ended_at: datetime
    voters: int
    cast_power: Power
    """In base units of the imported votes' own decimals."""
    passed: bool
    """Whether it passed; of a vote that asks for a winner, whether there was one."""
    agrees: bool
    """Whether the scores that were published are those of its ballots."""
    size: int
    """Bytes of its election file."""


class ImportedVotes(Protocol):
    """Never mixed with the space's own votes, which have records."""

    async def put(self, space: SpaceId, votes: Iterable[tuple[ImportedVote, bytes]], at: datetime) -> int:
        """Store them, each with its election file; one that is there already is replaced. So many are new."""
        ...

    async def get(self, space: SpaceId, source: Source, key: str) -> ImportedVote | None:
        """With its ballots. Raises StoredDataInvalid."""
        ...

    async def figures(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[ImportedFigures]:
        """Of those that ended from `since` on and before `until`, the newest first. Raises StoredDataInvalid."""
        ...

    async def remove(self, space: SpaceId, source: Source) -> int:
        """Forget all of a source; so many there were."""
        ...
