"""The repository of the roles that votes gave to members."""

from datetime import datetime
from typing import Protocol

from bot.domain.ids import MemberId, ProposalId, RoleId, SpaceId
from bot.domain.server_acts.roles.given_roles import GivenRole, TermEnd


class GivenRoles(Protocol):
    async def add(self, space: SpaceId, given: GivenRole) -> None:
        """An act gave it now. It is looked at when its time is over."""
        ...

    async def find(self, proposal: ProposalId, place: int) -> GivenRole | None:
        """What that act has given; None before."""
        ...

    async def due(self, space: SpaceId, now: datetime, limit: int) -> list[GivenRole]:
        """Those to be looked at now, the longest due first."""
        ...

    async def another(self, given: GivenRole, now: datetime) -> bool:
        """Whether another vote gave the same role to the same member too, and its time isn't over."""
        ...

    async def lasts(self, role: RoleId, member: MemberId, now: datetime) -> bool:
        """Whether any vote gave the role to the member, and its time isn't over."""
        ...

    async def look_again(self, space: SpaceId, given: GivenRole, at: datetime) -> None:
        """It is looked at then, and not before."""
        ...

    async def end(self, space: SpaceId, given: GivenRole, how: TermEnd) -> None:
        """Note what became of it at its end. One that is over is looked at no more."""
        ...

    async def take(self, space: SpaceId, role: RoleId, member: MemberId) -> None:
        """A vote took the role from the member: whatever gave it is over."""
        ...
