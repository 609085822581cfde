"""Direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.discord.world.channels import DIRECT, Channel

if TYPE_CHECKING:
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.members import Member, User
    from sandbox.discord.world.world import World

Json = dict[str, Any]


class DirectChannel(Channel):
    """The direct messages between a bot and a person."""

    def __init__(self, world: World, channel_id: int, app: Application, recipient: User) -> None:
        super().__init__(world, None, channel_id, DIRECT, recipient.name)
        self.app = app
        self.recipient = recipient

    def visible_to(self, member: Member) -> bool:
        """Only the two of them."""
        return member.user in (self.recipient, self.app.user)

    def audience(self) -> list[Application]:
        """The bot."""
        return [self.app]

    def payload(self, app: Application | None = None) -> Json:
        """The channel as the API shows it."""
        last = next(reversed(self.stored), None)
        return {
            "id": str(self.id),
            "type": DIRECT,
            "last_message_id": str(last) if last else None,
            "flags": 0,
            "recipients": [self.recipient.payload],
        }
