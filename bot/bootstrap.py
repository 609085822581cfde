"""The one place where everything is put together, and taken apart again."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot import logs
from bot.chain.chains import MULTI_SEND_CALL_ONLY, ChainConfig, EvmChain
from bot.client import FolkmootClient, point_at
from bot.domain.ids import ChainId, address
from bot.execution.actions import EvmActions
from bot.execution.safes import EvmSafes
from bot.scheduling.sweeper import Sweeper
from bot.services.folkmoot import Folkmoot, assemble
from bot.services.notices import ProposeTransaction
from bot.services.outbox import OutboxWorker
from bot.services.ports import Courier, OutboxEntry
from bot.settings import ChainSettings, Settings
from bot.storage.engine import Database, open_database
from cogs.courier import DiscordCourier

EXTENSIONS = (
    "cogs.errors",
    "cogs.moderation",
    "cogs.wallets",
    "cogs.proposals",
    "cogs.voting",
    "cogs.stakes",
    "cogs.delegations",
    "cogs.reactions",
    "cogs.card_refresh",
    "cogs.help",
)

_log = structlog.get_logger(__name__)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Parts:
    """The program without its connection to Discord: what `doctor` and the tests need too."""

    database: Database
    chains: dict[ChainId, EvmChain]
    safes: EvmSafes
    folkmoot: Folkmoot


@asynccontextmanager
async def open_parts(settings: Settings, clock: Any = None) -> AsyncIterator[Parts]:
    """Database (migrated), chains and services. Everything is closed again at the end."""
    secrets = [settings.discord_token.get_secret_value()]
    if settings.proposer_key:
        secrets.append(settings.proposer_key.get_secret_value())
    logs.configure(settings.log_level, tuple(secrets))
    async with AsyncExitStack() as stack:
        database = open_database(settings.database_url)
        stack.push_async_callback(database.close)
        await database.migrate()
        chains = {ChainId(chain.id): EvmChain(_chain_config(chain)) for chain in settings.chains}
        for chain in chains.values():
            await stack.enter_async_context(chain)
        key = settings.proposer_key.get_secret_value() if settings.proposer_key else None
        safes = EvmSafes(chains, proposer_key=key)
        stack.push_async_callback(safes.close)
        folkmoot = assemble(
            uow=database.unit_of_work(),
            chains=chains,
            safes=safes,
            codec=EvmActions(chains),
            clock=clock or SystemClock(),
            domain=settings.domain,
            follow_every=timedelta(seconds=settings.follow_seconds),
        )
        yield Parts(database, chains, safes, folkmoot)


class Program:
    """The running bot: the client, the outbox worker and the sweeper, until it is asked to stop."""

    def __init__(self, parts: Parts, settings: Settings, extensions: Sequence[str] = EXTENSIONS) -> None:
        self.parts = parts
        self._settings = settings
        folkmoot = parts.folkmoot
        self.client = FolkmootClient(folkmoot, extensions, card_seconds=settings.card_seconds)
        self._discord = DiscordCourier(self.client, folkmoot)
        self._outbox = OutboxWorker(folkmoot.uow, self._courier_for, folkmoot.clock, folkmoot.bell)
        self._sweeper = Sweeper(folkmoot.sweep, folkmoot.bell, every=settings.sweep_seconds)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end; what is in flight is stored first."""
        self._stop.set()

    async def run(self) -> None:
        """Until `stop`. Raises discord.LoginFailure for a wrong token, and whatever breaks a background task."""
        point_at(self._settings.discord_api, self._settings.discord_gateway)
        tasks = [
            asyncio.create_task(self._sweeper.run(), name="sweeper"),
            asyncio.create_task(self._deliver(), name="outbox"),
            asyncio.create_task(
                self.client.start(self._settings.discord_token.get_secret_value()), name="discord"
            ),
            asyncio.create_task(self._stop.wait(), name="stop"),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self._end(tasks)

    async def _deliver(self) -> None:
        await self.client.wait_until_ready_once()
        _log.info("folkmoot.ready", user=str(self.client.user))
        # What is there now stays: the collector need not look through it again while members wait for answers.
        gc.collect()
        gc.freeze()
        await self._outbox.run()

    async def _end(self, tasks: list[asyncio.Task[Any]]) -> None:
        """First no new work, then what has arrived is stored, then the connections are closed."""
        await self.client.close()
        await self.parts.folkmoot.voting.drained()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        _log.info("folkmoot.stopped")

    def _courier_for(self, entry: OutboxEntry) -> Courier:
        if isinstance(entry.notice, ProposeTransaction):
            return self.parts.folkmoot.executing
        return self._discord


_SWITCH_INTERVAL = 0.0005
"""Seconds. A commit comes back from the database's thread; with Python's own five milliseconds it would wait so long
for its turn whenever the event loop is busy."""


async def run(settings: Settings) -> None:
    """The bot, until SIGTERM or SIGINT."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    async with open_parts(settings) as parts:
        program = Program(parts, settings)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, program.stop)
        await program.run()


def _chain_config(chain: ChainSettings) -> ChainConfig:
    key = chain.transaction_service_key.get_secret_value() if chain.transaction_service_key else None
    return ChainConfig(
        name=chain.name,
        id=ChainId(chain.id),
        rpc_urls=chain.rpc,
        finality=chain.finality,
        native=chain.coin,
        service_url=chain.transaction_service,
        service_token=key or None,
        explorer=chain.explorer,
        multi_send=address(chain.multi_send) if chain.multi_send else MULTI_SEND_CALL_ONLY,
    )
