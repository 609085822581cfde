"""That another operator's Folkmoot is to run a server from now on."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.ids import Address, GuildId, MemberId

SETTLING = timedelta(minutes=10)
"""So long after it was begun, what is still to be delivered is waited for before a server is handed over."""

HANDED_OVER = "handed over"
"""Why a delivery was given up that the successor is to look at."""


class Handover(msgspec.Struct, frozen=True):
    """A server whose moderators have handed it over: this program stores nothing new in it."""

    guild: GuildId
    to: Address
    """The fingerprint of the operator who is to run it: the account of their key."""
    successor: MemberId
    """The Discord account of their bot."""
    by: MemberId
    at: datetime
    exported_at: datetime | None = None
    """When the file was made by which it can be run elsewhere; until then moderators may take it back."""
