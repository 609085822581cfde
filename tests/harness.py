"""A parliament in one object: members with wallets, a chain, a clock, and the real services on a real database."""

import dataclasses
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.ballot import CastMethod
from bot.domain.executors import BindingState, ExecutionRequest, ProofDemand
from bot.domain.ids import Address, ChannelId, GuildId, MemberId, MessageId, ProposalId, RoleId
from bot.domain.power import Erc20, Erc20Votes, Erc721, PowerRule
from bot.domain.proposal import Closing, Opening, Proposal, State, state
from bot.services.actors import Actor
from bot.services.container import Services, build_services
from bot.services.delivery.notifications import AnyNotification, SubmitRequest
from bot.services.delivery.outbox import OutboxWorker
from bot.services.governance.policy_binding import Changes
from bot.services.governance.space_setup import SetupRequest
from bot.services.jobs.job import AnyJob
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import LONGEST_RETRY
from bot.services.ports import AnySource, DeliveryHandler, OutboxEntry, Posted, Repositories, UnitOfWork
from bot.services.voting.ballot_batch import Receipt, VoteRequest
from bot.storage.database import Database
from bot.storage.engine import open_database
from tests.databases import Databases, database_of
from tests.fakes import (
    MAINNET,
    FakeActionCodec,
    FakeChain,
    FakeSafe,
    FakeSafes,
    ManualClock,
    RecordingHandler,
    account,
)

GUILD, OTHER_GUILD = GuildId(1000), GuildId(2000)
MODERATORS, GUARDIANS = RoleId(11), RoleId(12)
TOKEN = Erc20Votes(chain=MAINNET, contract=account("token"))
SILVER = Erc20(chain=MAINNET, contract=account("silver"))
NFT = Erc721(chain=MAINNET, contract=account("nft"))
SAFE = account("safe")
SAFES = {GUILD: SAFE, OTHER_GUILD: account("safe of the other server")}
SIGNERS = (account("signer one"), account("signer two"), account("signer three"))
CHOICES = ("For", "Against", "Abstain")

DISCUSSION = timedelta(days=2)
VOTING = timedelta(days=5)
TIMELOCK = timedelta(days=2)
EXECUTION = timedelta(days=14)
UNRESOLVED_AFTER = timedelta(hours=6)
GRACE = timedelta(seconds=3)
TICK = timedelta(milliseconds=1)

_DISCORD_EPOCH_MS = 1_420_070_400_000
_MEMBERS = ("ada", "ben", "cleo", "dan", "eve", "finn")


def setup_request(**fields: Any) -> SetupRequest:
    """What a moderator fills in: fields of the request, or of its changes."""
    of_request = {field.name for field in dataclasses.fields(SetupRequest)}
    changes = {"chain": "mainnet", "sources": f"erc20_votes {TOKEN.contract}"}
    changes |= {name: value for name, value in fields.items() if name not in of_request}
    return SetupRequest(
        **{
            "announcements": ChannelId(1),
            "discussion": ChannelId(2),
            "log": ChannelId(3),
            "moderators": MODERATORS,
            "guardians": GUARDIANS,
            "changes": Changes(**changes),
            **{name: value for name, value in fields.items() if name in of_request},
        }
    )


async def no_roles(member: MemberId) -> frozenset[RoleId]:
    """The roles of anybody in a server without any."""
    return frozenset()


@dataclass(frozen=True)
class Count:
    """A closed vote as one reads it aloud."""

    closing: Closing
    scores: dict[str, int]

    @property
    def passed(self) -> bool:
        return self.closing.passed

    @property
    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.closing.result["outcome"]
        return found


@dataclass(frozen=True)
class Running:
    """A running count as one reads it aloud."""

    scores: tuple[int, ...]
    voters: int
    undetermined: int


class BreakableWork:
    """The database's unit of work, whose commits can be made to fail."""

    def __init__(self, harness: "ServiceHarness", work: UnitOfWork) -> None:
        self._harness = harness
        self._work = work

    def reading(self) -> AbstractAsyncContextManager[Repositories]:
        return self._work.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Repositories]:
        async with self._work.writing() as repositories:
            yield repositories
            self._harness.transactions += 1
            if self._harness.break_commits:
                raise OSError("the disk is full")


class ServiceHarness:
    """Members are named; so are their wallets ("ada", or "ada/2" for another one of hers)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = ManualClock()
        self.chain = FakeChain(
            self.clock,
            tokens={TOKEN.contract: ("VOTE", 0), SILVER.contract: ("SLV", 2), NFT.contract: ("NFT", 0)},
        )
        self.jobs: Sequence[AnyJob] = JOBS
        """The kinds of jobs from the next start on."""
        self.other_chains: list[FakeChain] = []
        """Those that the services know after the next start."""
        self.safes = FakeSafes(self.chain)
        self.safe = self.safes.add(FakeSafe(SAFE, SIGNERS))
        self.safes.add(FakeSafe(SAFES[OTHER_GUILD], SIGNERS))
        self.handler = RecordingHandler()
        self.given_up: list[tuple[OutboxEntry, str]] = []
        self.proposal: ProposalId | None = None
        """The proposal that was opened last: the one that `vote` and `react` mean."""
        self.transactions = 0
        """How many transactions have been committed or tried to."""
        self.break_commits = False
        """While set, every transaction fails at its end, as on a full disk."""
        self._interactions = 0
        self._names: dict[str, MemberId] = {name: MemberId(n) for n, name in enumerate(_MEMBERS, 101)}
        self.database: Database
        self.services: Services
        self.outbox: OutboxWorker

    def start(self) -> None:
        """Put the services together on the database, as a start of the program does."""
        self.database = open_database(self.url)
        self.services = build_services(
            uow=BreakableWork(self, self.database.unit_of_work(self.jobs)),
            chains={chain.id: chain for chain in (self.chain, *self.other_chains)},
            executors={"safe": self.safes},
            codec=FakeActionCodec(),
            clock=self.clock,
            domain="folkmoot.example",
            jobs=self.jobs,
            confirm_after=(timedelta(0), timedelta(0)),
        )
        self.handler.on_card = self._card_stands
        self.outbox = OutboxWorker(
            self.services.uow,
            self._handler_for,
            self.clock,
            self.services.wake_signal,
            lambda entry, why: self.given_up.append((entry, why)),
        )

    async def stop(self) -> None:
        await self.database.close()

    async def restart(self) -> None:
        """End the program and start it again: only the database is left."""
        await self.stop()
        self.start()

    def _handler_for(self, entry: OutboxEntry) -> DeliveryHandler:
        return self.services.executing if isinstance(entry.notification, SubmitRequest) else self.handler

    # -- people ---------------------------------------------------------------------------------------------

    def member(self, name: str) -> MemberId:
        return self._names.setdefault(name, MemberId(101 + len(self._names)))

    def wallet(self, name: str) -> Address:
        return account(f"wallet of {name}")

    def actor(self, name: str, *roles: RoleId, guild: GuildId = GUILD, administrator: bool = False) -> Actor:
        return Actor(self.member(name), name, guild, f"DAO {guild}", frozenset(roles), administrator)

    def moderator(self, name: str = "mo", guild: GuildId = GUILD) -> Actor:
        return self.actor(name, MODERATORS, guild=guild)

    def guardian(self, name: str = "gus", guild: GuildId = GUILD) -> Actor:
        return self.actor(name, GUARDIANS, guild=guild)

    # -- the world ------------------------------------------------------------------------------------------

    async def pass_time(self, by: timedelta) -> None:
        """The clock moves, and the chain with it."""
        self.clock.advance(by)
        self.chain.advance(self.chain.finality + 1)

    async def try_again(self) -> None:
        """Time passes until whatever failed is tried again, and it is."""
        await self.pass_time(LONGEST_RETRY)
        await self.services.sweep.run()

    def hold(self, wallet: str, amount: int, source: AnySource = TOKEN) -> None:
        """From the next block on the wallet of that name holds so much."""
        self.chain.hold(source, self.wallet(wallet), amount)

    async def set_up(self, *, guild: GuildId = GUILD, proved: bool = True, **fields: Any) -> None:
        """As a founder does: `/gov setup`, and then (unless not `proved`) an owner's proof for the Safe."""
        request = setup_request(**{"executor": SAFES.get(guild, SAFE), "threshold": "1", **fields})
        founder = self.actor("founder", guild=guild, administrator=True)
        done = await self.services.space_setup.set_up(founder, request)
        if proved and done.binding and not done.binding.holds:
            await self.prove(founder)

    async def prove(
        self, actor: Actor, signer: Address = SIGNERS[0], demand: ProofDemand = ProofDemand.ONE
    ) -> BindingState:
        """An owner of the space's Safe signs that it belongs there, and the moderator hands that in."""
        proofs = self.services.executor_proofs
        request = await proofs.request(actor, "", signer, demand)
        return await proofs.prove(actor, request.nonce, self.chain.sign(signer, request.message))

    async def link(self, name: str, wallet: str | None = None, *, guild: GuildId = GUILD) -> None:
        """The member proves to own the wallet of that name (by default their own)."""
        actor, account_ = self.actor(name, guild=guild), self.wallet(wallet or name)
        request = await self.services.wallets.request(actor, account_)
        await self.services.wallets.link(actor, request.nonce, self.chain.sign(account_, request.message))

    async def unlink(self, name: str, wallet: str | None = None, *, guild: GuildId = GUILD) -> None:
        await self.services.wallets.unlink(self.actor(name, guild=guild), self.wallet(wallet or name))

    async def compose(self, **changes: Any) -> None:
        """Change how the power of the space's track is put together."""
        async with self.services.uow.writing() as repositories:
            track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
            power = PowerRule.model_validate({**track.policy.power.model_dump(), **changes})
            policy = track.policy.model_copy(update={"power": power})
            await repositories.spaces.set_track(track.space, track.name, policy, self.clock.now())

    async def powers(self, powers: Mapping[str, int], *, guild: GuildId = GUILD) -> None:
        """Members with linked wallets that hold so much, finalized."""
        for name, amount in powers.items():
            self.hold(name, amount)
            await self.link(name, guild=guild)
        self.chain.advance(self.chain.finality + 1)

    # -- a proposal's way -----------------------------------------------------------------------------------

    async def drafted(
        self, author: str = "ada", *, actions: str = "", guild: GuildId = GUILD, title: str = "A new well"
    ) -> ProposalId:
        preview = await self.services.proposing.draft(
            self.actor(author, guild=guild), title, "We need water.", actions
        )
        return preview.proposal.id

    async def submitted(
        self, author: str = "ada", *, actions: str = "", guild: GuildId = GUILD, title: str = "A new well"
    ) -> ProposalId:
        proposal = await self.drafted(author, actions=actions, guild=guild, title=title)
        await self.services.proposing.submit(self.actor(author, guild=guild), proposal)
        return proposal

    async def submitted_in_the_dark(self, author: str) -> ProposalId:
        """As `submitted`, at a moment at which the chain does not answer afterwards."""
        silent, self.chain.silent = self.chain.silent, False
        proposal = await self.submitted(author)
        self.chain.silent = silent
        return proposal

    async def _card_stands(self, proposal: ProposalId, card: Posted) -> None:
        await self.services.card_visibility.seen(await self.get(proposal), card)

    async def show_card(self, proposal: ProposalId) -> None:
        """The discussion is over: the card is asked for, and stands."""
        await self.services.card_visibility.ask(proposal)
        if await self.state(proposal) is State.PENDING:
            await self._card_stands(proposal, Posted("card", ChannelId(1), MessageId(6_000 + proposal)))

    async def open_now(self, proposal: ProposalId) -> Opening | None:
        """The discussion is over: the card is shown, and the vote opened."""
        await self.show_card(proposal)
        return await self.services.opening.open(proposal)

    async def proceed(self) -> datetime | None:
        """Do all that is due now, and say it in Discord, and what becomes due by that. Returns when the next thing
        will be due."""
        await self.services.sweep.run()
        await self.notifications()
        return await self.services.sweep.run()

    async def open(self, proposal: ProposalId) -> Opening:
        """Let the discussion pass, and open the vote."""
        await self.pass_time(DISCUSSION)
        opening = await self.open_now(proposal)
        assert opening is not None
        await self.services.power_reads.everyone(proposal)
        self.proposal = proposal
        return opening

    async def opened(
        self,
        powers: Mapping[str, int],
        *,
        author: str | None = None,
        actions: str = "",
        guild: GuildId = GUILD,
        supply: int | None = None,
        **setup: Any,
    ) -> ProposalId:
        """A vote under way, in a space made for it, with members who hold so much."""
        await self.set_up(guild=guild, **setup)
        if supply is not None:
            self.chain.supply(TOKEN, supply)
        await self.powers(powers, guild=guild)
        proposal = await self.submitted(author or next(iter(powers)), actions=actions, guild=guild)
        await self.open(proposal)
        return proposal

    async def end(self, proposal: ProposalId) -> None:
        """Time passes until the vote can be closed."""
        ends_at = (await self.get(proposal)).ends_at(self.clock.now())
        assert ends_at is not None
        await self.pass_time(max(timedelta(0), ends_at + GRACE - self.clock.now()))

    async def close(self, proposal: ProposalId) -> Count:
        await self.end(proposal)
        closing = await self.services.closing.close(proposal)
        assert closing is not None, "the close waits for power that can't be read"
        scores = {
            name: int(score)
            for name, score in zip(CHOICES, closing.result["scores"], strict=True)
            if score != "0"
        }
        return Count(closing, scores)

    async def passed(self, proposal: ProposalId, voter: str = "ada") -> Count:
        """The voter carries it, and it is closed."""
        self.proposal = proposal
        await self.vote(voter, "For")
        count = await self.close(proposal)
        assert count.passed
        return count

    async def prepared(self, proposal: ProposalId) -> ExecutionRequest:
        """The timelock passes, and the Safe is asked."""
        await self.pass_time(TIMELOCK)
        (request,) = await self.services.executing.prepare(proposal)
        return request

    async def requested(self, proposal: ProposalId) -> ExecutionRequest:
        """The request to the Safe, which was made before."""
        (request,) = (await self.get(proposal)).requests
        return request

    async def get(self, proposal: ProposalId) -> Proposal:
        async with self.services.uow.reading() as repositories:
            return await repositories.proposals.get(proposal)

    async def live(self, guild: GuildId = GUILD) -> list[ProposalId]:
        """The guild's proposals for which something may still come."""
        async with self.services.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            return [proposal.id for proposal in await repositories.proposals.live_in_space(space.id)]

    async def state(self, proposal: ProposalId) -> State:
        return state(await self.get(proposal), self.clock.now())

    # -- voting ---------------------------------------------------------------------------------------------

    def interaction(self, at: datetime | None = None) -> int:
        """A new interaction's id, made by Discord at the time."""
        self._interactions += 1
        milliseconds = int((at or self.clock.now()).timestamp() * 1000) - _DISCORD_EPOCH_MS
        return (milliseconds << 22) | self._interactions

    def ballot(
        self,
        name: str,
        choice: str | int | None,
        *,
        proposal: ProposalId | None = None,
        at: datetime | None = None,
        interaction: int | None = None,
        guild: GuildId = GUILD,
        reason: str | None = None,
        cast_method: CastMethod = CastMethod.BUTTON,
        roles: Iterable[RoleId] = (),
    ) -> VoteRequest:
        number = CHOICES.index(choice) + 1 if isinstance(choice, str) else choice
        at = at or self.clock.now()
        voted = proposal or self.proposal
        assert voted is not None
        source = interaction or self.interaction(at)
        return VoteRequest(
            guild, voted, self.member(name), number, at, cast_method, source, reason, roles=frozenset(roles)
        )

    async def vote(self, name: str, choice: str | int | None, **how: Any) -> Receipt:
        """Cast a ballot, and read what it weighs."""
        receipt = await self.services.voting.cast(self.ballot(name, choice, **how))
        return await self.services.voting.weigh(receipt)

    async def post_card(self, proposal: ProposalId, message: int = 7_000) -> MessageId:
        """The card stands in Discord."""
        async with self.services.uow.writing() as repositories:
            await repositories.messages.set(proposal, Posted("card", ChannelId(1), MessageId(message)))
        return MessageId(message)

    async def react(
        self,
        name: str,
        emoji: str,
        *,
        added: bool = True,
        message: int = 7_000,
        guild: GuildId = GUILD,
        roles: Iterable[RoleId] = (),
    ) -> None:
        await self.services.voting.react(
            guild, MessageId(message), self.member(name), emoji, added, frozenset(roles)
        )

    async def running_tally(self, proposal: ProposalId) -> Running:
        running_tally = (await self.services.cards.card(proposal)).running_tally
        assert running_tally is not None
        scores = tuple(int(score) for score in running_tally.result.score_values)
        return Running(scores, running_tally.result.voters, running_tally.undetermined)

    async def stored(self, proposal: ProposalId) -> dict[str, int | None]:
        """Each member's last ballot, as the database has it."""
        names = {member: name for name, member in self._names.items()}
        async with self.services.uow.reading() as repositories:
            current = await repositories.ballots.current(proposal)
        return {names[member]: ballot.choice for member, ballot in current.items()}

    # -- telling --------------------------------------------------------------------------------------------

    async def notifications(self) -> list[AnyNotification]:
        """Deliver all that is due now, and return what has been said so far."""
        while await self.outbox.deliver_due():
            pass
        return self.handler.delivered

    async def notified(self, kind: type) -> list[Any]:
        return [notification for notification in await self.notifications() if isinstance(notification, kind)]


@asynccontextmanager
async def convened(databases: Databases, path: Path) -> AsyncIterator[ServiceHarness]:
    """An assembly on a new database."""
    async with database_of(databases, path) as url:
        harness = ServiceHarness(url)
        harness.start()
        try:
            yield harness
        finally:
            await harness.stop()
