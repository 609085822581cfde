"""The repository of roles that members have by rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.rule import Halt, HeldRole, RoleRule
from bot.domain.ids import GuildId, MemberId, RoleId, RoleRuleId, SpaceId


class HolderRoles(Protocol):
    """Rules that can't be read raise StoredDataInvalid where one is asked for alone, and are left out of lists."""

    async def add(
        self,
        guild: GuildId,
        space: SpaceId,
        role: RoleId,
        role_name: str,
        condition: AnyCondition,
        grace: timedelta,
        read_at: datetime,
    ) -> RoleRule: ...

    async def get(self, rule: RoleRuleId) -> RoleRule | None:
        """None where it was taken away."""
        ...

    async def of_space(self, space: SpaceId) -> list[RoleRule]:
        """By number."""
        ...

    async def remove(self, rule: RoleRuleId) -> None:
        """With what is known of those who have the role by it."""
        ...

    async def have(self, rules: Iterable[RoleRuleId]) -> Mapping[RoleRuleId, int]:
        """How many have the role by each of the rules; those that nobody has it by are left out."""
        ...

    async def held(self, rule: RoleRuleId, members: Collection[MemberId]) -> Mapping[MemberId, HeldRole]: ...

    async def hold(self, held: Sequence[HeldRole]) -> None:
        """Each takes the place of what was stored of the same rule and member."""
        ...

    async def let_go(self, rule: RoleRuleId, member: MemberId) -> None: ...

    async def gives(self, guild: GuildId, role: RoleId, member: MemberId, but: RoleRuleId | None) -> bool:
        """Whether the member has the role by a rule of the server but for this one, also while its time of grace runs:
        that one takes it when it is over."""
        ...

    async def candidates(self, rule: RoleRule, now: datetime, after: MemberId, limit: int) -> list[MemberId]:
        """Whose role can change by the rule: who may meet its condition, and who has the role by it. By their ids, from
        the one after `after` on."""
        ...

    async def meeting(self, rule: RoleRule, members: Collection[MemberId], now: datetime) -> set[MemberId]:
        """Of these members those who meet a condition that the database alone tells."""
        ...

    async def nameless(self, rule: RoleRule, now: datetime) -> int:
        """Of the votes that the rule counts, those of which nobody knows any more who voted; 0 where it counts none."""
        ...

    async def halt(self, rule: RoleRuleId, why: Halt | None) -> None: ...

    async def read(self, rule: RoleRule, again: datetime) -> None:
        """All were looked at; they are again then."""
        ...

    async def anew(self, space: SpaceId, now: datetime) -> None:
        """All are looked at now, and who should have a role is given it again, whoever took it."""
        ...

    async def look_at(self, space: SpaceId, members: Iterable[MemberId], at: datetime) -> None:
        """They are looked at then."""
        ...

    async def due(self, space: SpaceId, now: datetime, limit: int) -> list[MemberId]:
        """Who is to be looked at now, by their ids."""
        ...

    async def looked_at(self, space: SpaceId, members: Collection[MemberId], until: datetime) -> None:
        """What asked for it until then is done."""
        ...
