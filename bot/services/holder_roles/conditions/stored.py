"""Conditions of which the database knows all: votes, delegations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.holder_roles.rule import RoleRule
from bot.domain.ids import MemberId
from bot.services.ports import Clock, UnitOfWork


@dataclass(frozen=True)
class Stored:
    """`Meeting`."""

    uow: UnitOfWork
    clock: Clock

    async def met(self, rule: RoleRule, members: Sequence[MemberId]) -> Mapping[MemberId, bool | None]:
        async with self.uow.reading() as repositories:
            found = await repositories.holder_roles.meeting(rule, members, self.clock.now())
        return {member: member in found for member in members}
