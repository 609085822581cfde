"""What happened to a proposal."""

import msgspec

from bot.services.delivery.notifications.notification import ProposalNotification, discussion


class PostEvent(ProposalNotification, frozen=True, tag="post_event"):
    """Tell the thread (and before it the channel, where `announce`) that something happened to the proposal.

    What all should know has a lane of its own: a thread that can't be written in keeps it from nobody.

    `event` is one of opened, withdrawn, paused, resumed, unseen, seen, extended, cancelled, vetoed, unresolved,
    left_out, registry_omitted, confirmed, unconfirmed, hidden, visible, executed, failed, replaced, asked_again,
    found_executed, made_before, stage, stopped, held_up, unguarded, expired, followed, not_followed, reputation,
    rewards, no_rewards, reported, progress, act, acts_ended, term, held, released, vetoed_above; `data`
    what is said about it, all values strings.
    """

    event: str
    data: dict[str, str] = msgspec.field(default_factory=dict)
    announce: bool = False
    announced: bool = False
    """Whether the channel has been told, so that only the thread is left."""
    alarm: bool = False
    """Whether the space's log channel is told too, before the thread."""

    @property
    def lane(self) -> str:
        return f"announced_event:{self.proposal}" if self.announce or self.alarm else f"event:{self.proposal}"

    @property
    def behind(self) -> str | None:
        return None if self.announce or self.alarm else discussion(self.proposal)
