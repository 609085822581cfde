"""The discord.py client: connects, loads the cogs, nothing else."""

import asyncio
import importlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, Literal

import aiohttp
import discord
import discord.backoff
import discord.http
import structlog
from aiohttp import hdrs
from discord import app_commands
from discord.ext import commands

from bot.command_sync import sync_commands
from bot.connection_state import LazyMessageState
from bot.discord_time import time_trace
from bot.domain.discord_json import read_json
from bot.domain.elections.ballot import snowflake_time
from bot.domain.elections.evidence import Countersignature
from bot.domain.errors import ConsentMissing, FolkmootError, HandedOver, MembershipUnavailable
from bot.domain.ids import GuildId, MemberId
from bot.plain_posts import PlainPosts
from bot.rate_limits import Ratelimit
from bot.services.container import Services
from bot.services.expiring import Expiring, ExpiringLimits
from bot.services.remembered import Remembered

_log = structlog.get_logger(__name__)

FIRST_RETRY, LONGEST_RETRY = 1.0, 60.0
"""Seconds between attempts to reach what is away."""
_REFUSED = frozenset({400, 401, 403, 404})
"""Answers that asking again doesn't change."""
IDENTIFY_SECONDS = 5.0
"""Before a session is begun anew: Discord takes one IDENTIFY in five seconds."""
READY_SECONDS = 0.3
"""After the last server has announced itself, until the bot is ready: two, discord.py's own choice, are two more
without answers to reactions after each start."""
INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)
"""None of them is privileged: the bot reads no member lists and no messages but its own."""
UNASKED = {"unasked": True}
"""The extras of a command that stores nothing new about the member: nobody has to agree to it first."""
HANDOVER = "handover"
"""The command that is run in a server that was handed over, too."""


_PUT_OFF = ExpiringLimits(timedelta(minutes=10), of_one=5, most=1_000)
"""So long an act waits for the member to agree. It keeps its own time: what moves a vote must not come much later."""
_REMEMBERED = 10_000
"""Interactions; those that come twice come within seconds."""
_TIME_LIMIT = 10.0
"""Seconds that the question for the time may take."""
LONGEST_WAIT = 30.0
"""Seconds that a request waits for a rate limit to end; the least that discord.py allows."""


class Backoff(discord.backoff.ExponentialBackoff[Literal[False]]):
    """discord.py's pauses between attempts to connect, up to the longest that is waited for anything else.

    Its own grow to a quarter of an hour where the gateway broke ten times in half an hour; so long would votes go
    unheard after Discord is back.
    """

    def delay(self) -> float:
        return min(super().delay(), LONGEST_RETRY)


# They can't be given otherwise.
vars(discord.client)["ExponentialBackoff"] = Backoff
vars(discord.http)["Ratelimit"] = Ratelimit

# With its own a text that UTF-8 can't hold would end the connection, and the bot with it.
vars(discord.utils)["_from_json"] = read_json

# Folkmoot says nothing aloud: that voice needs other libraries is no warning for its operators.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class FolkmootClient(commands.Bot):
    """The connection to Discord. The cogs find the services in `services`."""

    def __init__(
        self,
        services: Services,
        extensions: Sequence[str],
        *,
        card_seconds: float = 3.0,
        ready_seconds: float = READY_SECONDS,
        sync: bool = True,
        translator: app_commands.Translator | None = None,
        interactions_url: str | None = None,
        identify_seconds: float = IDENTIFY_SECONDS,
    ) -> None:
        super().__init__(
            tree_cls=CommandTree,
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=ready_seconds,
            # What has to wait longer for a rate limit raises discord.RateLimited, and is tried again later.
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=time_trace(services.timekeeping),
        )
        self.services = services
        self.card_seconds = card_seconds
        """A card is edited at most once in so many seconds."""
        self.patience = 2.0
        """Seconds after which an answer that isn't there yet is announced; Discord itself waits for three."""
        self.interactions_url = interactions_url
        """Where Discord is to send interactions; None: over the gateway."""
        self._identify_seconds = identify_seconds
        self._extensions_to_load = list(extensions)
        self._sync = sync
        self._translator = translator
        self._was_ready = asyncio.Event()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self.put_off = Expiring[MemberId, discord.Interaction[Any]](services.clock, _PUT_OFF)
        """What members did who have to agree first."""
        self.gone_on = Remembered[str, None](_PUT_OFF.most)
        """The tokens of the last that were done."""

    def _get_state(self, **options: Any) -> LazyMessageState:
        return LazyMessageState(
            dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options
        )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if not initial:
            await asyncio.sleep(self._identify_seconds)

    async def run_until_closed(self, token: str) -> None:
        """Connect, and stay connected. While Discord is away it is asked again, after pauses that grow.

        Raises discord.LoginFailure for a token that Discord refuses.
        """
        pause = FIRST_RETRY
        while not self.is_closed():
            try:
                await self.login(token)
                break
            except discord.LoginFailure:
                raise
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as why:
                if isinstance(why, discord.HTTPException) and why.status in _REFUSED:
                    raise
                _log.warning("discord.away", why=repr(why), again_in=pause)
                # The session closes it, too.
                self.http.connector = discord.utils.MISSING
                await self.http.close()
            await asyncio.sleep(pause)
            pause = min(LONGEST_RETRY, 2 * pause)
        await self.connect()

    @cached_property
    def plain_posts(self) -> PlainPosts:
        """Connections of our own to Discord's API, for requests of which nothing but their status is asked."""
        return PlainPosts(discord.http.Route.BASE, self.http.user_agent)

    async def close(self) -> None:
        # What discord.py does half a second after READY needs the loop, which it gives up here.
        if (waiting := self._connection._ready_task) is not None:
            waiting.cancel()
        await super().close()
        self.plain_posts.close()

    async def setup_hook(self) -> None:
        if self._translator is not None:
            await self.tree.set_translator(self._translator)
        # As `load_extension` does it, but for what a reload needs: that runs each module anew, and looks through all
        # modules of the program at its close. None are left where an earlier attempt came so far.
        while self._extensions_to_load:
            await importlib.import_module(self._extensions_to_load[0]).setup(self)
            del self._extensions_to_load[0]
        if self._sync:
            await sync_commands(self.tree)

    def is_new(self, interaction: int) -> bool:
        """Whether an interaction comes for the first time. Discord tells of some twice; the first is answered."""
        if interaction in self._seen:
            return False
        self._seen[interaction] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        self.services.timekeeping.bore(snowflake_time(interaction))
        return True

    async def admit(self, interaction: discord.Interaction[Any], *, unasked: bool) -> None:
        """Whether it is done now, and here. `unasked`: it stores nothing new about the member. Raises HandedOver,
        ConsentMissing."""
        if interaction.guild_id is None:
            return
        guild = GuildId(interaction.guild_id)
        self.services.handing_over.require_here(guild)
        if not unasked:
            await self.services.consenting.require(guild, MemberId(interaction.user.id))

    def go_on(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was put off until the member agreed, as if it came only now."""
        self._seen.pop(interaction.id, None)
        if interaction.type is discord.InteractionType.application_command:
            self.tree._from_interaction(interaction)
        else:
            self.dispatch("interaction", interaction)

    @property
    def public_key(self) -> str | None:
        """With which Discord signs the interactions that come by HTTP; None before the login."""
        return self.application.verify_key if self.application else None

    @property
    def listens(self) -> bool:
        """Whether an interaction that comes by HTTP is answered now."""
        return self._was_ready.is_set() and not self.is_closed()

    def take(self, interaction: dict[str, Any], countersignature: Countersignature) -> None:
        """Handle an interaction that came by HTTP as one that came over the gateway."""
        state = self._connection
        assert isinstance(state, LazyMessageState), "`_get_state` makes it"
        state.take_countersigned(interaction, countersignature)

    async def ask_time(self) -> None:
        """Ask Discord for something small, which needs no login: with its answer comes its time. Nothing is raised."""
        if self.http.connector is discord.utils.MISSING or self.is_closed():
            return
        # A session of its own: that of discord.py is closed and made anew between two attempts to log in.
        trace, headers = time_trace(self.services.timekeeping), {hdrs.USER_AGENT: self.http.user_agent}
        try:
            async with (
                asyncio.timeout(_TIME_LIMIT),
                aiohttp.ClientSession(trace_configs=[trace], headers=headers) as session,
                session.get(discord.http.Route("GET", "/gateway").url),
            ):
                pass
        except (aiohttp.ClientError, OSError, TimeoutError) as why:
            _log.warning("clock.unheard", why=repr(why))

    async def is_member(self, guild: GuildId, member: MemberId) -> bool:
        """Whether Discord knows this member of the server. Raises MembershipUnavailable."""
        if self.http.connector is discord.utils.MISSING or self.is_closed():
            raise MembershipUnavailable
        try:
            async with asyncio.timeout(_TIME_LIMIT):
                await self.http.get_member(guild, member)
        except (discord.NotFound, discord.Forbidden):
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as why:
            _log.warning("membership.unheard", why=repr(why))
            raise MembershipUnavailable from None
        return True

    async def on_ready(self) -> None:
        self._was_ready.set()

    async def wait_until_ready_once(self) -> None:
        """Returns after the first READY; later disconnections don't matter."""
        await self._was_ready.wait()


class RefusedHere(app_commands.CheckFailure):
    """No command of the server is run, because of the error that is its cause."""

    def __init__(self, error: FolkmootError) -> None:
        super().__init__(repr(error))
        self.error = error


class CommandTree(app_commands.CommandTree[FolkmootClient]):
    async def interaction_check(self, interaction: discord.Interaction[FolkmootClient], /) -> bool:
        """Whether a command is run: not when Discord tells of it again. Raises RefusedHere where another Folkmoot runs
        the server, except for the commands that say so, and where the member has to agree first."""
        if not self.client.is_new(interaction.id):
            return False
        data: Any = interaction.data or {}
        if data.get("name") == HANDOVER:
            return True
        completing = interaction.type is discord.InteractionType.autocomplete
        command = interaction.command
        try:
            await self.client.admit(
                interaction, unasked=completing or (command is not None and "unasked" in command.extras)
            )
        except (HandedOver, ConsentMissing) as error:
            if completing:
                return False
            raise RefusedHere(error) from None
        return True
