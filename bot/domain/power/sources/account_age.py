"""How old a Discord account is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from bot.domain.elections.ballot import snowflake_time
from bot.domain.ids import Address, MemberId
from bot.domain.policy.bounds import PositiveAmount
from bot.domain.power.sources.base import Source

if TYPE_CHECKING:
    from bot.domain.power.holder import Holder


class AccountAge(Source):
    """The whole days that a member's Discord account existed when the vote opened, as its number tells, up to as many
    as are required: records name nobody, and the day on which an account was made nearly does. It is a condition and
    gives no power: nobody should vote more for being here longer."""

    kind: Literal["account_age"] = "account_age"
    required: PositiveAmount
    gate: Literal[True] = True

    needs_wallet: ClassVar[bool] = False
    has_total: ClassVar[bool] = False
    of_server: ClassVar[bool] = False

    def known(self, holder: Holder, wallet: Address | None) -> int:
        return min(holder.account_days, -(-self.required // self.weight))


def account_days(member: MemberId, at: datetime) -> int:
    """How many whole days old the member's account is then; the part of a second is cut, as records cut it."""
    age = at.replace(microsecond=0) - snowflake_time(member)
    return max(0, age // timedelta(days=1))
