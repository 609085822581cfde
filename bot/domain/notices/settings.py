"""What one member of a server asked to be told."""

from datetime import datetime

import msgspec

from bot.domain.ids import GuildId, MemberId
from bot.domain.notices.quiet_hours import QuietHours
from bot.domain.notices.topics import Topic


class NoticeSettings(msgspec.Struct, frozen=True):
    """Of who never asked for anything nothing is stored, and nothing is on."""

    guild: GuildId
    member: MemberId
    topics: frozenset[Topic] = frozenset()
    quiet: QuietHours | None = None
    locale: str = ""
    """That of their own Discord, in which they are written to; empty: the server's."""
    unreachable_since: datetime | None = None
    """Since when Discord takes no direct message of the bot for them; None where the last one arrived. Nothing is
    switched off by that."""
