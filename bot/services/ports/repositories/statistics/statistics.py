"""The repository of figures over many votes of one space: added up where they are stored."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from bot.domain.ids import GuildId, MemberId, ProposalId, SpaceId
from bot.domain.statistics.closed_vote import ClosedVote
from bot.domain.statistics.health import People
from bot.domain.statistics.outcomes import Outcomes
from bot.domain.statistics.timing import Delays


class Acts(msgspec.Struct, frozen=True):
    """How often a member did something that stands in the public log."""

    act: str
    actor: MemberId
    number: int


class Statistics(Protocol):
    """Only votes that are closed, and that members hold with ballots: what is hidden until a close is in no figure.
    Times are those of the closes, from `since` on and before `until`, where nothing else is said."""

    async def closed_votes(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[ClosedVote]:
        """The newest first; without those that can't be read."""
        ...

    async def closed_vote(self, space: SpaceId, proposal: ProposalId) -> ClosedVote | None:
        """None where it isn't closed, or no vote of the space on which members vote with ballots."""
        ...

    async def outcomes(self, space: SpaceId, since: datetime, until: datetime) -> list[Outcomes]:
        """Of each track on which anything was submitted in that time."""
        ...

    async def delays(self, space: SpaceId, since: datetime, until: datetime) -> Delays:
        """How soon after the opening members voted first in each vote."""
        ...

    async def most_active(
        self, space: SpaceId, since: datetime, until: datetime, limit: int
    ) -> list[tuple[MemberId, int]]:
        """Who voted in most votes, and in how many; of several with the lower id first."""
        ...

    async def choices(
        self, proposals: Iterable[ProposalId], members: Iterable[MemberId]
    ) -> list[tuple[ProposalId, MemberId, Any]]:
        """The last ballot of each of these members in each of these votes, without those that were withdrawn."""
        ...

    async def people(
        self, space: SpaceId, edges: tuple[datetime, datetime, datetime, datetime]
    ) -> tuple[People, People, int]:
        """Of the last of the three windows between these times, of the one before it, and how many voted in the first
        one."""
        ...

    async def linked(self, guild: GuildId, moments: Sequence[datetime]) -> list[int]:
        """How many members had linked a wallet at each of these times. Who has unlinked all and linked again counts in
        between, too."""
        ...

    async def acts(self, guild: GuildId, since: datetime, until: datetime) -> list[Acts]:
        """What members did that stands in the public log, the most frequent first."""
        ...
