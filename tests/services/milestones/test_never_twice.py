"""Any course of a grant: whatever members, guardians, owners and time do with its parts, none is paid twice.

`FOLKMOOT_ASSURANCE=1` runs it long.
"""

import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.errors import Refused
from bot.domain.executors import ExecutionRequest
from bot.domain.ids import ProposalId
from bot.domain.milestones.milestone import MOST_REPORTS
from bot.domain.milestones.standing import MilestoneState
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from tests.assurance import examples
from tests.databases import Databases
from tests.harness import EXECUTION, TIMELOCK, ServiceHarness
from tests.harness.beginnings import beginnings_of
from tests.loops import new_runner
from tests.services.milestones.promising import PARTS, decided, promised, promising, reported, standing

Answer = TypeVar("Answer")
Status = Literal["executed", "failed", "replaced"]
places = st.integers(1, len(PARTS))
pick = st.integers(0, 7)
times = st.sampled_from([timedelta(minutes=1), timedelta(days=1), TIMELOCK, EXECUTION, EXECUTION + TIMELOCK])


class AnyGrant(RuleBasedStateMachine):
    databases: ClassVar[Databases]

    def __init__(self) -> None:
        super().__init__()
        self.runner = new_runner()
        self.folder = tempfile.TemporaryDirectory()
        self.releases: list[ProposalId] = []
        self.paid: Counter[int] = Counter()

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        return self.runner.run(act)

    def attempt(self, act: Coroutine[Any, Any, Answer]) -> Answer | None:
        """What the rules refuse changes nothing."""
        with suppress(Refused):
            return self.run(act)
        return None

    def release(self, number: int) -> ProposalId:
        return self.releases[number % len(self.releases)]

    def got(self, release: ProposalId) -> Proposal:
        return self.run(self.harness.get(release))

    @initialize()
    def found(self) -> None:
        async def founded() -> ServiceHarness:
            harness = ServiceHarness(await self.databases.make(Path(self.folder.name) / "folkmoot.db"))
            harness.beginnings = beginnings_of(self.databases)
            harness.start()
            await promising(harness, {"ada": 10, "ben": 1})
            self.promise = await promised(harness, days=200)
            return harness

        self.harness = self.run(founded())

    def teardown(self) -> None:
        if hasattr(self, "harness"):
            self.run(self.harness.stop())
            self.run(self.databases.drop(self.harness.url))
        self.runner.close()
        self.folder.cleanup()

    @rule(place=places, by=st.sampled_from(["ada", "ben", "cleo"]))
    def report(self, place: int, by: str) -> None:
        made = self.attempt(reported(self.harness, self.promise, place, by))
        if made is not None:
            self.releases.append(made)

    @precondition(lambda self: self.releases)
    @rule(number=pick, choice=st.sampled_from(["For", "For", "For", "Against"]))
    def decide(self, number: int, choice: str) -> None:
        release = self.release(number)
        if self.run(self.harness.state(release)) is State.PENDING:
            self.run(decided(self.harness, release, {"ada": choice}))

    @precondition(lambda self: self.releases)
    @rule(number=pick, how=st.sampled_from(["veto", "cancel", "withdraw"]))
    def stop(self, number: int, how: str) -> None:
        harness, release = self.harness, self.release(number)
        match how:
            case "veto":
                self.attempt(harness.services.moderation.veto(harness.guardian(), release, "No"))
            case "cancel":
                self.attempt(harness.services.moderation.cancel(harness.moderator(), release, "No"))
            case _:
                self.attempt(harness.services.proposing.withdraw(harness.actor("ben"), release))

    @precondition(lambda self: self.releases)
    @rule(number=pick)
    def ask(self, number: int) -> None:
        self.attempt(self.harness.services.preparing.prepare(self.release(number)))

    @precondition(lambda self: self.releases)
    @rule(number=pick, status=st.sampled_from(["executed", "executed", "failed", "replaced"]))
    def owners_act(self, number: int, status: Status) -> None:
        """On any request that waits, also of what has long expired here."""
        release = self.got(self.release(number))
        waiting: list[ExecutionRequest] = [
            each for each in release.requests if each.payload.safe_tx_hash not in self.harness.safe.ended
        ]
        if not waiting or release.release is None:
            return
        self.harness.safes.end(self.harness.safe, waiting[-1], status)
        self.harness.chain.advance(self.harness.chain.finality + 1)
        self.paid[release.release.place] += status == "executed"
        self.attempt(self.harness.services.following.follow(release.id))

    @rule(by=times)
    def time_passes(self, by: timedelta) -> None:
        self.run(self.harness.pass_time(by))
        for release in self.releases:
            self.attempt(self.harness.services.following.end(release))

    @rule()
    def restart(self) -> None:
        self.run(self.harness.restart())

    @invariant()
    def each_part_is_paid_at_most_once_and_asked_for_in_one_release(self) -> None:
        asked: Counter[int] = Counter()
        reports: Counter[int] = Counter()
        for each in map(self.got, self.releases):
            assert each.release is not None
            asked[each.release.place] += bool(each.requests)
            reports[each.release.place] += 1
        assert max(self.paid.values(), default=0) <= 1
        assert max(asked.values(), default=0) <= 1
        assert max(reports.values(), default=0) <= MOST_REPORTS

    @precondition(lambda self: self.releases)
    @invariant()
    def what_was_paid_is_shown_as_released(self) -> None:
        stands = self.run(standing(self.harness, self.promise))
        for place, times_paid in self.paid.items():
            if times_paid:
                assert stands[place - 1] in (MilestoneState.PAID, MilestoneState.RELEASED)


@pytest.fixture(scope="module", autouse=True)
def lives_on(databases: Databases) -> None:
    AnyGrant.databases = databases


TestAnyGrant = AnyGrant.TestCase
TestAnyGrant.settings = settings(
    max_examples=examples(6, 150),
    stateful_step_count=examples(16, 40),
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
)
