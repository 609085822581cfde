"""Modules of Safes that Zodiac makes: what they say of themselves."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import Address


class DelayModule(msgspec.Struct, frozen=True):
    """It answers as Zodiac's Delay: what it is asked for waits in a queue, and is executed in its order by whoever
    likes to. Only its code knows whether it does so."""

    account: Address
    cooldown: timedelta
    """So long each waits."""
    expiration: timedelta | None
    """So long after that each can be executed; None: without end."""
    waiting: int
    """How many are in its queue."""
    first_from: datetime | None
    """From when on the first of them can be executed; None where none waits."""

    @property
    def first_until(self) -> datetime | None:
        """Until when it can be; None: without end, or where none waits."""
        if self.first_from is None or self.expiration is None:
            return None
        return self.first_from + self.expiration


class RolesModule(msgspec.Struct, frozen=True):
    """It answers as Zodiac's Roles: members of its roles have the Safe do what those allow."""

    account: Address


ZodiacModule = DelayModule | RolesModule
