"""Things that are kept for some minutes under tokens that nobody guesses. They live in memory: a restart ends them."""

import secrets
from collections import OrderedDict
from collections.abc import Hashable
from datetime import timedelta
from typing import Generic, TypeVar

import msgspec

from bot.services.ports import Clock

Owner = TypeVar("Owner", bound=Hashable)
Stored = TypeVar("Stored")


class ExpiringLimits(msgspec.Struct, frozen=True):
    lifetime: timedelta
    of_one: int
    """Things of one owner: an older one makes room for a new one."""
    most: int
    """Things of all owners; the oldest make room."""


class Expiring(Generic[Owner, Stored]):
    """Its times are steady ones (`Clock.steady`): a clock that is set back prolongs nothing."""

    def __init__(self, clock: Clock, limits: ExpiringLimits) -> None:
        self._clock = clock
        self._limits = limits
        self._kept: OrderedDict[str, tuple[Owner, Stored, timedelta]] = OrderedDict()
        self._of_owners: dict[Owner, list[str]] = {}

    def keep(self, owner: Owner, thing: Stored) -> str:
        """The token under which it is found; 192 random bits."""
        token = secrets.token_urlsafe(24)
        self._kept[token] = (owner, thing, self._clock.steady() + self._limits.lifetime)
        theirs = self._of_owners.setdefault(owner, [])
        theirs.append(token)
        for spare in theirs[: -self._limits.of_one]:
            self.take(spare)
        while len(self._kept) > self._limits.most:
            self.take(next(iter(self._kept)))
        return token

    def found(self, token: str) -> Stored | None:
        """None also for what has expired."""
        kept = self._kept.get(token)
        if kept is None:
            return None
        if self._clock.steady() >= kept[2]:
            self.take(token)
            return None
        return kept[1]

    def take(self, token: str) -> Stored | None:
        """The same, which is not found again."""
        kept = self._kept.pop(token, None)
        if kept is None:
            return None
        owner, thing, ends = kept
        theirs = self._of_owners[owner]
        theirs.remove(token)
        if not theirs:
            del self._of_owners[owner]
        return thing if self._clock.steady() < ends else None

    def __len__(self) -> int:
        return len(self._kept)
