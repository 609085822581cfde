"""The real bot on simcord, a Discord in memory that others wrote (https://github.com/SilentHacks/simcord).

simcord puts itself in the place of discord.py's HTTP client and gateway, so nothing listens on a socket there; chain,
Safe and transaction service are reached over sockets as ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import simcord
from discord import Permissions
from msgspec.structs import replace
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.http.router import RequestContext, route

from bot import bootstrap
from bot.client import FolkmootClient
from bot.domain.ids import ProposalId
from bot.services.container import Services
from bot.services.delivery.outbox import OutboxWorker
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import Sweep
from bot.services.voting.live.live_votes import LiveVotes
from bot.settings import Settings
from cogs.notifications import DiscordNotifications
from sandbox.chain import Account, LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.safe_app import add_delegate
from sandbox.safe_service import SafeService

TOKEN = 10**18
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
GENESIS = 1_767_225_600 - 10_000
"""Before simcord's own time begins, so that its present has finalized blocks behind it."""


@route("GET", "/guilds/{guild_id}/roles/member-counts")
def count_members(ctx: RequestContext) -> dict[str, int]:
    """How many have each role; simcord doesn't know this one yet."""
    guild = ctx.backend.get_guild(ctx.int_arg("guild_id"))
    counted = (role for role in guild.roles if role != guild.id)
    return {str(role): sum(role in member.role_ids for member in guild.members.values()) for role in counted}


class SimcordTime:
    """simcord's virtual time, by which it makes the ids of interactions."""

    def __init__(self) -> None:
        self.env: simcord.Env

    def now(self) -> datetime:
        return self.env.now()

    def steady(self) -> timedelta:
        return self.env.now() - BEGINNING


class DeclaredWaits:
    """The boards, whose wait for the next change is declared to simcord.

    simcord lets everything that the bot does come to an end after each act, and takes a task that waits for an event of
    the bot's own for one that hangs, unless the wait is declared.
    """

    def __init__(self, live_votes: LiveVotes, time: SimcordTime) -> None:
        self._live_votes = live_votes
        self._time = time

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live_votes, name)

    async def touched(self) -> set[ProposalId]:
        changed = await self._time.env.external_wait(
            self._live_votes.touched(), reason="the next change of a vote"
        )
        return cast("set[ProposalId]", changed)


_EXTENSIONS = tuple(name for name in bootstrap.EXTENSIONS if name != "cogs.notifications.card_watch")
"""Without what looks for the cards again and again: its clock stands still only where nothing comes by itself."""


@dataclass
class SimcordServer:
    """A server on simcord with the bot in it, and a DAO's token and Safe on a local chain."""

    env: simcord.Env
    services: Services
    sweep: Sweep
    outbox: OutboxWorker
    chain: LocalChain
    service: SafeService
    token: Contract
    safe: LocalSafe
    owners: tuple[Account, ...]
    guild: simcord.GuildHandle
    announcements: ChannelHandle
    discussion: ChannelHandle
    log: ChannelHandle
    moderator: MemberActor
    roles: Mapping[str, simcord.RoleHandle]

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, *, forum: bool) -> AsyncIterator[SimcordServer]:
        async with (
            LocalChain.serve(genesis_time=GENESIS) as chain,
            SafeService.serve(chain.url, chain_id=chain.chain_id) as service,
        ):
            owners = tuple(chain.account(f"safe owner {number}") for number in (1, 2, 3))
            for owner in owners:
                await chain.fund(owner, TOKEN)
            token = await chain.deploy("VotesToken", "Folk", "FOLK")
            safe = await deploy_safe(chain, owners=owners, threshold=2)
            await chain.fund(safe.address, 10 * TOKEN)
            proposer = chain.account("proposer key")
            await add_delegate(service, safe, owners[0], proposer)
            settings = _settings(url, chain, service, safe, proposer)
            time = SimcordTime()
            async with bootstrap.open_runtime(settings, time) as runtime:
                live_votes = cast("LiveVotes", DeclaredWaits(runtime.services.live_votes, time))
                client = FolkmootClient(
                    replace(runtime.services, live_votes=live_votes), _EXTENSIONS, card_seconds=0.01
                )
                # Less than the fifteen seconds for which aiohttp keeps a connection to the chain: settling would wait
                # for the end of them.
                time.env = env = simcord.Env(client, settle_timeout=5)
                await env.start()
                try:
                    with env.time_context():
                        yield cls._furnished(
                            env, client, runtime.services, chain, service, token, safe, owners, forum
                        )
                        env.raise_errors()
                finally:
                    await env.shutdown()

    @classmethod
    def _furnished(
        cls,
        env: simcord.Env,
        client: FolkmootClient,
        services: Services,
        chain: LocalChain,
        service: SafeService,
        token: Contract,
        safe: LocalSafe,
        owners: tuple[Account, ...],
        forum: bool,
    ) -> SimcordServer:
        handler = DiscordNotifications(client, services)
        outbox = OutboxWorker(
            services.uow,
            lambda entry: services.handler_of(entry.notification, handler),
            services.clock,
            services.wake_signal,
        )
        guild = env.create_guild("Folkmoot DAO")
        roles = {
            "moderators": guild.create_role("Moderator", permissions=Permissions(manage_guild=True)),
            "guardians": guild.create_role("Guardian"),
        }
        return cls(
            env,
            services,
            Sweep(services, JOBS),
            outbox,
            chain,
            service,
            token,
            safe,
            owners,
            guild,
            guild.create_text_channel("announcements"),
            guild.create_forum_channel("proposals") if forum else guild.create_text_channel("proposals"),
            guild.create_text_channel("governance-log"),
            guild.add_member(env.create_user("mona"), roles=[roles["moderators"]]),
            roles,
        )

    def member(self, name: str) -> MemberActor:
        return self.guild.add_member(self.env.create_user(name))

    async def endow(self, powers: Mapping[Account, int]) -> None:
        """Give accounts so many whole tokens, delegated to themselves."""
        units = [tokens * TOKEN for tokens in powers.values()]
        addresses = [account.address for account in powers]
        await self.token.send("airdrop", addresses, units, True, sender=self.chain.deployer)
        await self.chain.mine(3)

    async def work(self, *, minutes: int = 0) -> None:
        """Let so much time pass, and the bot do all that is due then."""
        await self.env.advance_time(minutes * 60)
        # A delivery may make something else due, such as the look at a card that was just posted.
        for _ in range(3):
            await self.sweep.run()
            while await self.outbox.deliver_due():
                await self.env.settle()
            await self.env.settle()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Until this holds, whatever the bot still waits for; fails after twenty seconds."""
        async with asyncio.timeout(20):
            while not holds():
                await self.env.settle()


def _settings(
    url: str, chain: LocalChain, service: SafeService, safe: LocalSafe, proposer: Account
) -> Settings:
    local = {
        "name": "local",
        "id": chain.chain_id,
        "rpc": [chain.url],
        "transaction_service": service.url,
        "multi_send": safe.multisend_call_only,
    }
    given: dict[str, Any] = {
        "discord_token": "simcord.fake.token",
        "database_url": url,
        "chains": [local],
        "proposer_key": "0x" + proposer.key.key.hex().removeprefix("0x"),
        "domain": "vote.folkmoot.example",
        "log_level": "ERROR",
    }
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def text_of(message: Any) -> str:
    """All that can be read in a message: its content, and every text display."""
    runtime = [message.content, *_texts(message.components)]
    return "\n".join(part for part in runtime if part)


def answer(result: InteractionResult) -> str:
    """All that the bot said to an interaction."""
    said = [result.response, *result.followups]
    return "\n".join(text_of(message) for message in said if message is not None)


def _texts(components: Any) -> Iterator[str]:
    for component in components:
        shown = component if isinstance(component, dict) else component.to_dict()
        if shown.get("type") == 10:
            yield shown["content"]
        yield from _texts(shown.get("components") or [])


def field_id(result: InteractionResult, label: str) -> str:
    """The custom id of a form's field by its label, as a person finds it."""
    assert result.modal is not None, answer(result)
    found = {part["label"]: part["component"]["custom_id"] for part in result.modal["components"]}
    return str(found[label])
