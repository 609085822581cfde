"""What all notifications have in common, with the traits by which everything else asks for a kind."""

from typing import ClassVar

import msgspec

from bot.domain.ids import GuildId, ProposalId


class Notification(msgspec.Struct, frozen=True, tag_field="kind"):
    """Something to say or hand over because of a fact. Those of one lane are delivered one after the other, in order.

    Each is stored in the outbox in the same transaction as its fact.
    """

    guild: GuildId

    essential: ClassVar[bool] = True
    """Whether members miss something when it is never delivered. What isn't essential can be seen elsewhere too, or is
    made good by the next one."""
    said: ClassVar[bool] = True
    """Whether it is said to people; else it is handed over to whatever executes."""

    @property
    def lane(self) -> str:
        return f"guild:{self.guild}"


class ProposalNotification(Notification, frozen=True):
    proposal: ProposalId

    @property
    def lane(self) -> str:
        return f"proposal:{self.proposal}"
