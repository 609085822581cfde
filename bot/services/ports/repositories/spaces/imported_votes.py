"""The repository of spaces' pasts from elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import SpaceId
from bot.domain.imported.imported_vote import ImportedFacts, ImportedVote, Origin, Source


class ImportedFigures(ImportedFacts, frozen=True, kw_only=True):
    size: int
    """Bytes of its document."""


class ImportedVotes(Protocol):
    """Never mixed with the space's own votes. Each has a document: its election file where it was held on Snapshot, its
    record where it has one."""

    async def put(self, space: SpaceId, votes: Iterable[tuple[ImportedFacts, bytes]], at: datetime) -> int:
        """Store them, each with its document; one that is there already is replaced. So many are new."""
        ...

    async def get(self, space: SpaceId, source: Source, key: str) -> ImportedVote | None:
        """With its ballots. Raises StoredDataInvalid."""
        ...

    async def document(self, space: SpaceId, source: Source, key: str) -> bytes | None: ...

    async def named(self, space: SpaceId, key: str) -> ImportedFigures | None:
        """By its key alone: no two sources give the same. Raises StoredDataInvalid."""
        ...

    async def origins(self, space: SpaceId) -> Mapping[str, Origin]:
        """Of all votes that have records, by their keys. Raises StoredDataInvalid."""
        ...

    async def figures(
        self, space: SpaceId, since: datetime, until: datetime, limit: int, *, skipped: int = 0
    ) -> list[ImportedFigures]:
        """Of those that ended from `since` on and before `until`, the newest first, without so many of the newest.
        Those that can't be read are left out."""
        ...

    async def with_records(self, space: SpaceId, limit: int) -> list[ImportedFigures]:
        """The newest that have records, the newest first, without those that can't be read."""
        ...

    async def remove(self, space: SpaceId, source: Source) -> int:
        """Forget all of a source; so many there were."""
        ...
