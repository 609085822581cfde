"""What every kind of condition is asked."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.holder_roles.rule import RoleRule
from bot.domain.ids import MemberId


class Meeting(Protocol):
    async def met(self, rule: RoleRule, members: Sequence[MemberId]) -> Mapping[MemberId, bool | None]:
        """Whether each of the members meets the rule's condition now; None where that can't be read."""
        ...
