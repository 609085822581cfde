"""The repository of drafts that look for sponsors."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import MemberId, ProposalId, SpaceId
from bot.domain.proposals.sponsoring import SponsorCall, Sponsorship


class Sponsorships(Protocol):
    async def call(self, proposal: ProposalId, call: SponsorCall) -> None:
        """The author asks, in place of an earlier time. Nobody stands behind it yet."""
        ...

    async def end(self, proposal: ProposalId) -> None:
        """It looks for sponsors no more, and those that it had are gone."""
        ...

    async def called_by(self, space: SpaceId, author: MemberId, since: datetime, apart: ProposalId) -> int:
        """Of how many drafts that were not submitted the author has asked after that time, one left apart."""
        ...

    async def set(self, proposal: ProposalId, sponsorship: Sponsorship) -> None:
        """In place of one that the member has already."""
        ...

    async def remove(self, proposal: ProposalId, member: MemberId) -> bool:
        """Whether there was one."""
        ...

    async def of(self, proposal: ProposalId) -> list[Sponsorship]:
        """The oldest first."""
        ...
