"""The repository of how long servers keep what isn't part of a record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import GuildId, ProposalId, SpaceId
from bot.domain.retention import RetentionKind


class Retentions(Protocol):
    """Periods are of a server: its root has them."""

    async def of_space(self, space: SpaceId) -> Mapping[RetentionKind, int]:
        """The periods in days; what stays has none."""
        ...

    async def due(self, space: SpaceId, now: datetime) -> Mapping[RetentionKind, int]:
        """Those by which it is to be looked now whether anything goes."""
        ...

    async def choose(self, space: SpaceId, kind: RetentionKind, days: int | None, look_at: datetime) -> None:
        """None: it stays from now on."""
        ...

    async def look_again(self, space: SpaceId, kind: RetentionKind, at: datetime) -> None: ...

    async def expire(
        self, guild: GuildId, kind: RetentionKind, before: datetime, most: int
    ) -> tuple[int, set[ProposalId]]:
        """Have so much of what is older go. Returns how much went, `most` where more may be left, and which proposals
        this changed."""
        ...
