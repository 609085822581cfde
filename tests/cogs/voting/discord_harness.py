"""A server with the real bot in it: services on a real database, discord.py over sockets, people who click and type.

The chain is the assembly's: blocks with balances that can be made to fail. Notices are delivered when a test says so.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.client import FolkmootClient
from bot.discord_addresses import point_at
from bot.domain.ids import ChannelId, GuildId, MemberId, ProposalId, RoleId
from bot.services.actors import Actor
from bot.services.delivery.outbox import OutboxWorker
from cogs.notifications import DiscordNotifications
from sandbox.discord import (
    Application,
    Channel,
    Discord,
    Guild,
    Message,
    Permission,
    Person,
    Reply,
    ShiftedClock,
    Thread,
)
from sandbox.discord.world.applications import Command
from sandbox.discord.world.permissions import EVERYONE
from tests.databases import Databases, database_of
from tests.harness import ServiceHarness

EXTENSIONS = (
    "cogs.components.cog",
    "cogs.governance.cog",
    "cogs.wallets.cog",
    "cogs.help.cog",
    "cogs.notices.cog",
    "cogs.privacy.cog",
    "cogs.delegation.cog",
    "cogs.treasury.cog",
    "cogs.proposals.cog",
    "cogs.voting.cog",
    "cogs.conviction.cog",
    "cogs.assistance.cog",
    "cogs.voting.reactions",
    "cogs.notifications.card_refresh",
    "cogs.notifications.guardian_watch",
    "cogs.notifications.moderator_watch",
    "cogs.notifications.panel_watch",
)
BOT = EVERYONE | Permission.MANAGE_THREADS
CARD_SECONDS = 0.05
_TOLD: list[Command] = []
"""What the first bot of this process registered, and Discord checked: Discord has it of all bots after it."""


class DiscordHarness:
    def __init__(self, harness: ServiceHarness, discord: Discord, app: Application, *, forum: bool) -> None:
        self.harness = harness
        self.discord = discord
        self.app = app
        self.guild: Guild = discord.create_guild("The Well DAO")
        self.announcements: Channel = self.guild.create_text_channel("announcements")
        self.log: Channel = self.guild.create_text_channel("log")
        self.discussion: Channel = (
            self.guild.create_forum_channel("discussion")
            if forum
            else self.guild.create_text_channel("discussion")
        )
        self.moderators = self.guild.add_role("moderators", 0)
        self.guardians = self.guild.add_role("guardians", 0)
        self.guild.invite(app, BOT)
        self.people: dict[str, Person] = {}
        self.client: FolkmootClient
        self.outbox: OutboxWorker
        self._running: asyncio.Task[None] | None = None

    # -- the bot --------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Start the bot on the database as it is."""
        point_at(self.discord.api_url, self.discord.gateway_url)
        services = self.harness.services
        told = bool(self.app.commands)
        self.client = FolkmootClient(
            services, EXTENSIONS, card_seconds=CARD_SECONDS, ready_seconds=0.02, sync=not told
        )
        handler = DiscordNotifications(self.client, services)
        self.outbox = OutboxWorker(
            services.uow,
            lambda entry: services.handler_of(entry.notification, handler),
            services.clock,
            services.wake_signal,
            lambda entry, why: self.harness.given_up.append((entry, why)),
        )
        self._running = asyncio.create_task(self.client.start(self.app.token))
        await self.client.wait_until_ready_once()
        if not told:
            _TOLD.extend(self.app.commands.values())

    async def disconnect(self) -> None:
        await self.client.close()
        if self._running is not None:
            await self._running

    async def restart(self) -> None:
        """End the program and start it again: only the database and Discord are left."""
        await self.disconnect()
        await self.harness.restart()
        await self.connect()

    async def deliver(self) -> None:
        """Deliver all that is due now."""
        while await self.outbox.deliver_due():
            pass

    async def deliver_again(self) -> None:
        """Let the time of the next attempts come, and deliver."""
        self.harness.clock.advance(timedelta(minutes=6))
        await self.deliver()

    async def until(self, holds: Callable[[], bool | Awaitable[bool]]) -> None:
        """Deliver whenever the bot has something to say, until this holds; fails after thirty seconds."""
        listener = self.harness.services.wake_signal.listener()
        async with asyncio.timeout(30):
            while True:
                await self.deliver()
                held = holds()
                if held if isinstance(held, bool) else await held:
                    return
                await listener.wait(within=0.03)

    # -- people ---------------------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Person:
        if name not in self.people:
            roles = {"mo": [self.moderators], "gus": [self.guardians]}.get(name, [])
            self.people[name] = self.guild.create_member(name, roles=roles)
        return self.people[name]

    @property
    def guild_id(self) -> GuildId:
        return GuildId(self.guild.id)

    async def set_up(self, **fields: Any) -> None:
        places = {
            "announcements": ChannelId(self.announcements.id),
            "discussion": ChannelId(self.discussion.id),
            "log": ChannelId(self.log.id),
            "moderators": RoleId(self.moderators.id),
            "guardians": RoleId(self.guardians.id),
        }
        await self.harness.set_up(guild=self.guild_id, **{**places, **fields})

    async def submitted(self, powers: dict[str, int], **content: Any) -> ProposalId:
        """A proposal under discussion, in a space made for it, whose voters hold so much."""
        await self.set_up()
        return await self.submitted_there(powers, **content)

    async def submitted_there(self, powers: dict[str, int], **content: Any) -> ProposalId:
        """The same in a space that is there already."""
        await self.harness.powers(powers, guild=self.guild_id)
        proposal = await self.harness.submitted(next(iter(powers)), guild=self.guild_id, **content)
        await self.deliver()
        return proposal

    async def opened(self, powers: dict[str, int], **content: Any) -> ProposalId:
        """A vote under way whose card is posted."""
        proposal = await self.submitted(powers, **content)
        await self.harness.open(proposal)
        await self.deliver()
        return proposal

    async def passed(self, proposal: ProposalId) -> None:
        """The vote is carried and closed; nothing is said of it yet."""
        await self.harness.vote("ada", "For", guild=self.guild_id, proposal=proposal)
        await self.harness.close(proposal)

    async def closed(self, powers: dict[str, int], **content: Any) -> ProposalId:
        """A vote that passed, and its result posted."""
        proposal = await self.opened(powers, **content)
        await self.vote(next(iter(powers)), "For")
        await self.harness.close(proposal)
        await self.deliver()
        return proposal

    async def stored(self, proposal: ProposalId) -> dict[str, int | None]:
        """Each member's last ballot, as the database has it."""
        names = {person.id: name for name, person in self.people.items()}
        async with self.harness.services.uow.reading() as repositories:
            current = await repositories.ballots.current(proposal)
        return {names[member]: ballot.choice for member, ballot in current.items()}

    @property
    def card(self) -> Message:
        """The newest card."""
        return next(m for m in reversed(self.announcements.messages) if is_card(m))

    @property
    def thread(self) -> Thread:
        return self.guild.threads[-1]

    async def vote(self, name: str, label: str) -> Message:
        """Click on the card; the receipt as it stands when all is read."""
        return (await self[name].click(self.card, label)).message or _nothing(name)

    def member(self, name: str) -> MemberId:
        return MemberId(self[name].id)

    def said(self, channel: Channel, words: str) -> list[Message]:
        """The messages with these words in them."""
        return [message for message in channel.messages if words in message.text]


class DiscordServiceHarness(ServiceHarness):
    """Its members are those of the server."""

    dao: DiscordHarness

    def member(self, name: str) -> MemberId:
        return self.dao.member(name)

    def moderator(self, name: str = "mo", guild: GuildId | None = None) -> Actor:
        return self.actor(name, RoleId(self.dao.moderators.id), guild=self.dao.guild_id)

    def guardian(self, name: str = "gus", guild: GuildId | None = None) -> Actor:
        return self.actor(name, RoleId(self.dao.guardians.id), guild=self.dao.guild_id)

    async def show_card(self, proposal: ProposalId) -> None:
        """The discussion is over: the card is asked for, and posted in Discord."""
        await self.services.card_visibility.ask(proposal)
        await self.dao.deliver()


def is_card(message: Message) -> bool:
    return any((button.custom_id or "").startswith("details:") for button in message.buttons)


def _nothing(name: str) -> Message:
    raise AssertionError(f"{name} got no answer")


async def text_becomes(reply: Reply, words: str) -> str:
    """The text of an answer as soon as it has these words."""
    async with asyncio.timeout(30):
        while words not in reply.text:
            await reply.interaction.next_move()
    return reply.text


@asynccontextmanager
async def gathered(databases: Databases, path: Path, *, forum: bool = True) -> AsyncIterator[DiscordHarness]:
    """A moot on a new database, with the bot connected."""
    async with database_of(databases, path) as url:
        harness = DiscordServiceHarness(url)
        harness.start()
        async with Discord.serve(clock=ShiftedClock(harness.clock)) as discord:
            dao = DiscordHarness(harness, discord, _application(discord), forum=forum)
            harness.dao = dao
            await dao.connect()
            yield dao
            await dao.disconnect()
            await harness.stop()
            assert discord.violations == []


def _application(discord: Discord) -> Application:
    app = discord.create_application("Folkmoot")
    for told in _TOLD:
        number = app.world.new_id()
        own = {"id": str(number), "application_id": str(app.id)}
        app.commands[number] = Command(number, told.guild_id, {**told.payload, **own})
    return app
