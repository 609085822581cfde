"""Accounts with amounts, in the policy itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field

from bot.domain.errors.governance.policy_fields import ListedTwice
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address
from bot.domain.policy.bounds import PositiveAmount
from bot.domain.power.sources.base import Account, Source

if TYPE_CHECKING:
    from bot.domain.power.holder import Holder

MAX_LISTED = 1000
"""Accounts in one allowlist."""


class Listed(FrozenModel):
    account: Account
    amount: PositiveAmount
    """What it holds by this list: whole votes where setting up wrote it, times the source's weight."""


def _no_account_twice(entries: tuple[Listed, ...]) -> tuple[Listed, ...]:
    seen: set[Address] = set()
    for entry in entries:
        if entry.account in seen:
            raise Unfit(ListedTwice(entry.account))
        seen.add(entry.account)
    return entries


class Allowlist(Source):
    """Accounts with amounts, in the policy itself. Nothing is read on a chain."""

    kind: Literal["allowlist"] = "allowlist"
    entries: Annotated[tuple[Listed, ...], AfterValidator(_no_account_twice)] = Field(
        min_length=1, max_length=MAX_LISTED
    )

    @cached_property
    def amounts(self) -> Mapping[Address, int]:
        return {entry.account: entry.amount for entry in self.entries}

    @property
    def listed_total(self) -> int:
        """All amounts together, unweighted."""
        return sum(entry.amount for entry in self.entries)

    @property
    def least(self) -> int:
        return min(entry.amount for entry in self.entries)

    def known(self, holder: Holder, wallet: Address | None) -> int:
        return 0 if wallet is None else self.amounts.get(wallet, 0)
