"""Any course of delegating, voting and taking back: after each step the running count, and at the end the result and
its record, are what one gets who walks from delegate to delegate.

`FOLKMOOT_ASSURANCE=1` runs it long.
"""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.canonical import canonical_json
from bot.domain.delegation.delegation_graph import Depth
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import tally
from bot.domain.errors import DelegateRefuses, DelegationCycle, DelegationToOneself
from bot.domain.ids import MemberId, ProposalId
from tests.assurance import examples
from tests.databases import Databases
from tests.harness import CHOICES, TICK, ServiceHarness
from tests.harness.beginnings import beginnings_of
from tests.loops import new_runner
from tests.services.delegation.delegating import space

POWERS = {"ada": 1, "ben": 10, "cleo": 100, "dan": 1000, "eve": 0}
VOTES = 2
EMOJI = ("👍", "👎", "🤷")
names = st.sampled_from(sorted(POWERS))
choices = st.sampled_from(CHOICES)
pick = st.integers(0, VOTES - 1)
Answer = TypeVar("Answer")


@dataclass
class VoteRequest:
    """What should be known of a vote."""

    proposal: ProposalId
    given: dict[str, dict[str, int]]
    """To whom each member delegates, and in which parts."""
    numbers: dict[str, MemberId]
    accepts: dict[str, int]
    """How much members accept at most, who said so before it opened."""
    ballots: dict[str, str] = field(default_factory=dict)
    clicked: set[str] = field(default_factory=set)
    """Whose ballot was acknowledged by an interaction."""
    standing: dict[str, list[str]] = field(default_factory=dict)
    """What each member's reactions on the card say, the oldest first."""

    def scores(self, depth: Depth, cap: int | None) -> tuple[int, ...]:
        scores = dict.fromkeys(CHOICES, 0)
        given: Counter[str] = Counter()
        for name, power in POWERS.items():
            if name in self.ballots:
                scores[self.ballots[name]] += power
                continue
            for to, amount in self.shares(name, power).items():
                voter = self.voter_for(to, depth)
                if voter is not None:
                    given[voter] += amount
        for voter, amount in given.items():
            bounds = [amount, *([] if cap is None else [cap]), self.accepts.get(voter, amount)]
            scores[self.ballots[voter]] += min(bounds)
        return tuple(scores.values())

    def shares(self, name: str, power: int) -> dict[str, int]:
        """What of a power goes to each delegate: whole units, and what is left over to those who lost most."""
        given = self.given.get(name, {})
        exact = {to: Fraction(power * parts, sum(given.values())) for to, parts in given.items()}
        found = {to: int(amount) for to, amount in exact.items()}
        by_loss = sorted(given, key=lambda to: (found[to] - exact[to], -given[to], self.numbers[to]))
        for to in by_loss[: power - sum(found.values())] if given else ():
            found[to] += 1
        return found

    def voter_for(self, name: str, depth: Depth) -> str | None:
        """Who votes with what was delegated to this member."""
        for _ in range(len(POWERS) + 1):
            if name in self.ballots:
                return name
            if name not in self.given or depth == "one_hop":
                return None
            name = min(self.given[name], key=lambda to: (-self.given[name][to], self.numbers[to]))
        return None


class AnyDelegations(RuleBasedStateMachine):
    databases: ClassVar[Databases]

    def __init__(self) -> None:
        super().__init__()
        self.runner = new_runner()
        self.folder = tempfile.TemporaryDirectory()
        self.given: dict[str, dict[str, int]] = {}
        self.accepts: dict[str, int] = {}
        self.votes: list[VoteRequest] = []

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        return self.runner.run(act)

    @initialize(depth=st.sampled_from(["one_hop", "transitive"]), cap=st.sampled_from([None, 7, 150, 1_001]))
    def found(self, depth: Depth, cap: int | None) -> None:
        async def founded() -> ServiceHarness:
            harness = ServiceHarness(await self.databases.make(Path(self.folder.name) / "folkmoot.db"))
            harness.beginnings = beginnings_of(self.databases)
            harness.start()
            await space(harness, POWERS, depth, cap=cap)
            return harness

        self.depth, self.cap = depth, cap
        self.harness = self.run(founded())

    def teardown(self) -> None:
        if hasattr(self, "harness"):
            for vote in self.votes:
                self.run(self.closed(vote))
            self.run(self.harness.stop())
            self.run(self.databases.drop(self.harness.url))
        self.runner.close()
        self.folder.cleanup()

    async def closed(self, vote: VoteRequest) -> None:
        """The result and the count from the record are the expected ones."""
        count = await self.harness.close(vote.proposal)
        expected = dict(zip(CHOICES, vote.scores(self.depth, self.cap), strict=True))
        assert count.scores == {name: score for name, score in expected.items() if score}
        record = await self.harness.services.cards.record(vote.proposal)
        assert record is not None
        again = tally(decode(canonical_json(json.loads(record)["election"])))
        assert tuple(map(int, again.scores)) == vote.scores(self.depth, self.cap)

    @rule(delegator=names, given=st.dictionaries(names, st.integers(1, 9), min_size=1, max_size=3))
    def delegate(self, delegator: str, given: dict[str, int]) -> None:
        if len(given) == 1:
            given = dict.fromkeys(given, 1)
        shares = [(self.harness.member(name), parts) for name, parts in given.items()]
        with suppress(DelegationToOneself, DelegationCycle, DelegateRefuses):
            self.run(self.harness.services.delegating.split(self.harness.actor(delegator), shares))
            assert all(self.accepts.get(name, 1) for name in given)
            self.given[delegator] = given

    @rule(name=names, most=st.sampled_from([None, 0, 3, 90, 2_000]))
    def accept(self, name: str, most: int | None) -> None:
        """A delegate says how much they accept."""
        typed = "" if most is None else str(most)
        self.run(self.harness.services.delegating.describe(self.harness.actor(name), "", "", "", typed))
        if most is None:
            self.accepts.pop(name, None)
        else:
            self.accepts[name] = most

    @precondition(lambda self: self.given)
    @rule(number=st.integers(0, 4))
    def revoke(self, number: int) -> None:
        delegator = sorted(self.given)[number % len(self.given)]
        self.run(self.harness.services.delegating.revoke(self.harness.actor(delegator)))
        del self.given[delegator]

    @precondition(lambda self: len(self.votes) < VOTES)
    @rule()
    def open(self) -> None:
        async def opened() -> ProposalId:
            proposal = await self.harness.submitted("dan")
            await self.harness.open(proposal)
            await self.harness.post_card(proposal, message=7_000 + len(self.votes))
            return proposal

        numbers = {name: self.harness.member(name) for name in POWERS}
        self.votes.append(VoteRequest(self.run(opened()), dict(self.given), numbers, dict(self.accepts)))

    @precondition(lambda self: self.votes)
    @rule(
        number=pick,
        cast=st.lists(st.tuples(names, choices), min_size=1, max_size=4, unique_by=lambda c: c[0]),
    )
    def vote(self, number: int, cast: list[tuple[str, str]]) -> None:
        """Several at once, stored together."""
        vote = self.votes[number % len(self.votes)]

        async def all_of_them() -> None:
            await self.harness.pass_time(TICK)
            ballots = [self.harness.ballot(name, choice, proposal=vote.proposal) for name, choice in cast]
            await asyncio.gather(*map(self.harness.services.voting.cast, ballots))

        self.run(all_of_them())
        vote.ballots.update(cast)
        vote.clicked.update(name for name, _ in cast)

    @precondition(lambda self: self.votes)
    @rule(number=pick, name=names, choice=choices, back=st.booleans())
    def react(self, number: int, name: str, choice: str, back: bool) -> None:
        """A vote by reaction, taken back at once or not: what the newest one says that stands counts."""
        place = number % len(self.votes)
        vote, card, emoji = self.votes[place], 7_000 + place, EMOJI[CHOICES.index(choice)]

        async def reacted() -> None:
            await self.harness.pass_time(TICK)
            await self.harness.react(name, emoji, message=card)
            if back:
                await self.harness.react(name, emoji, added=False, message=card)

        known = self.run(self.reactions(vote.proposal))
        if (self.harness.member(name), emoji) in known:
            return
        self.run(reacted())
        standing = vote.standing.setdefault(name, [])
        if not back:
            standing.append(choice)
        if name in vote.clicked:
            return  # A reaction has no time, so that it never takes the place of what was acknowledged.
        if standing:
            vote.ballots[name] = standing[-1]
        else:
            vote.ballots.pop(name, None)

    async def reactions(self, proposal: ProposalId) -> set[tuple[int, str]]:
        async with self.harness.services.uow.reading() as repositories:
            return set(await repositories.reactions.of(proposal))

    @rule(forget=st.booleans())
    def restart(self, forget: bool) -> None:
        if forget:
            self.run(self.harness.restart())
        else:
            self.run(self.harness.pass_time(timedelta(minutes=1)))

    @invariant()
    def the_running_count_is_the_expected_one(self) -> None:
        for vote in self.votes:
            running_tally = self.run(self.harness.running_tally(vote.proposal))
            assert running_tally.scores == vote.scores(self.depth, self.cap)
            assert running_tally.undetermined == 0


@pytest.fixture(scope="module", autouse=True)
def lives_on(databases: Databases) -> None:
    AnyDelegations.databases = databases


TestAnyDelegations = AnyDelegations.TestCase
TestAnyDelegations.settings = settings(
    max_examples=examples(12, 150),
    stateful_step_count=examples(16, 40),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
)
