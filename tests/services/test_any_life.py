"""Any life of a parliament: members, moderators, chains and restarts in any order, and what holds after each step.

`FOLKMOOT_ASSURANCE=1` runs it long.
"""

import asyncio
import itertools
import tempfile
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.blocks import Value
from bot.domain.errors import FolkmootError, Refused, Unavailable
from bot.domain.ids import Address, MemberId, MessageId, ProposalId
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostCard, PostResult, Queue, SubmitRequest
from bot.services.jobs.registry import due_times
from bot.services.ports import Repositories, ScheduledJob, source_key
from bot.services.voting.casting.receipt import Receipt
from tests.assurance import ASSURANCE, examples
from tests.databases import Databases
from tests.fakes import account
from tests.harness import CHOICES, GUILD, NFT, TOKEN, ServiceHarness, no_roles
from tests.harness.beginnings import beginnings_of
from tests.loops import new_runner

NAMES = ("ada", "ben", "cleo", "dan")
WALLETS = ("gold", "oak", "tin", "jade")
EMOJI = ("👍", "👎", "🤷")
ACTION = f"transfer 5 to {account('well builder')}"
names = st.sampled_from(NAMES)
wallets = st.sampled_from(WALLETS)
choices = st.sampled_from(CHOICES)
pick = st.integers(0, 7)
Answer = TypeVar("Answer")


class AnyLife(RuleBasedStateMachine):
    """One space on one database; `self.acknowledged` is what members were told to be stored."""

    databases: ClassVar[Databases]

    def __init__(self) -> None:
        super().__init__()
        self.runner = new_runner()
        self.folder = tempfile.TemporaryDirectory()
        self.proposals: list[ProposalId] = []
        self.acknowledged: dict[tuple[ProposalId, str], tuple[MemberId, Any]] = {}
        self.closings: dict[ProposalId, Closing] = {}
        self.delivered = 0

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        return self.runner.run(act)

    def attempt(self, act: Coroutine[Any, Any, Answer]) -> Answer | None:
        """What the rules refuse, or the chain doesn't answer, changes nothing."""
        with suppress(Refused, Unavailable):
            return self.run(act)
        return None

    def proposal(self, number: int) -> ProposalId:
        """Mostly one whose vote is under way, where there is one."""
        under_way = [p for p in self.proposals if self.run(self.harness.state(p)) is State.VOTING]
        found = under_way if under_way and number < 6 else self.proposals
        return found[number % len(found)]

    @initialize(opened=st.sampled_from([True, True, False]))
    def found(self, opened: bool) -> None:
        async def founded() -> ServiceHarness:
            harness = ServiceHarness(await self.databases.make(Path(self.folder.name) / "folkmoot.db"))
            harness.beginnings = beginnings_of(self.databases)
            harness.start()
            await harness.set_up(
                sources=f"erc20_votes {TOKEN.contract} + erc721 {NFT.contract} x 100000", threshold="0"
            )
            for name, wallet in zip(NAMES, WALLETS, strict=True):
                await harness.link(name, wallet)
            for amount, wallet in enumerate(WALLETS, 1):
                harness.hold(wallet, 10**amount)
                harness.hold(wallet, amount % 2, NFT)
            await harness.pass_time(timedelta(minutes=1))
            return harness

        self.harness = self.run(founded())
        self.proposals.append(self.run(self.harness.submitted("ada", actions=ACTION)))
        if opened:
            self.run(self.harness.open(self.proposals[0]))
            self.run(self.harness.pass_time(timedelta(minutes=1)))

    def teardown(self) -> None:
        if hasattr(self, "harness"):
            self.run(self.harness.stop())
            self.run(self.databases.drop(self.harness.url))
        self.runner.close()
        self.folder.cleanup()

    # -- what people do -------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.proposals) < 3)
    @rule(name=names, actions=st.booleans())
    def propose(self, name: str, actions: bool) -> None:
        made = self.attempt(self.harness.submitted(name, actions=ACTION if actions else ""))
        if made is not None:
            self.proposals.append(made)

    @rule(number=pick, name=names, choice=choices, late=st.integers(0, 4000))
    def vote(self, number: int, name: str, choice: str, late: int) -> None:
        self.vote_at_once(number, [(name, choice, late)])

    @rule(number=pick, cast=st.lists(st.tuples(names, choices, st.integers(0, 4000)), min_size=1, max_size=5))
    def vote_at_once(self, number: int, cast: list[tuple[str, str, int]]) -> None:
        """Several clicks in one moment, some on their way for a while."""
        now = self.harness.clock.now()
        ballots = [
            self.harness.ballot(
                name,
                choice,
                proposal=self.proposal(number),
                at=now - timedelta(milliseconds=late),
                reason="so" if late % 2 else None,
            )
            for name, choice, late in cast
        ]

        async def all_of_them() -> list[Receipt | BaseException]:
            casting = (self.harness.services.voting.cast(ballot) for ballot in ballots)
            return await asyncio.gather(*casting, return_exceptions=True)

        for answer in self.run(all_of_them()):
            if isinstance(answer, Receipt):
                ballot = answer.ballot
                self.acknowledged[ballot.proposal, answer.code] = (ballot.member, ballot.choice)
            elif not isinstance(answer, Refused):
                raise answer

    @rule(number=pick, name=names, emoji=st.sampled_from(EMOJI), added=st.booleans())
    def react(self, number: int, name: str, emoji: str, added: bool) -> None:
        self.run(self.harness.react(name, emoji, added=added, message=self.card(self.proposal(number))))

    @rule(number=pick, present=st.sets(st.tuples(names, st.sampled_from(EMOJI)), max_size=4))
    def reconcile(self, number: int, present: set[tuple[str, str]]) -> None:
        proposal = self.proposal(number)
        found = {(self.harness.member(name), emoji) for name, emoji in present}
        self.run(
            self.harness.services.voting.reconcile(
                GUILD, proposal, MessageId(self.card(proposal)), found, no_roles
            )
        )

    @rule(name=names, wallet=wallets)
    def link(self, name: str, wallet: str) -> None:
        self.attempt(self.harness.link(name, wallet))

    @rule(name=names, wallet=wallets)
    def unlink(self, name: str, wallet: str) -> None:
        self.attempt(self.harness.unlink(name, wallet))

    @rule(number=pick, act=st.sampled_from(["pause", "resume", "cancel", "veto"]))
    def moderate(self, number: int, act: str) -> None:
        actor = self.harness.guardian() if act == "veto" else self.harness.moderator()
        doing = getattr(self.harness.services.moderation, act)
        # Seldom what stops a vote, so that something is left to be decided.
        if act not in ("pause", "cancel") or number == 7:
            self.attempt(doing(actor, self.proposal(number), "because"))

    # -- what the world does --------------------------------------------------------------------------------

    @rule(wallet=wallets, amount=st.integers(0, 10**30))
    def trade(self, wallet: str, amount: int) -> None:
        self.harness.hold(wallet, amount)

    @rule(by=st.sampled_from([1, 2, 4, 60, 3600, 86_400, 2 * 86_400]))
    def pass_time(self, by: int) -> None:
        self.run(self.harness.pass_time(timedelta(seconds=by)))

    @rule(number=pick, early=st.integers(-3, 3))
    def come_to_the_end(self, number: int, early: int) -> None:
        """To some seconds before or after the end of a vote, where everything is decided."""
        proposal, now = self.run(self.harness.get(self.proposal(number))), self.harness.clock.now()
        ends_at = proposal.ends_at(now)
        if ends_at is not None and ends_at - now > timedelta(seconds=early):
            self.run(self.harness.pass_time(ends_at - now - timedelta(seconds=early)))

    @rule(silent=st.booleans(), unreadable=st.sets(wallets, max_size=2))
    def chain_fault(self, silent: bool, unreadable: set[str]) -> None:
        self.harness.chain.silent = silent
        self.harness.chain.unreadable = {self.harness.wallet(wallet) for wallet in unreadable}

    @precondition(lambda self: self.harness.chain.silent or self.harness.chain.unreadable)
    @rule()
    def chain_recovers(self) -> None:
        self.harness.chain.silent = False
        self.harness.chain.unreadable = set()

    @rule()
    def restart(self) -> None:
        self.run(self.harness.restart())

    @rule()
    def rebuild(self) -> None:
        """As `folkmoot doctor` does: nothing is found that was not so already."""

        async def rebuilt() -> None:
            async with self.harness.services.uow.writing() as repositories:
                before = await self._jobs(repositories)
                assert await repositories.jobs.rebuild() == 0
            async with self.harness.services.uow.reading() as repositories:
                assert await self._jobs(repositories) == before

        self.run(rebuilt())

    @rule()
    def sweep(self) -> None:
        self.run(self.harness.sweep.run())

    @rule(fails=st.booleans())
    def deliver(self, fails: bool) -> None:
        if fails:
            self.harness.handler.refuse(PostResult, PostCard)
            self.run(self.harness.notifications())
            self.harness.handler.recover()
            self.run(self.harness.pass_time(timedelta(minutes=5)))
        self.run(self.harness.notifications())

    # -- what always holds ----------------------------------------------------------------------------------

    @invariant()
    def the_facts_are_what_was_said(self) -> None:
        if self.proposals:
            self.run(self._all_holds())

    @invariant()
    def nothing_is_told_twice_or_out_of_order(self) -> None:
        if not self.proposals:
            return
        delivered = self.harness.handler.delivered
        for kind in (PostCard, PostResult, SubmitRequest):
            told = [notification.proposal for notification in delivered if isinstance(notification, kind)]
            assert len(told) == len(set(told)), f"{kind.__name__} twice"
        order = {PostCard: 0, PostResult: 1}
        for _, lane in itertools.groupby(
            sorted((n for n in delivered if type(n) in order), key=lambda n: n.lane), key=lambda n: n.lane
        ):
            kinds = [order[type(notification)] for notification in lane]
            assert kinds == sorted(kinds)
        assert self.harness.given_up == []

    # -- how it is looked at --------------------------------------------------------------------------------

    def card(self, proposal: ProposalId) -> int:
        return self.run(self.harness.post_card(proposal, 7_000 + proposal))

    async def _all_holds(self) -> None:
        """All is read from the database once, for every look at it."""
        async with self.harness.services.uow.reading() as repositories:
            proposals = [await repositories.proposals.get(each) for each in self.proposals]
            await self._acknowledged(repositories, proposals)
            counts = [await self._recount(repositories, proposal) for proposal in proposals]
            jobs = await self._jobs(repositories)
        for proposal, count in zip(proposals, counts, strict=True):
            await self._counted(proposal, *count)
            self._final(proposal)
        await self._due(proposals, jobs)

    async def _acknowledged(self, repositories: Repositories, proposals: Sequence[Proposal]) -> None:
        """Every acknowledged ballot is stored."""
        stored = {
            (proposal.id, ballot.receipt(proposal.opening.pseudonyms)): (ballot.member, ballot.choice)
            for proposal in proposals
            if proposal.opening
            for member in map(self.harness.member, NAMES)
            for ballot in await repositories.ballots.of_member(proposal.id, member)
        }
        for code, ballot in self.acknowledged.items():
            assert stored.get(code) == ballot

    def _final(self, proposal: Proposal) -> None:
        """A result is final."""
        if proposal.id in self.closings:
            assert proposal.closing == self.closings[proposal.id]
        elif proposal.closing is not None:
            self.closings[proposal.id] = proposal.closing

    async def _jobs(self, repositories: Repositories) -> list[ScheduledJob]:
        jobs = [await repositories.jobs.of(proposal) for proposal in self.proposals]
        return [job for each in jobs for job in each.values()]

    async def _due(self, proposals: Sequence[Proposal], jobs: Sequence[ScheduledJob]) -> None:
        """What is due is what the facts give."""
        times = {
            (proposal.id, kind): at for proposal in proposals for kind, at in due_times(proposal).items()
        }
        assert {(job.proposal, job.kind): job.due_at for job in jobs} == times
        assert await self.harness.live() == sorted({proposal for proposal, _ in times})

    async def _recount(self, repositories: Repositories, proposal: Proposal) -> tuple[list[int], int]:
        """Scores, and how many ballots are undetermined, counted from the database alone, simply."""
        ballots = await repositories.ballots.current(proposal.id)
        claims = await repositories.claims.of(proposal.id)
        scores, undetermined = [0, 0, 0], 0
        opening = proposal.opening
        if opening is None:
            assert ballots == {}
            assert claims == []
            return scores, undetermined
        unlinked = await repositories.wallets.unlinked(GUILD, opening.at)
        read = {
            source: await repositories.power_readings.at(source_key(source), opening.snapshot[0].hash)
            for source in opening.policy.power.sources
        }
        for member, ballot in ballots.items():
            claimed = [claim for claim in claims if claim.member == member]
            assert claimed, "a ballot without a claim"
            if ballot.choice is None:
                continue
            # What is cast while a wallet is not linked doesn't have it.
            mine: list[Address] = [
                claim.wallet
                for claim in claimed
                if not any(
                    gap.since < ballot.cast_at and (gap.until is None or ballot.cast_at < gap.until)
                    for gap in unlinked.get(claim, ())
                )
            ]
            assert mine, "a ballot without a wallet"
            parts = [(source.weight, known.get(wallet)) for source, known in read.items() for wallet in mine]
            if any(raw is None for _, raw in parts):
                undetermined += 1
                continue
            scores[ballot.choice - 1] += sum(weight * raw for weight, raw in parts if raw is not None)
        for source, known in read.items():
            for wallet, raw in known.items():
                now = self.harness.chain.balance(source, wallet, opening.snapshot[0])
                assert Value(raw) == now, "a stored number that the chain never gave"
        return scores, undetermined

    async def _counted(self, proposal: Proposal, scores: list[int], undetermined: int) -> None:
        """The card, or the result, says what the facts give."""
        if proposal.closing:
            assert undetermined == 0
            assert proposal.closing.result["scores"] == [str(score) for score in scores]
        elif proposal.opening:
            running_tally = await self.harness.services.live_votes.running_tally(
                proposal.id, proposal.opening
            )
            assert (running_tally.result.score_values, running_tally.undetermined) == (
                tuple(scores),
                undetermined,
            )


class AnyLifeEnds(AnyLife):
    """As any life; and in the end, when all faults are over, everything is decided and told."""

    def teardown(self) -> None:
        if self.proposals:
            self.run(self._to_the_end())
        super().teardown()

    async def _to_the_end(self) -> None:
        harness = self.harness
        harness.chain.silent, harness.chain.unreadable = False, set()
        await harness.restart()
        for _ in range(8):
            for proposal in self.proposals:
                with suppress(FolkmootError):
                    await harness.services.moderation.resume(harness.moderator(), proposal, "go on")
            await harness.pass_time(timedelta(days=8))
            await harness.sweep.run()
            await harness.notifications()
        for proposal in self.proposals:
            assert await harness.state(proposal) in {
                State.DEFEATED,
                State.PASSED,
                State.EXPIRED,
                State.CANCELLED,
                State.VETOED,
            }
        assert await harness.live() == []
        async with harness.services.uow.reading() as repositories:
            assert [await repositories.outbox.next_due(queue) for queue in Queue] == [None] * len(Queue)
        closed = {proposal for proposal in self.proposals if (await harness.get(proposal)).closing}
        assert {notification.proposal for notification in await harness.notified(PostResult)} == closed


@pytest.fixture(scope="module", autouse=True)
def lives_on(databases: Databases) -> None:
    AnyLife.databases = databases


TestAnyLife = AnyLifeEnds.TestCase
TestAnyLife.settings = settings(
    max_examples=examples(12, 1250),
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, *((Phase.shrink,) if ASSURANCE else ())),
)
