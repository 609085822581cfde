"""A server with its members and the real bot in it: commands go in as people type them, answers come out as they see
them. One Discord, one chain and one database serve all tests; each test has a guild of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from eth_account.messages import encode_defunct

from bot.bootstrap import Runtime, open_runtime
from bot.chain.nodes.limits import Limits
from bot.client import FolkmootClient
from bot.discord_addresses import point_at
from bot.domain.elections.ballot import CastMethod
from bot.domain.ids import ChannelId, GuildId, MemberId, MessageId, ProposalId
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.services.jobs.sweep import Sweep
from bot.services.ports import Posted
from bot.services.voting.casting.vote_request import VoteRequest
from bot.settings import Settings
from cogs.components.translator import CatalogueTranslator
from cogs.server.discord_server import DiscordServerByHttp
from sandbox.chain import Account, Contract, LocalChain
from sandbox.chain.names import LocalNames
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.discord import Discord, Guild, ManualClock, Message, Permission, Person, Reply
from sandbox.discord.world.applications import Application
from sandbox.discord.world.permissions import EVERYONE
from sandbox.safe_service import SafeService
from tests.cogs.founding import Example
from tests.databases import Databases, database_of
from tests.shared_first import shared_first

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
    "cogs.mirrors.cog",
    "cogs.help.cog",
    "cogs.notices.cog",
    "cogs.privacy.cog",
    "tests.cogs.components.faulty_command",
    "tests.cogs.components.earlier_version",
)
COMMANDS_OF_TESTS = {"fault", "earlier_button", "earlier_modal"}
"""Of the last two extensions."""
WHOLE = 10**18
BOT = EVERYONE | Permission.MANAGE_THREADS


@dataclass
class World:
    discord: Discord
    app: Application
    clock: ManualClock
    chain: LocalChain
    owners: list[Account]
    """Of every guild's Safe. The last one is the proposer."""
    dollar: Contract
    badge: Contract
    registry: Contract
    names: LocalNames
    proposer: Account
    parts: Runtime
    service: SafeService
    client: FolkmootClient | None = None
    running: asyncio.Task[None] | None = None

    async def start_bot(self) -> None:
        """A bot with nothing in memory, connected."""
        self.client = FolkmootClient(
            self.parts.services, EXTENSIONS, ready_seconds=0.05, translator=CatalogueTranslator()
        )
        self.parts.services.server.serve_by(DiscordServerByHttp(self.client))
        self.running = asyncio.create_task(self.client.start(self.app.token))
        ready = asyncio.create_task(self.client.wait_until_ready_once())
        await asyncio.wait([self.running, ready], return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await self.running

    async def stop_bot(self) -> None:
        assert self.client is not None
        assert self.running is not None
        await self.client.close()
        await self.running

    async def restart(self) -> None:
        """Stop the bot and start it again: only the database and Discord remember."""
        await self.stop_bot()
        await self.start_bot()

    async def later(self, time: timedelta) -> None:
        """Let time pass, on Discord, in the bot and on the chain."""
        self.clock.advance(time)
        self.chain.advance(int(time.total_seconds()))
        await self.chain.mine(3)

    async def set_clock(self) -> None:
        """Let the bot and Discord catch up with the chain, whose blocks have the time of the machine: the bot believes
        no head of the future, and the tests that share this world take longer than it allows clocks to differ."""
        head = await self.chain.mine(3)
        behind = head.timestamp - self.clock.now().timestamp()
        self.clock.advance(max(0.0, behind))


@dataclass
class Dao:
    """A guild that governs itself with the bot."""

    world: World
    guild: Guild
    council: Any
    """The channel in which commands are typed."""
    channels: dict[str, Any]
    roles: dict[str, Any]
    people: dict[str, Person]
    safe: LocalSafe
    """Each guild has its own: no two can prove the same."""
    folk: Contract
    """Its token, whose supply is what its members hold: a quorum is a share of it."""
    wallets: dict[str, Account] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def options(self, **changed: Any) -> dict[str, Any]:
        """What `/gov setup` is given."""
        return {
            **self.channels,
            **self.roles,
            "chain": "local",
            "sources": f"erc20_votes {self.folk.address}",
            "safe": self.safe.address,
            **changed,
        }

    async def use(self, name: str, command: str, /, **options: Any) -> Message:
        """The answer to a command."""
        reply = await self.people[name].slash(self.council, command, **options)
        return await answered(reply)

    async def click(self, name: str, message: Message, label: str) -> Message:
        return await answered(await self.people[name].click(message, label))

    async def set_up(self, **changed: Any) -> Message:
        return await self.use("mona", "gov setup", **self.options(**changed))

    async def prove(self, signer: Account | None = None) -> Message:
        """The proof that the Safe is this guild's: a moderator asks for the text, an owner signs it."""
        owner = signer or self.safe.owners[0]
        message = await self.use("mona", "gov safe prove", signer=owner.address)
        return await self.sign("mona", message, owner)

    async def link(self, name: str, tokens: int = 0) -> Account:
        """Give a member a linked wallet with so many whole tokens, that count as its votes."""
        account = self.world.chain.account(f"{self.guild.id} {name} {len(self.wallets)}")
        if tokens:
            await self.folk.send(
                "airdrop", [account.address], [tokens * WHOLE], True, sender=self.world.chain.deployer
            )
            await self.world.chain.mine(2)
        message = await self.use(name, "wallet link", address=account.address)
        done = await self.sign(name, message, account)
        assert "is linked" in done.text
        self.wallets[name] = account
        return account

    async def sign(self, name: str, message: Message, account: Account, text: str | None = None) -> Message:
        """Sign what the message says, and hand the signature in."""
        signed = account.key.sign_message(encode_defunct(text=text or message_to_sign(message)))
        return await self.hand_in(name, message, "0x" + signed.signature.hex())

    async def hand_in(self, name: str, message: Message, signature: str) -> Message:
        reply = await self.people[name].click(message, "I have signed it")
        assert reply.modal is not None, reply.text
        return await answered(await reply.modal.submit({"Signature": signature}))

    async def draft(
        self, name: str = "ada", title: str = "A well", text: str = "Dig a well.", actions: str = ""
    ) -> Message:
        """The preview of a new draft, or the refusal."""
        reply = await self.people[name].slash(self.council, "propose")
        assert reply.modal is not None, reply.text
        return await answered(await reply.modal.submit({"Title": title, "Text": text, ACTIONS: actions}))

    async def discussed(self, name: str = "ada", **content: str) -> Proposal:
        """A proposal that was submitted by a member who holds enough."""
        if name not in self.wallets:
            await self.link(name, tokens=100)
        preview = await self.draft(name, **content)
        submitted = await self.click(name, preview, "Submit")
        assert "is in discussion" in submitted.text
        await self.services.card_visibility.thread_seen((await self.newest()).id)
        return await self.newest()

    async def voting(self, name: str = "ada", **content: str) -> Proposal:
        """A proposal whose vote is open."""
        proposal = await self.discussed(name, **content)
        await self.world.later(timedelta(days=2, seconds=1))
        assert await self.open_now(proposal.id)
        return await self.proposal(proposal.id)

    async def open_now(self, proposal: ProposalId) -> Opening | None:
        """The discussion is over: the card is shown, and the vote opened."""
        await self.services.card_visibility.ask(proposal)
        card = Posted("card", ChannelId(self.channels["announcements"].id), MessageId(proposal))
        await self.services.card_visibility.seen(await self.proposal(proposal), card)
        opening: Opening | None = await self.services.opening.open(proposal)
        return opening

    async def passed(self, proposal: Proposal, name: str) -> None:
        """Let the proposal pass by the vote of one member."""
        await self.votes_for(proposal, name)
        await self.world.later(timedelta(days=5, seconds=4))
        closing = await self.services.closing.close(proposal.id)
        assert closing is not None
        assert closing.passed

    async def votes_for(self, proposal: Proposal, name: str) -> None:
        """The member votes for it now."""
        source = self.world.discord.world.new_id()
        member = MemberId(self.people[name].id)
        at = self.world.clock.now()
        vote = VoteRequest(GuildId(self.guild.id), proposal.id, member, 1, at, CastMethod.COMMAND, source)
        await self.services.voting.cast(vote)

    @property
    def services(self) -> Any:
        return self.world.parts.services

    @property
    def sweep(self) -> Sweep:
        return self.world.parts.sweep

    async def proposal(self, proposal: ProposalId) -> Proposal:
        """The proposal as the database has it."""
        async with self.services.uow.reading() as repositories:
            found: Proposal = await repositories.proposals.get(proposal)
            return found

    async def newest(self) -> Proposal:
        return (await self.stored())[0]

    async def stored(self) -> list[Proposal]:
        """All proposals of the guild as the database has them, the newest first."""
        async with self.services.uow.reading() as repositories:
            found: list[Proposal] = await repositories.proposals.of_guild(GuildId(self.guild.id))
            return found

    async def log(self) -> list[tuple[str, str | None]]:
        """The acts in the public log with their reasons, the newest first."""
        async with self.services.uow.reading() as repositories:
            return [
                (entry.act, entry.reason) for entry in await repositories.log.of_guild(GuildId(self.guild.id))
            ]


FOUNDED = [("safe prove", None), ("setup", None)]
"""What the public log of a guild that is set up begins with, the newest first."""
ACTIONS = "Actions, one per line (optional)"


async def answered(reply: Reply) -> Message:
    """What the member sees in the end; only they do."""
    message = await reply.settled()
    assert message.ephemeral, message
    return message


def named(proposal: Proposal) -> str:
    """What is sent when a proposal is chosen among the suggestions of a command."""
    return str(proposal.number) if proposal.submission else f"draft:{proposal.id}"


def message_to_sign(message: Message) -> str:
    """The text in the code block, as it would be copied."""
    return message.text.split("```")[1].removeprefix("\n").removesuffix("\n")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who share the one server come first: its loop stands still while others run loops of their own, and both
    would take it for a lost connection."""
    shared_first(items, Path(__file__).parent, "world")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with opened_world(databases, tmp_path_factory.mktemp("folkmoot")) as world:
        yield world


@asynccontextmanager
async def opened_world(
    databases: Databases, folder: Path, *elsewhere: Mapping[str, Any]
) -> AsyncIterator[World]:
    """Everything that guilds share. `elsewhere`: settings of chains that the bot knows before the one that is used."""
    clock = ManualClock(datetime.now(UTC))
    async with (
        database_of(databases, folder / "folkmoot.db") as url,
        Discord.serve(clock=clock) as discord,
        LocalChain.serve() as chain,
        SafeService.serve(chain.url, now=clock.now) as service,
    ):
        proposer = chain.account("proposer")
        owners = [chain.account("owner 1"), chain.account("owner 2"), proposer]
        multi_send = await chain.shared("MultiSendCallOnly")
        dollar = await chain.deploy("PlainToken", "Dollar", "USDX", 6)
        badge = await chain.deploy("BadgeNFT", "Badge", "BADGE")
        registry = await chain.deploy("Registry")
        names = LocalNames(chain, await chain.deploy("NameRegistry"), await chain.deploy("NameResolver"))
        await chain.mine(3)
        app = discord.create_application("Folkmoot")
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            discord_token=app.token,
            database_url=url,
            chains=[
                *elsewhere,
                {
                    "name": "local",
                    "id": chain.chain_id,
                    "rpc": [chain.url],
                    "transaction_service": service.url,
                    "multi_send": multi_send.address,
                    "ens": names.registry.address,
                },
            ],
            proposer_key="0x" + proposer.key.key.hex(),
        )
        async with open_runtime(settings, clock, chain_limits=Limits(wait=0.01)) as parts:
            point_at(discord.api_url, discord.gateway_url)
            world = World(
                discord, app, clock, chain, owners, dollar, badge, registry, names, proposer, parts, service
            )
            await world.start_bot()
            yield world
            await world.stop_bot()
        assert discord.violations == []


async def new_guild(world: World, name: str = "The Well DAO") -> Dao:
    """A guild with the bot, channels, roles and people, and a Safe, that is not set up yet."""
    guild = world.discord.create_guild(name)
    channels = {
        "announcements": guild.create_text_channel("announcements"),
        "discussion": guild.create_forum_channel("discussion"),
        "log": guild.create_text_channel("log"),
    }
    roles = {"moderators": guild.add_role("moderators", 0), "guardians": guild.add_role("guardians", 0)}
    council = guild.create_text_channel("council")
    people = {
        "mona": guild.create_member("mona", permissions=Permission.MANAGE_GUILD),
        "milo": guild.create_member("milo", roles=[roles["moderators"]], permissions=Permission.MANAGE_GUILD),
        "gus": guild.create_member("gus", roles=[roles["guardians"]]),
        "ada": guild.create_member("ada"),
        "ben": guild.create_member("ben"),
    }
    guild.invite(world.app, BOT)
    safe = await deploy_safe(world.chain, owners=world.owners, threshold=2, salt=guild.id)
    folk = await world.chain.deploy("VotesToken", "Folk", "FOLK")
    await world.set_clock()
    return Dao(world, guild, council, channels, roles, people, safe, folk)


@pytest_asyncio.fixture(loop_scope="session")
async def fresh(world: World) -> Dao:
    """A guild in which nobody has set anything up."""
    return await new_guild(world)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def example(world: World) -> Example:
    """What was set up by commands: no test uses this guild itself."""
    return await Example.of(await new_guild(world))


@pytest_asyncio.fixture(loop_scope="session")
async def dao(world: World, example: Example) -> Dao:
    """A guild that is set up, with a Safe that is proved to be its own."""
    dao = await new_guild(world)
    await example.found(dao)
    return dao
