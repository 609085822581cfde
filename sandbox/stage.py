"""The stage: a DAO on local parts. A Discord server, a chain with a votes token and a Safe, a transaction service.

The demo plays on it, and so do the tests of the main job.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from eth_account.messages import encode_defunct

from sandbox.chain import Account, LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.optimism import ON_CHILD, ON_PARENT, LocalBridge
from sandbox.chain.safe import LocalSafe, deploy_safe
from sandbox.chain.streams import LocalStreams, deploy_streams
from sandbox.discord import Discord
from sandbox.discord.clock import TellsTime
from sandbox.discord.people.people import Person
from sandbox.discord.world.applications import Application
from sandbox.discord.world.channels import Channel
from sandbox.discord.world.guilds import Guild, Role
from sandbox.discord.world.messages import Message
from sandbox.discord.world.permissions import P
from sandbox.safe_app import add_delegate
from sandbox.safe_service import SafeService

AIRDROP_BATCH = 150
HISTORY_SECONDS = 1800
BLOCK_SECONDS = 2
POLYGON = 137
"""The id of the second chain, as that of the real one."""
BOT_PERMISSIONS = (
    P.VIEW_CHANNEL
    | P.SEND_MESSAGES
    | P.SEND_MESSAGES_IN_THREADS
    | P.CREATE_PUBLIC_THREADS
    | P.MANAGE_THREADS
    | P.EMBED_LINKS
    | P.ATTACH_FILES
    | P.ADD_REACTIONS
    | P.READ_MESSAGE_HISTORY
)


@dataclass
class Voter:
    """A member with a wallet of their own."""

    person: Person
    wallet: Account


@dataclass(frozen=True)
class SecondChain:
    """A chain beside the one that the Safe is on, and the token there."""

    chain: LocalChain
    token: Contract
    safe: LocalSafe | None = None
    """A Safe of the same owners there, and the transaction service that has it."""
    service: SafeService | None = None
    bridge: LocalBridge | None = None
    """By which calls come there from the first chain."""


@dataclass
class Stage:
    """Everything that is there before the bot comes."""

    chain: LocalChain
    discord: Discord
    service: SafeService
    app: Application
    guild: Guild
    announcements: Channel
    discussion: Channel
    log: Channel
    moderators: Role
    guardians: Role
    moderator: Person
    guardian: Person
    token: Contract
    safe: LocalSafe
    owners: tuple[Account, ...]
    proposer: Account
    second: SecondChain | None = None
    streams: LocalStreams | None = None
    locale: str = "en-US"
    """The language that the server prefers, and that its members' programs speak."""
    keys: str = ""
    """What tells the keys of this server's people from those of another server's: a wallet belongs to one member."""
    voters: dict[str, Voter] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    """What else is on the chain for this server, by what it is called: wallets know it."""
    stages: list[Stage] = field(default_factory=list)
    """The stages of all servers with this bot, the oldest first; this one is among them."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        *,
        backend: Literal["pyevm", "anvil"] = "pyevm",
        name: str = "Folkmoot DAO",
        token: tuple[str, str] = ("Folk", "FOLK"),
        locale: str = "en-US",
        forum: bool = True,
        strict_limits: bool = True,
        registered: bool = True,
        clock: TellsTime | None = None,
        endpoints: int = 1,
        second_chain: bool = False,
        second_safe: bool = False,
        streams: bool = False,
        bridge: bool = False,
    ) -> AsyncIterator[Stage]:
        """A stage with a Safe of two out of three owners, whose delegate is the bot's proposer key where it is
        `registered`. `endpoints`: how many nodes answer for the chain. `second_chain`: the bot knows one more chain,
        `polygon`, with a token of its own; `second_safe`: the owners have a Safe there, too. `streams`: the bot knows
        contracts for streams. `bridge`: one of Optimism's leads to the second chain."""
        now = clock.now() if clock else datetime.now(UTC)
        # Blocks that are mined in a burst get later and later times. The chain starts in the past, so that none of them
        # is in the future: a snapshot is never newer than the opening of its vote.
        genesis = int(now.timestamp()) - HISTORY_SECONDS
        async with AsyncExitStack() as parts:
            chain = await parts.enter_async_context(
                LocalChain.serve(
                    backend=backend,
                    endpoints=endpoints,
                    genesis_time=genesis,
                    block_interval=BLOCK_SECONDS,
                    codes=ON_PARENT if bridge else {},
                )
            )
            service = await parts.enter_async_context(SafeService.serve(chain.url, chain_id=chain.chain_id))
            discord = await parts.enter_async_context(Discord.serve(clock=clock, strict_limits=strict_limits))
            app = discord.create_application("Folkmoot")
            second = None
            if second_chain or second_safe or bridge:
                polygon = await parts.enter_async_context(
                    LocalChain.serve(
                        chain_id=POLYGON,
                        genesis_time=genesis,
                        block_interval=BLOCK_SECONDS,
                        codes=ON_CHILD if bridge else {},
                    )
                )
                second = SecondChain(polygon, await polygon.deploy("VotesToken", *token))
                if second_safe:
                    elsewhere = SafeService.serve(polygon.url, chain_id=POLYGON)
                    second = await _with_safe(second, await parts.enter_async_context(elsewhere), registered)
                if bridge:
                    second = replace(second, bridge=await LocalBridge.open(chain, polygon))
            yield await cls._built(
                chain,
                service,
                discord,
                app,
                second,
                await deploy_streams(chain) if streams else None,
                name=name,
                token=token,
                locale=locale,
                forum=forum,
                registered=registered,
                stages=[],
            )

    async def another(self, name: str, *, token: tuple[str, str] = ("Folk", "FOLK")) -> Stage:
        """One more server with the same bot on the same chain: its own channels, members, token and Safe."""
        return await self._built(
            self.chain,
            self.service,
            self.discord,
            self.app,
            self.second,
            self.streams,
            name=name,
            token=token,
            forum=True,
            registered=True,
            stages=self.stages,
            keys=f" of server {len(self.discord.world.guilds) + 1}",
        )

    @classmethod
    async def _built(
        cls,
        chain: LocalChain,
        service: SafeService,
        discord: Discord,
        app: Application,
        second: SecondChain | None,
        streams: LocalStreams | None,
        *,
        name: str,
        token: tuple[str, str],
        forum: bool,
        registered: bool,
        stages: list[Stage],
        locale: str = "en-US",
        keys: str = "",
    ) -> Stage:
        owners = _owners(keys)
        for owner in owners:
            await chain.fund(owner, 10**18)
        votes = await chain.deploy("VotesToken", *token)
        safe = await deploy_safe(chain, owners=owners, threshold=2)
        proposer = chain.account("proposer key")
        if registered:
            await add_delegate(service, safe, owners[0], proposer)
        guild = discord.create_guild(name, locale=locale)
        guild.invite(app, permissions=BOT_PERMISSIONS)
        moderators, guardians = guild.create_role("Moderator"), guild.create_role("Guardian")
        stage = cls(
            chain=chain,
            discord=discord,
            service=service,
            app=app,
            guild=guild,
            announcements=guild.create_text_channel("announcements"),
            discussion=guild.create_forum_channel("proposals")
            if forum
            else guild.create_text_channel("proposals"),
            log=guild.create_text_channel("governance-log"),
            moderators=moderators,
            guardians=guardians,
            moderator=guild.create_member("mona", [moderators], locale, P.MANAGE_GUILD),
            guardian=guild.create_member("gus", [guardians], locale),
            token=votes,
            safe=safe,
            owners=owners,
            proposer=proposer,
            second=second,
            streams=streams,
            locale=locale,
            keys=keys,
            stages=stages,
        )
        stages.append(stage)
        return stage

    def account(self, seed: str) -> Account:
        """The account of these words on this stage; on another server they mean another one."""
        return self.chain.account(f"{seed}{self.keys}")

    def environment(self, database: Path | str, **changes: str) -> dict[str, str]:
        """The settings with which the bot runs on this stage, with a file or a URL as its database."""
        chains: list[dict[str, object]] = [
            {
                "name": "local",
                "id": self.chain.chain_id,
                "rpc": [self.chain.url, *(other.url for other in self.chain.others)],
                "transaction_service": self.service.url,
                "multi_send": self.safe.multisend_call_only,
                "explorer": "https://explorer.folkmoot.example",
                "safe_page": "https://safes.folkmoot.example/{account}/{hash}",
                "governor_page": "https://votes.folkmoot.example/{account}/proposal/{proposal}",
                # The bot's clock may be days ahead of blocks that are mined only when something happens.
                "stale_after": "P7D",
                "streams": self.streams.settings if self.streams else [],
            }
        ]
        if self.second:
            polygon = self.second.chain
            named: dict[str, object] = {
                "name": "polygon",
                "id": polygon.chain_id,
                "rpc": [polygon.url],
                "stale_after": "P7D",
            }
            if self.second.safe and self.second.service:
                named |= {
                    "transaction_service": self.second.service.url,
                    "multi_send": self.second.safe.multisend_call_only,
                }
            if (bridge := self.second.bridge) is not None:
                named |= {
                    "parent": self.chain.chain_id,
                    "messenger": bridge.messenger.address,
                    "portal": bridge.portal.address,
                }
            chains.append(named)
        return {
            "FOLKMOOT_DISCORD_TOKEN": self.app.token,
            "FOLKMOOT_DISCORD_API": self.discord.api_url,
            "FOLKMOOT_DISCORD_GATEWAY": self.discord.gateway_url,
            "FOLKMOOT_DATABASE_URL": database
            if isinstance(database, str)
            else f"sqlite+aiosqlite:///{database}",
            "FOLKMOOT_CHAINS": json.dumps(chains),
            "FOLKMOOT_PROPOSER_KEY": "0x" + self.proposer.key.key.hex().removeprefix("0x"),
            "FOLKMOOT_DOMAIN": "vote.folkmoot.example",
            "FOLKMOOT_FOLLOW_SECONDS": "1",
            **changes,
        }

    async def add_voters(self, powers: Mapping[str, int]) -> None:
        """Members with a wallet each that holds, and delegates to itself, so many base units."""
        for name in powers:
            person = self.guild.create_member(name, locale=self.locale)
            self.voters[name] = Voter(person, self.account(f"voter {name}"))
        holders = [(self.voters[name].wallet.address, power) for name, power in powers.items() if power]
        for start in range(0, len(holders), AIRDROP_BATCH):
            batch = holders[start : start + AIRDROP_BATCH]
            await self.token.send(
                "airdrop",
                [address for address, _ in batch],
                [power for _, power in batch],
                True,
                sender=self.chain.deployer,
            )
        await self.finalize()

    async def finalize(self) -> None:
        """Mine until everything that happened is final."""
        await self.chain.mine(3)
        if self.second and (self.second.safe or self.second.bridge):
            await self.second.chain.mine(3)

    async def link(self, voter: Voter) -> None:
        """Link the voter's wallet as a member does: ask, sign, hand the signature back."""
        asked = await voter.person.slash(self.announcements, "wallet link", address=voter.wallet.address)
        message = await asked.settled()
        form = await voter.person.click(message, label="I have signed it")
        assert form.modal is not None, form
        signature = sign(voter.wallet, sign_in_text(message.text))
        done = await form.modal.submit({"Signature": signature})
        answer = (await done.settled()).text
        assert voter.wallet.address in answer, answer

    async def set_up(self, *, prove: bool = True, **options: object) -> str:
        """/gov setup by the moderator; returns the answer's text. Then the proof for the Safe, where it is missing."""
        reply = await self.moderator.slash(
            self.log,
            "gov setup",
            **{
                "announcements": self.announcements,
                "discussion": self.discussion,
                "log": self.log,
                "moderators": self.moderators,
                "guardians": self.guardians,
                "chain": "local",
                "sources": f"erc20_votes {self.token.address}",
                "safe": self.safe.address,
                **options,
            },
        )
        answer = (await reply.settled(timeout=30)).text
        if prove and "`/gov safe prove`" in answer:
            await self.prove()
            if "polygon:" in str(options.get("safe", "")):
                await self.prove(on="polygon")
        return answer

    async def prove(self, on: str = "local") -> str:
        """The proof that the Safe on this chain is this server's: the moderator asks, an owner signs; returns the
        answer's text."""
        safe = self.second.safe if on == "polygon" and self.second else self.safe
        assert safe is not None
        asked = await self.moderator.slash(
            self.log, "gov safe prove", signer=self.owners[0].address, safe=f"{on}:{safe.address}"
        )
        message = await asked.settled(timeout=30)
        form = await self.moderator.click(message, label="I have signed it")
        assert form.modal is not None, form
        signature = sign(self.owners[0], sign_in_text(message.text))
        done = await form.modal.submit({"Signature": signature})
        answer = (await done.settled(timeout=30)).text
        assert "It is proved that" in answer, answer
        return answer

    async def draft(
        self,
        author: Person,
        title: str,
        text: str,
        actions: str = "",
        candidates: str = "",
        track: str | None = None,
    ) -> Message:
        """/propose, filled in; returns the preview that the author alone sees. `candidates`: where members are
        elected; `track`: where there are several."""
        form = await author.slash(self.announcements, "propose", track=track)
        assert form.modal is not None, form
        fields = {"Title": title, "Text": text, "Actions, one per line (optional)": actions}
        if candidates:
            fields["Candidates, one per line"] = candidates
        return await (await form.modal.submit(fields)).settled(timeout=30)

    async def submit(self, author: Person, preview: Message) -> str:
        """The author submits a previewed draft; returns the answer's text."""
        return (await (await author.click(preview, label="Submit")).settled(timeout=30)).text


def _owners(keys: str) -> tuple[Account, ...]:
    return tuple(Account.of(f"safe owner {number}{keys}") for number in (1, 2, 3))


async def _with_safe(second: SecondChain, service: SafeService, registered: bool) -> SecondChain:
    """The second chain with a Safe of the first server's owners."""
    chain, owners = second.chain, _owners("")
    for owner in owners:
        await chain.fund(owner, 10**18)
    safe = await deploy_safe(chain, owners=owners, threshold=2)
    await chain.mine(3)
    if registered:
        await add_delegate(service, safe, owners[0], chain.account("proposer key"))
    return SecondChain(chain, second.token, safe, service)


def sign(account: Account, text: str) -> str:
    """What a wallet gives back for "sign message" (EIP-191), 0x and 130 digits."""
    signed = account.key.sign_message(encode_defunct(text=text))
    return "0x" + bytes(signed.signature).hex()


def sign_in_text(message: str) -> str:
    """The EIP-4361 text within the bot's answer: what stands in its code block."""
    return message.split("```")[1].strip("\n")
