"""The reputation ledger of each space, and what it came to when a vote opened."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.domain.ids import MemberId, ProposalId, SpaceId
from bot.domain.reputation.ledger import ReputationEvent


class Ledger(Protocol):
    """Events are numbered in the order in which they were stored; none is ever changed or taken away."""

    async def add(self, space: SpaceId, events: Sequence[ReputationEvent]) -> None:
        """Store them in this order. A proposal does the same to a member once: again is left out."""
        ...

    async def last(self, space: SpaceId) -> int:
        """The number of the newest event; 0 for an empty ledger."""
        ...

    async def of_space(self, space: SpaceId) -> list[ReputationEvent]:
        """All events, the first stored first."""
        ...

    async def of_members(
        self, space: SpaceId, members: Iterable[MemberId], *, up_to: int | None = None
    ) -> dict[MemberId, list[ReputationEvent]]:
        """The events of each of these members who has any, up to that number, the first stored first."""
        ...

    async def of_proposal(self, proposal: ProposalId) -> list[ReputationEvent]:
        """What a proposal decided, the first stored first."""
        ...

    async def freeze(self, proposal: ProposalId, balances: Mapping[str, Mapping[MemberId, int]]) -> None:
        """Store the balances at the opening of a vote, by key of the source that asks and by member.

        Done once, in the transaction of the opening.
        """
        ...

    async def frozen(self, proposal: ProposalId) -> dict[MemberId, dict[str, int]]:
        """The same by member and key of the source."""
        ...
