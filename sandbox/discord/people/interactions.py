"""What a member does with an application: a command, a click, a choice, a modal; and where its answer stands."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.discord.errors import ApiError, NoAnswer
from sandbox.discord.world.messages import Message

if TYPE_CHECKING:
    from sandbox.discord.people.modals import Modal
    from sandbox.discord.people.people import Person
    from sandbox.discord.world.applications import Application
    from sandbox.discord.world.channels import Channel
    from sandbox.discord.world.world import World

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
KINDS = {
    MESSAGE: "message",
    DEFERRED: "deferred",
    DEFERRED_UPDATE: "deferred_update",
    UPDATE: "update",
    CHOICES: "choices",
    MODAL: "modal",
}
ACKNOWLEDGE_WITHIN = timedelta(seconds=3)
TOKEN_LASTS = timedelta(minutes=15)


class Interaction:
    """One interaction, from the event to its last follow-up."""

    def __init__(
        self,
        app: Application,
        person: Person,
        channel: Channel,
        kind: int,
        data: Json,
        message: Message | None = None,
        origin: Interaction | None = None,
    ) -> None:
        self.world: World = app.world
        self.app = app
        self.person = person
        self.channel = channel
        self.kind = kind
        self.data = data
        self.message = message
        self.origin = origin
        self.id = self.world.new_id()
        self.token = secrets.token_urlsafe(24)
        self.created_at = self.world.clock.now()
        self.response: int | None = None
        self.original: Message | None = None
        self.followups: list[Message] = []
        self.modal: Modal | None = None
        self.choices: list[Json] = []
        self.edits = 0
        self.refused: ApiError | None = None
        self._acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._moves = asyncio.Event()

    @property
    def expired(self) -> bool:
        """Whether the token no longer works."""
        return self.world.clock.now() - self.created_at > TOKEN_LASTS

    @property
    def too_late(self) -> bool:
        """Whether the time for the acknowledgement is over."""
        return self.world.clock.now() - self.created_at > ACKNOWLEDGE_WITHIN

    def acknowledge(self, response: int) -> None:
        """Note the response and wake the member who waits for it."""
        self.response = response
        if not self._acknowledged.done():
            self._acknowledged.set_result(None)

    def fail(self, why: ApiError) -> None:
        """The application's endpoint didn't take it: nobody waits any longer."""
        self.refused = why
        if not self._acknowledged.done():
            self._acknowledged.set_result(None)

    def moved(self) -> None:
        """Something was said or edited with this interaction's token."""
        self._moves.set()
        self._moves = asyncio.Event()

    async def next_move(self) -> None:
        """Until something is said or edited with the token."""
        await self._moves.wait()

    async def answered(self) -> Reply:
        """The acknowledgement, when it comes; raises NoAnswer when three seconds have passed without."""
        await self.world.clock.wait(self._acknowledged, self.created_at + ACKNOWLEDGE_WITHIN)
        if self.response is None:
            tried = f"; it tried, and got {self.refused}" if self.refused else ""
            raise NoAnswer(f"{self.app.name} did not respond to {self.described}{tried}")
        return Reply(self)

    @property
    def described(self) -> str:
        """The interaction in a few words."""
        what = self.data.get("name") or self.data.get("custom_id")
        return f"{self.person.name}'s {what!r} in {self.channel.name}"

    def send(self) -> None:
        """Tell the application: its endpoint where it has one, else its gateway sessions."""
        self._forget_expired()
        self.world.interactions[self.token] = self
        if self.app.interactions_endpoint_url is not None:
            self.world.endpoints.deliver(self, self.app.interactions_endpoint_url)
            return
        guild = self.channel.guild if self.channel.in_guild else None
        self.world.tell(self.app, "INTERACTION_CREATE", 0, lambda intents: self.payload(), guild=guild)

    def _forget_expired(self) -> None:
        open_ones = self.world.interactions
        while open_ones:
            oldest = next(iter(open_ones.values()))
            if self.world.clock.now() - oldest.created_at <= 2 * TOKEN_LASTS:
                return
            del open_ones[oldest.token]

    def payload(self) -> Json:
        """INTERACTION_CREATE's data."""
        channel, person = self.channel, self.person
        allowed = str(person.permissions_in(channel))
        shown: Json = {
            "id": str(self.id),
            "application_id": str(self.app.id),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(channel.id),
            "channel": {**channel.payload(), "permissions": allowed},
            "locale": person.user.locale,
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if channel.in_guild:
            guild = channel.guild
            bot = guild.members.get(self.app.user.id)
            shown |= {
                "app_permissions": str(bot.permissions_in(channel) if bot else 0),
                "guild_id": str(guild.id),
                "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
                "guild_locale": guild.locale,
                "member": {**person.payload(), "permissions": allowed},
                "authorizing_integration_owners": {"0": str(guild.id)},
                "context": 0,
            }
        else:
            shown |= {
                "app_permissions": str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 15),
                "user": person.user.payload,
                "authorizing_integration_owners": {"0": "0"},
                "context": 1,
            }
        if self.message is not None:
            shown["message"] = self.message.payload(self.app)
        return shown

    def metadata(self) -> Json:
        """What messages that answer this interaction say about it."""
        shown: Json = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.person.user.payload,
            "authorizing_integration_owners": {
                "0": str(self.channel.guild.id) if self.channel.in_guild else "0"
            },
        }
        if self.kind == COMPONENT and self.message is not None:
            shown["interacted_message_id"] = str(self.message.id)
        if self.kind == MODAL_SUBMIT and self.origin is not None:
            shown["triggering_interaction_metadata"] = self.origin.metadata()
        return shown


class Reply:
    """The answer that a member got; follows the message as the application edits it."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    def __repr__(self) -> str:
        return f"<Reply {self.kind}: {self.message!r}>"

    @property
    def kind(self) -> str:
        """ "message", "deferred", "modal", "deferred_update" or "update": how the application acknowledged."""
        return KINDS[self.interaction.response or 0]

    @property
    def message(self) -> Message | None:
        """@original as it stands now; None for a modal, or when it was deleted."""
        original = self.interaction.original
        return None if original is None or original.deleted else original

    @property
    def ephemeral(self) -> bool:
        """Whether only the member sees the answer."""
        original = self.interaction.original
        return original is not None and original.ephemeral

    @property
    def modal(self) -> Modal | None:
        """The form that was opened."""
        return self.interaction.modal

    @property
    def followups(self) -> list[Message]:
        """What was said after the acknowledgement, oldest first; also the one that became a deferred answer."""
        return list(self.interaction.followups)

    @property
    def text(self) -> str:
        """What can be read in the answer now."""
        return self.message.text if self.message else ""

    @property
    def is_settled(self) -> bool:
        """Whether a deferred answer has been given."""
        interaction = self.interaction
        if interaction.response == DEFERRED:
            answered = interaction.original is not None and not interaction.original.loading
            return answered or bool(interaction.followups)
        if interaction.response == DEFERRED_UPDATE:
            return interaction.edits > 0 or bool(interaction.followups)
        return True

    async def settled(self, timeout: float = 10) -> Message:
        """The answer proper: waits, up to so many seconds, until a deferred one was edited or followed up.

        Raises NoAnswer when the time is over, or when there is no message (a modal).
        """
        try:
            async with asyncio.timeout(timeout):
                while not self.is_settled:
                    await self.interaction.next_move()
        except TimeoutError as error:
            raise NoAnswer(f"{self.interaction.described}: still thinking after {timeout} s") from error
        followups = self.interaction.followups
        if self.interaction.response == DEFERRED_UPDATE and followups and not self.interaction.edits:
            return followups[0]
        message = self.message or (followups[0] if followups else None)
        if message is None:
            raise NoAnswer(f"{self.interaction.described}: answered without a message ({self.kind})")
        return message

    async def followup(self, number: int = 0, timeout: float = 10) -> Message:
        """The follow-up of that number, counted from 0, waiting for it up to so many seconds."""
        try:
            async with asyncio.timeout(timeout):
                while len(self.interaction.followups) <= number:
                    await self.interaction.next_move()
        except TimeoutError as error:
            raise NoAnswer(
                f"{self.interaction.described}: no follow-up {number} after {timeout} s"
            ) from error
        return self.interaction.followups[number]
