"""Discord's linked roles: what the bot tells Discord of an account, when its member asks for it.

Discord takes five fields of an application, and a server asks of some of them how much they must be.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

MOST = 2**31 - 1
"""No number of a field is larger; what is more is told as this."""
VOTES_WITHIN = timedelta(days=90)


class LinkedField(StrEnum):
    """The name is the field's key."""

    WALLETS = "wallets"
    """How many the member has linked."""
    POWER = "power"
    """Theirs on the track `main`, in whole votes, cut."""
    VOTES = "votes"
    """In how many votes they voted that closed in the last 90 days."""
    CARRIES = "carries"
    """Whether somebody delegates to them."""
    READ = "read"
    """When all this was read: a server may ask that it isn't too long ago."""


class LinkedFigures(msgspec.Struct, frozen=True):
    """What is told of one account."""

    server: str
    """The name of the space whose figures they are."""
    wallets: int
    power: int
    votes: int
    carries: bool
    read_at: datetime

    @property
    def values(self) -> dict[str, str]:
        """As Discord takes them, by key."""
        return {
            LinkedField.WALLETS: str(min(self.wallets, MOST)),
            LinkedField.POWER: str(min(self.power, MOST)),
            LinkedField.VOTES: str(min(self.votes, MOST)),
            LinkedField.CARRIES: "1" if self.carries else "0",
            LinkedField.READ: self.read_at.replace(microsecond=0).isoformat(),
        }
