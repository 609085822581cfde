"""Conditions of which the database knows all: votes, delegations."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.holder_roles.rule import RoleRule
from bot.domain.holder_roles.voting import Voting
from bot.domain.ids import MemberId
from bot.services.ports import Clock, UnitOfWork


class Stored(msgspec.Struct, frozen=True):
    """`Meeting`."""

    uow: UnitOfWork
    clock: Clock

    async def met(self, rule: RoleRule, members: Sequence[MemberId]) -> Mapping[MemberId, bool | None]:
        """Of a vote whose names have gone nobody knows who voted in it: whoever would meet the condition had they voted
        in all of those may meet it."""
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            stored = repositories.holder_roles
            found = may = await stored.meeting(rule, members, now)
            if isinstance(rule.condition, Voting) and (gone := await stored.nameless(rule, now)):
                least = rule.condition.votes - gone
                without = replace(rule, condition=rule.condition.model_copy(update={"votes": least}))
                may = set(members) if least <= 0 else await stored.meeting(without, members, now)
        return {member: True if member in found else None if member in may else False for member in members}
