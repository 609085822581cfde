"""Whether a proposal's thread, and then its card, can be seen in Discord."""

from datetime import datetime
from enum import StrEnum

import msgspec

from bot.domain.ids import ContentHash


class Unseen(StrEnum):
    """Why a thread or a card can't be seen."""

    UNPOSTED = "unposted"
    """It was asked for, and nothing has come of it yet."""
    FORBIDDEN = "forbidden"
    """The bot may not post in the channel, or not look into it."""
    GONE = "gone"
    """The channel, or the message, isn't there any more."""
    AWAY = "away"
    """Discord doesn't answer, or not as it should."""
    REFUSED = "refused"
    """Discord doesn't take it as it is."""


class Standing(msgspec.Struct, frozen=True):
    """What is known of a proposal's thread, which is asked for when it is submitted, or of its card, which is when the
    discussion is over."""

    asked_at: datetime
    seen_at: datetime | None = None
    """When Discord confirmed it: the thread for the first time, the card for the last time before the vote opened."""
    shows: ContentHash | None = None
    """What a card showed then, see `frozen_document.card_hash`."""
    unseen_since: datetime | None = None
    """Since when it can't be seen; None while it can."""
    why: Unseen | None = None
    told_at: datetime | None = None
    """When the moderators were told last that it can't be seen."""
    tellings: int = 0
    """How often they have been told since it can't."""

    @property
    def stands(self) -> bool:
        return self.seen_at is not None and self.unseen_since is None
