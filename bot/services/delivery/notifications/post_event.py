"""What happened to a proposal."""

import msgspec

from bot.services.delivery.notifications.notification import ProposalNotification


class PostEvent(ProposalNotification, frozen=True, tag="post_event"):
    """Tell the thread (and the channel, where `announce`) that something happened to the proposal.

    `event` is one of withdrawn, paused, resumed, extended, cancelled, vetoed, unresolved, left_out, confirmed,
    executed, failed, replaced, expired, followed, not_followed, reputation; `data` what is said about it, all values
    strings.
    """

    event: str
    data: dict[str, str] = msgspec.field(default_factory=dict)
    announce: bool = False
