"""The pinned message with which a member begins: its buttons lead to what everybody needs."""

import msgspec

from bot.domain.ids import ChannelId, MessageId


class StartPanel(msgspec.Struct, frozen=True):
    """Where moderators want it, and where it stands: in two channels while it moves."""

    channel: ChannelId | None
    """Where it is to stand; None: nowhere."""
    shown_in: ChannelId | None = None
    message: MessageId | None = None
    """What stands in `shown_in`; both are None where nothing does."""
