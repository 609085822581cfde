"""Members with wallets, a chain, a clock, and the real services on a real database."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy, deepcopy
from datetime import timedelta
from typing import Any, Self

from bot.assistance.extractive import Extractive, LocalTextReader
from bot.domain.accounts.mandate import MandateTerms
from bot.domain.accounts.sign_in_text import Site
from bot.domain.executors import BindingState, ProofDemand
from bot.domain.ids import Address, ChainId, GuildId, MemberId, ProposalId, RoleId
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import PowerRule
from bot.domain.proposals.proposal import Proposal
from bot.domain.treasury.settings import ChainFeeds
from bot.domain.trusted_contracts import TrustedContract
from bot.services.actors import Actor
from bot.services.building import build_services
from bot.services.container import Services
from bot.services.delivery.notifications import AnyNotification
from bot.services.delivery.outbox import OutboxWorker
from bot.services.jobs.job import AnyJob
from bot.services.jobs.registry import JOBS
from bot.services.jobs.sweep import LONGEST_RETRY, Sweep
from bot.services.ports import (
    AnySource,
    Assistant,
    DeliveryHandler,
    OutboxEntry,
    Posted,
    Repositories,
    UnitOfWork,
)
from bot.services.power.powers import SNAPSHOTS_IN_MEMORY
from bot.services.wallets.linking import USUAL_TERMS
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.scratch import scratch_database
from tests.fakes import (
    FakeActionCodec,
    FakeBridges,
    FakeChain,
    FakeDiscordServer,
    FakeDrops,
    FakeForeignVotes,
    FakeMirrorReader,
    FakeSafe,
    FakeSafeOwnership,
    FakeSafes,
    FakeSimulator,
    FakeTreasuryReader,
    ManualClock,
    RecordingHandler,
    account,
)
from tests.harness.beginnings import Beginning, Beginnings, beginning
from tests.harness.setting import (
    GUARDIANS,
    GUILD,
    MODERATORS,
    NFT,
    OTHER_GUILD,
    SAFE,
    SAFES,
    SIGNERS,
    SILVER,
    TOKEN,
    setup_answers,
)

_MEMBERS = ("ada", "ben", "cleo", "dan", "eve", "finn")


class BreakableWork:
    """The database's unit of work, whose commits can be made to fail."""

    def __init__(self, harness: "World", work: UnitOfWork) -> None:
        self._harness = harness
        self._work = work

    def reading(self) -> AbstractAsyncContextManager[Repositories]:
        self._harness.used = True
        return self._work.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Repositories]:
        self._harness.used = True
        async with self._work.writing() as repositories:
            yield repositories
            self._harness.transactions += 1
            if self._harness.break_commits:
                raise OSError("the disk is full")


class World:
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
        self.trust_levels = frozenset(TrustLevel)
        """Those that tracks may have from the next start on."""
        self.safes = FakeSafes(self.chain)
        self.simulator = FakeSimulator()
        self.mirrored = FakeMirrorReader(self.chain)
        self.foreign_votes = FakeForeignVotes(self.chain)
        self.treasury = FakeTreasuryReader()
        self.prices: dict[ChainId, ChainFeeds] = {}
        """What the operator says of prices, from the next start on."""
        self.trusted: tuple[TrustedContract, ...] = ()
        """Bridges and contracts of streams, from the next start on."""
        self.server = FakeDiscordServer(self.clock)
        self.drops = FakeDrops()
        self.bridges = FakeBridges()
        self.assistant: Assistant = Extractive()
        """Who says in short what proposals say, from the next start on."""
        self.assistant_tokens = 200_000
        self.snapshots_in_memory = SNAPSHOTS_IN_MEMORY
        """From the next start on."""
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
        self.beginnings: Beginnings | None = None
        """Where worlds are kept that began in the same way."""
        self.begun: Beginning | None = None
        """The one that this world is a copy of."""
        self.used = False
        """Whether the database has been read or written since."""
        self._interactions = 0
        self._names: dict[str, MemberId] = {name: MemberId(n) for n, name in enumerate(_MEMBERS, 101)}
        self.database: Database
        self.services: Services
        self.sweep: Sweep
        self.outbox: OutboxWorker

    def start(self) -> None:
        """Put the services together on the database, as a start of the program does."""
        self.database = open_database(self.url)
        self.services = build_services(
            uow=BreakableWork(self, self.database.unit_of_work(self.jobs)),
            scratch=scratch_database,
            chains={chain.id: chain for chain in (self.chain, *self.other_chains)},
            executors={"safe": self.safes},
            bridges=self.bridges,
            mirror_readers={"governor": self.mirrored},
            codec=FakeActionCodec(),
            simulator=self.simulator,
            foreign_votes=self.foreign_votes,
            treasury_reader=self.treasury,
            prices=self.prices,
            trusted=self.trusted,
            drops=self.drops,
            safe_ownership=FakeSafeOwnership(self.chain, self.safes),
            assistant=self.assistant,
            text_reader=LocalTextReader(),
            assistant_tokens=self.assistant_tokens,
            machine_clock=self.clock,
            site=Site("folkmoot.example"),
            confirm_after=(timedelta(0), timedelta(0)),
            trust_levels=self.trust_levels,
            snapshots_in_memory=self.snapshots_in_memory,
        )
        self.sweep = Sweep(self.services, self.jobs)
        self.services.server.serve_by(self.server)
        self.handler.on_card = self._card_stands
        self.handler.on_thread = self.services.card_visibility.thread_seen
        self.outbox = OutboxWorker(
            self.services.uow,
            self._handler_for,
            self.services.clock,
            self.services.wake_signal,
            lambda entry, why: self.given_up.append((entry, why)),
        )

    async def stop(self) -> None:
        await self.database.close()

    def copied(self, url: str) -> Self:
        """The same world with the program ended, as this one has it, on a copy of its database."""
        handler = copy(self.handler)
        handler.on_card = handler.on_thread = None
        ended = dict.fromkeys(("database", "services", "sweep", "outbox", "beginnings", "begun"))
        kept = {"handler": handler, "url": url, "used": True, **ended}
        world = copy(self)
        world.__dict__.update(deepcopy({**self.__dict__, **kept}))
        return world

    async def restart(self) -> None:
        """End the program and start it again: only the database is left."""
        await self.stop()
        self.start()

    def _handler_for(self, entry: OutboxEntry) -> DeliveryHandler:
        return self.services.handler_of(entry.notification, self.handler)

    async def _card_stands(self, proposal: ProposalId, card: Posted) -> None:
        await self.services.card_visibility.seen(await self.get(proposal), card)

    async def get(self, proposal: ProposalId) -> Proposal:
        async with self.services.uow.reading() as repositories:
            return await repositories.proposals.get(proposal)

    async def in_record(self, name: str, proposal: ProposalId) -> str:
        """Who this member is in the record of a vote."""
        opening = (await self.get(proposal)).opening
        assert opening is not None
        return opening.pseudonyms.of(self.member(name))

    # -- people ---------------------------------------------------------------------------------------------

    def member(self, name: str) -> MemberId:
        return self._names.setdefault(name, MemberId(101 + len(self._names)))

    def meet(self, name: str, member: MemberId) -> MemberId:
        """Somebody new, whose id is this one."""
        assert name not in self._names
        return self._names.setdefault(name, member)

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
        await self.sweep.run()

    def hold(self, wallet: str, amount: int, source: AnySource = TOKEN) -> None:
        """From the next block on the wallet of that name holds so much."""
        self.chain.hold(source, self.wallet(wallet), amount)

    @beginning
    async def set_up(self, *, guild: GuildId = GUILD, proved: bool = True, **fields: Any) -> None:
        """As a founder does: `/gov setup`, and then (unless not `proved`) an owner's proof for the Safe."""
        request = setup_answers(**{"executor": SAFES.get(guild, SAFE), "threshold": "1", **fields})
        founder = self.actor("founder", guild=guild, administrator=True)
        done = await self.services.space_setup.set_up(founder, request)
        if proved and not all(binding.holds for binding in done.bindings):
            await self.prove(founder)

    async def prove(
        self, actor: Actor, signer: Address = SIGNERS[0], demand: ProofDemand = ProofDemand.ONE
    ) -> BindingState:
        """An owner of the space's Safe signs that it belongs there, and the moderator hands that in."""
        proofs = self.services.executor_proofs
        request = await proofs.request(actor, "", signer, demand)
        return await proofs.prove(actor, request.nonce, self.chain.sign(signer, request.message))

    @beginning
    async def link(
        self,
        name: str,
        wallet: str | None = None,
        *,
        guild: GuildId = GUILD,
        terms: MandateTerms = USUAL_TERMS,
    ) -> None:
        """The member proves to own the wallet of that name (by default their own), and signs a mandate for it."""
        actor, account_ = self.actor(name, guild=guild), self.wallet(wallet or name)
        request = await self.services.wallets.request(actor, account_, terms=terms)
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

    @beginning
    async def powers(self, powers: Mapping[str, int], *, guild: GuildId = GUILD) -> None:
        """Members with linked wallets that hold so much, finalized."""
        for name, amount in powers.items():
            self.hold(name, amount)
            await self.link(name, guild=guild)
        self.chain.advance(self.chain.finality + 1)

    async def notifications(self) -> list[AnyNotification]:
        """Deliver all that is due now, and return what has been said so far."""
        while await self.outbox.deliver_due():
            pass
        return self.handler.delivered

    async def notified(self, kind: type) -> list[Any]:
        return [notification for notification in await self.notifications() if isinstance(notification, kind)]
