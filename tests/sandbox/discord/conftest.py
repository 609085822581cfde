"""A loopback Discord, and real discord.py clients that connect to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import discord as discordpy
import pytest
from discord import app_commands

from bot.discord_addresses import point_at
from sandbox.discord import Application, Channel, Discord, Guild, Person
from sandbox.discord.clock import BorrowedClock, ShiftedClock


class Bot(discordpy.Client):
    """A discord.py client with a command tree that keeps the events it got and the errors it met."""

    def __init__(self, intents: discordpy.Intents | None = None) -> None:
        # discord.py waits so long after READY for another guild; `running` waits for the guild itself
        super().__init__(intents=intents or discordpy.Intents.default(), guild_ready_timeout=0.01)
        self.tree = app_commands.CommandTree(self)
        self.tree.on_error = self.on_tree_error
        self.errors: list[BaseException] = []
        self.events: list[str] = []
        self.arrived = asyncio.Condition()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py's own waits for five seconds, where it isn't the first."""

    async def on_tree_error(
        self, interaction: discordpy.Interaction, error: app_commands.AppCommandError
    ) -> None:
        self.errors.append(error.__cause__ or error)

    async def on_error(self, event: str, *args: object) -> None:
        error = sys.exc_info()[1]
        assert error is not None
        self.errors.append(error)

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        super().dispatch(event, *args, **kwargs)
        self.events.append(event)
        self._wake = asyncio.create_task(self._woken())

    async def _woken(self) -> None:
        async with self.arrived:
            self.arrived.notify_all()

    async def until(self, event: str, times: int = 1) -> None:
        """Until discord.py has dispatched an event so often."""
        async with asyncio.timeout(30), self.arrived:
            await self.arrived.wait_for(lambda: self.events.count(event) >= times)

    async def told_of_guild(self) -> None:
        """Until READY and GUILD_CREATE have come."""
        await self.until("socket_event_type", times=2)
        await self.until("ready")


@asynccontextmanager
async def running(bot: Bot, app: Application) -> AsyncIterator[None]:
    """The bot is logged in, READY and knows its guild inside of the block."""
    task = asyncio.create_task(bot.start(app.token))
    ready = asyncio.create_task(bot.told_of_guild())
    try:
        await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            ready.cancel()
            task.result()
        await ready
        yield
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


class Raw:
    """Requests as they are, with a bot's token: for what discord.py would not send."""

    def __init__(self, session: aiohttp.ClientSession, server: Discord, app: Application) -> None:
        self._session = session
        self._server = server
        self._headers = {"Authorization": f"Bot {app.token}"}

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: bool = True, data: Any = None
    ) -> tuple[int, Any]:
        """The status and JSON of the answer."""
        async with self._session.request(
            method,
            self._server.api_url + path,
            json=body,
            data=data,
            headers=self._headers if token else {},
        ) as answer:
            self.headers = answer.headers
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def send(self, channel: Channel, **body: Any) -> tuple[int, Any]:
        """Post a message."""
        return await self("POST", f"/channels/{channel.id}/messages", body)


class Town:
    """A server with a guild, a few channels, two members and an invited bot."""

    def __init__(self, server: Discord) -> None:
        self.server = server
        self.app: Application = server.create_application("Folkmoot")
        self.guild: Guild = server.create_guild("Folkmoot DAO")
        self.guardian = self.guild.create_role("Guardian")
        self.channel: Channel = self.guild.create_text_channel("announcements")
        self.forum: Channel = self.guild.create_forum_channel(
            "discussion", tags=["open", {"name": "official", "moderated": True}]
        )
        self.bot_member = self.guild.invite(self.app)
        self.ada: Person = self.guild.create_member("ada", roles=[self.guardian])
        self.ben: Person = self.guild.create_member("ben", locale="de")


@pytest.fixture
def clock() -> ShiftedClock:
    """That of Discord, as far ahead of the machine's as a test sets it."""
    return ShiftedClock()


@pytest.fixture
async def server(clock: ShiftedClock) -> AsyncIterator[Discord]:
    """A loopback Discord that must not have said anything that Discord's own document forbids."""
    async with Discord.serve(clock=BorrowedClock(clock)) as discord:
        point_at(discord.api_url, discord.gateway_url)
        yield discord
        assert discord.violations == []


@pytest.fixture
async def town(server: Discord) -> Town:
    return Town(server)


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    """A connected bot without commands."""
    client = Bot()
    async with running(client, town.app):
        yield client
        assert client.errors == []


@pytest.fixture
def new_bot() -> type[Bot]:
    """Makes bots that aren't connected yet."""
    return Bot


@pytest.fixture
async def raw(town: Town) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, town.server, town.app)


Start = Callable[[Bot], Awaitable[None]]


@pytest.fixture
async def start(town: Town) -> AsyncIterator[Start]:
    """Connects a bot that the test has made, after syncing its commands."""
    stack: list[AbstractAsyncContextManager[None]] = []

    async def begin(client: Bot) -> None:
        context = running(client, town.app)
        await context.__aenter__()
        stack.append(context)
        if client.tree.get_commands() or client.tree._context_menus:
            await client.tree.sync()

    yield begin
    for context in stack:
        await context.__aexit__(None, None, None)
