"""Sponsoring: members stand behind a draft whose author holds less than the proposal threshold (governance.md §2)."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import MemberId, Power, RoleId

LASTS = timedelta(days=7)
"""So long a draft waits for sponsors."""
MOST_SPONSORS = 50
"""So many may stand behind one draft. Each must hold the same part of the threshold at least (`least_of_sponsor`), so
that nobody keeps others out: so many always reach it."""
MOST_CALLS = 3
"""So often one draft asks for sponsors; each time is a message that everybody sees."""
CALLED_PER_MEMBER = 3
"""Of so many drafts that were not submitted a member may have asked for sponsors within the last `LASTS`."""


class SponsorCall(msgspec.Struct, frozen=True):
    """The author asked for sponsors: everybody may see the draft as long as that stands."""

    number: int
    """The first time is 1. An answer to an earlier one counts no more."""
    at: datetime
    until: datetime
    roles: frozenset[RoleId]
    """The author's, of those that give power."""
    ended: bool = False
    """Whether it is over: its time was, or it was edited, since nobody stands behind a text that they have not read."""

    def stands(self, now: datetime) -> bool:
        """Whether it may be answered."""
        return not self.ended and now < self.until


class Sponsorship(msgspec.Struct, frozen=True):
    """A member stands behind a draft."""

    member: MemberId
    roles: frozenset[RoleId]
    """Those that give power, as Discord had them with the click."""
    power: Power
    """What they held when it was read last, in base units."""
    at: datetime


class Sponsor(msgspec.Struct, frozen=True):
    """Who stood behind a proposal when it was submitted, and with how much, in base units."""

    member: MemberId
    power: Power


def least_of_sponsor(threshold: Power) -> Power:
    """What a sponsor must hold at least: a part of the threshold, and never nothing."""
    return max(1, -(-threshold // MOST_SPONSORS))
