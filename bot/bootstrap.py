"""The one place where everything is put together, and taken apart again."""

import asyncio
import gc
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import structlog

from bot import logs
from bot.assistance.extractive import LocalTextReader
from bot.assistance.registry import open_assistant
from bot.chain.bridges import trusted_contracts
from bot.chain.chains import EvmChain
from bot.chain.nodes.limits import LIMITS, Limits
from bot.chain.treasury.reading import EvmTreasuryReader
from bot.client import FIRST_RETRY, IDENTIFY_SECONDS, LONGEST_RETRY, READY_SECONDS, FolkmootClient
from bot.configuration import (
    assistant_config,
    chain_config,
    fingerprint_of,
    secrets_in,
    site_of_pages,
    trust_levels_of,
)
from bot.discord_addresses import point_at
from bot.domain.accounts.chain_pages import PagesOfAChain, chain_pages_of
from bot.domain.accounts.sign_in_text import Site
from bot.domain.fault import Fault
from bot.domain.ids import ChainId, GuildId
from bot.domain.secrecy import Redaction
from bot.endpoint_registration import compare_endpoint
from bot.execution.actions.codec import EvmActionCodec
from bot.execution.bridges.bridges import EvmBridges
from bot.execution.governor.foreign_votes import EvmForeignVotes
from bot.execution.registry import mirror_readers, open_executors
from bot.execution.safe.owners import EvmSafeOwnership
from bot.execution.simulation.simulator import EvmSimulator
from bot.execution.voter_drops import EvmDrops
from bot.scheduling.scheduler import Scheduler
from bot.services.building import build_services
from bot.services.container import Services
from bot.services.delivery.outbox import OutboxWorker
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import Sweep
from bot.services.ports import DeliveryHandler, OutboxEntry
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.reaching import take
from bot.storage.scratch import scratch_database
from bot.web.requests.limits import WebLimits
from cogs.components.translator import CatalogueTranslator
from cogs.notifications import DiscordNotifications
from cogs.server.discord_server import DiscordServerByHttp

EXTENSIONS = (
    "cogs.components.cog",
    "cogs.governance.cog",
    "cogs.wallets.cog",
    "cogs.treasury.cog",
    "cogs.statistics.cog",
    "cogs.proposals.cog",
    "cogs.voting.cog",
    "cogs.conviction.cog",
    "cogs.assistance.cog",
    "cogs.delegation.cog",
    "cogs.voting.reactions",
    "cogs.notifications.card_refresh",
    "cogs.notifications.card_watch",
    "cogs.notifications.guardian_watch",
    "cogs.notifications.moderator_watch",
    "cogs.notifications.holder_watch",
    "cogs.notifications.panel_watch",
    "cogs.mirrors.cog",
    "cogs.help.cog",
    "cogs.notices.cog",
    "cogs.privacy.cog",
)

_log = structlog.get_logger(__name__)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady(self) -> timedelta:
        return timedelta(microseconds=_steady_ns() // 1000)


def _steady_ns() -> int:
    """The monotonic clock, which on Linux has one that counts on while the machine sleeps."""
    boot_time: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boot_time is None else time.clock_gettime_ns(boot_time)


class Runtime(msgspec.Struct, frozen=True):
    """The program without its connection to Discord: what `doctor` and the tests need too."""

    database: Database
    chains: dict[ChainId, EvmChain]
    services: Services
    sweep: Sweep


@asynccontextmanager
async def open_runtime(
    settings: Settings, clock: Any = None, *, alone: bool = False, chain_limits: Limits = LIMITS
) -> AsyncIterator[Runtime]:
    """Database (migrated), chains and services. Everything is closed again at the end.

    `alone`: the database is kept for this process, and waited for while it is away. `chain_limits`: how long nodes are
    waited for. Raises UnusableDatabase, also where another one has it."""
    database_url, pages = settings.database_url.get_secret_value(), site_of_pages(settings)
    logs.configure(settings.log_level, Redaction(secrets_in(settings)))
    async with AsyncExitStack() as stack:
        database = open_database(database_url, patience=settings.database_seconds)
        stack.push_async_callback(database.close)
        if alone:
            await take(database, _words)
        else:
            await database.migrate()
        clock = clock or SystemClock()
        uow = database.unit_of_work()
        chains = {
            ChainId(chain.id): EvmChain(chain_config(chain, chain_limits), clock.now, uow)
            for chain in settings.chains
        }
        for chain in chains.values():
            await stack.enter_async_context(chain)
        key = settings.proposer_key.get_secret_value() if settings.proposer_key else None
        executors = await stack.enter_async_context(open_executors(chains, proposer_key=key))
        assistant = await stack.enter_async_context(open_assistant(assistant_config(settings)))
        services = build_services(
            uow=uow,
            scratch=scratch_database,
            chains=chains,
            executors=executors,
            bridges=EvmBridges(chains),
            mirror_readers=mirror_readers(chains),
            codec=EvmActionCodec(chains),
            simulator=EvmSimulator(chains),
            foreign_votes=EvmForeignVotes(chains),
            treasury_reader=EvmTreasuryReader(chains),
            trusted=trusted_contracts(chains),
            prices={ChainId(chain.id): chain.prices for chain in settings.chains},
            drops=EvmDrops(chains),
            safe_ownership=EvmSafeOwnership(chains),
            assistant=assistant,
            text_reader=LocalTextReader(),
            assistant_tokens=settings.assistant_tokens,
            machine_clock=clock,
            site=pages or Site(settings.domain),
            pages=pages,
            chain_pages=chain_pages_of(
                {
                    ChainId(chain.id): PagesOfAChain(
                        chain.explorer, chain.safe_page, chain.governor_page, chain.name
                    )
                    for chain in settings.chains
                }
            ),
            follow_every=timedelta(seconds=settings.follow_seconds),
            trust_levels=trust_levels_of(settings, pages),
            fingerprint=fingerprint_of(settings),
            linked_roles=GuildId(settings.linked_roles) if settings.linked_roles else None,
        )
        await services.handing_over.load()
        yield Runtime(database, chains, services, Sweep(services, JOBS))


def _words(fault: Fault) -> str:
    # A start that goes well needs no words.
    from bot.wording.errors import clause
    from bot.wording.language import terminal_language

    return clause(fault, terminal_language())


class Program:
    """The running bot: the client, the outbox worker and the sweeper, until it is asked to stop."""

    def __init__(
        self,
        runtime: Runtime,
        settings: Settings,
        extensions: Sequence[str] = EXTENSIONS,
        *,
        web_limits: WebLimits | None = None,
        ready_seconds: float = READY_SECONDS,
        identify_seconds: float = IDENTIFY_SECONDS,
    ) -> None:
        """How the client waits for Discord stands in `bot/client.py`."""
        self.runtime = runtime
        self._settings = settings
        self._web_limits = web_limits or WebLimits()
        services = runtime.services
        self.client = FolkmootClient(
            services,
            extensions,
            card_seconds=settings.card_seconds,
            translator=CatalogueTranslator(),
            interactions_url=settings.interactions_url,
            ready_seconds=ready_seconds,
            identify_seconds=identify_seconds,
        )
        services.timekeeping.ask_by(self.client.ask_time)
        services.server.serve_by(DiscordServerByHttp(self.client))
        self._discord = DiscordNotifications(self.client, services)
        self._outbox = OutboxWorker(services.uow, self._handler_for, services.clock, services.wake_signal)
        self._sweeper = Scheduler(runtime.sweep, services.wake_signal, every=settings.sweep_seconds)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end; what is in flight is stored first."""
        self._stop.set()

    async def run(self) -> None:
        """Until `stop`. Raises discord.LoginFailure for a wrong token, CannotListen where the pages can't be served,
        and whatever breaks a background task."""
        point_at(self._settings.discord_api, self._settings.discord_gateway)
        async with self._pages():
            await self._run()

    def _pages(self) -> AbstractAsyncContextManager[None]:
        site, secret = site_of_pages(self._settings), self._settings.discord_client_secret
        if site is None or secret is None:
            return nullcontext()
        # A start without pages doesn't wait for what only they need.
        from bot.web.server import WebServer, serve_pages

        server = WebServer(
            site,
            listen=self._settings.web_listen,
            proxies=self._settings.web_proxies,
            client_secret=secret.get_secret_value(),
            api=self._settings.discord_api,
            limits=self._web_limits,
        )
        by_http = self._settings.interactions == "http"
        return serve_pages(
            server,
            self.runtime.services,
            lambda: self.client.application_id,
            self.client.is_member,
            interactions=self.client if by_http else None,
        )

    async def _run(self) -> None:
        """Ends with no new work first; then what has arrived is stored, and the connections are closed."""
        background = [
            asyncio.create_task(self._sweeper.run(), name="sweeper"),
            asyncio.create_task(self._deliver(), name="outbox"),
            asyncio.create_task(
                self.runtime.services.timekeeping.watch(_CLOCK_EVERY * self._settings.card_seconds),
                name="clock",
            ),
            asyncio.create_task(
                self.runtime.services.chain_watch.watch(_CLOCK_EVERY * self._settings.card_seconds),
                name="chains",
            ),
        ]
        life = [
            asyncio.create_task(
                self.client.run_until_closed(self._settings.discord_token.get_secret_value()), name="discord"
            ),
            asyncio.create_task(self._stop.wait(), name="stop"),
        ]
        try:
            done, _ = await asyncio.wait([*background, *life], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            # What is said in the background would find the connections closed, and call it a fault.
            await _ended(background)
            await self.client.close()
            await self.runtime.services.voting.drained()
            await _ended(life)
            _log.info("folkmoot.stopped")

    async def _deliver(self) -> None:
        await self.client.wait_until_ready_once()
        _log.info("folkmoot.ready", user=str(self.client.user))
        self._say_where_interactions_go()
        # What is there now stays: the collector need not look through it again while members wait for answers.
        gc.collect()
        gc.freeze()
        pause = FIRST_RETRY
        while True:
            try:
                await self._outbox.run()
            except Exception:  # noqa: BLE001 - logged; a database that is away for a while ends nothing
                _log.exception("outbox.away", again_in=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_RETRY, 2 * pause)

    def _say_where_interactions_go(self) -> None:
        """A line in the log where Discord sends them elsewhere than the settings say."""
        application, wanted = self.client.application, self._settings.interactions_url
        found = application.interactions_endpoint_url if application else None
        if not compare_endpoint(found, wanted).good:
            _log.warning(
                "interactions.elsewhere",
                sent_to=found or "gateway",
                awaited_at=wanted or "gateway",
                mend="folkmoot doctor",
            )

    def _handler_for(self, entry: OutboxEntry) -> DeliveryHandler:
        return self.runtime.services.handler_of(entry.notification, self._discord)


async def _ended(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


_CLOCK_EVERY = 20
"""The time is asked for so many times as seldom as a card may be edited: with three seconds once a minute.
So often chains are asked whether they answer, too."""
_SWITCH_INTERVAL = 0.0005
"""Seconds. A commit comes back from the database's thread; with Python's own five milliseconds it would wait so long
for its turn whenever the event loop is busy."""


async def run(settings: Settings, clock: Any = None) -> None:
    """The bot, until SIGTERM or SIGINT. `clock`: another than the machine's."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    async with open_runtime(settings, clock, alone=True) as runtime:
        program = Program(runtime, settings)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, program.stop)
        await program.run()
