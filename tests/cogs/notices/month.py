"""A server in which members chose at random what they are told and when, and its month: proposals come every week,
members vote or don't, and the bot writes to them as its outbox lets it."""

import gc
import heapq
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.domain.ids import GuildId, MemberId, ProposalId
from bot.domain.local_time import Weekday
from bot.domain.notices.digest_time import DigestTime
from bot.domain.notices.topics import Topic
from bot.domain.policy.model import DelegationRule
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import TellMember
from bot.services.delivery.notifications.notification import Queue
from bot.services.delivery.outbox import LIMITS
from bot.services.ports import Delivery, OutboxEntry
from cogs.notifications import DiscordNotifications
from tests.fakes import RecordingHandler
from tests.fakes.direct_messages import FakeDirectMessages
from tests.harness import DISCUSSION, GUARDIANS, GUILD, MODERATORS, OTHER_GUILD, VOTING, ServiceHarness
from tests.services.delegation.delegating import rule

WEEK = timedelta(weeks=1)
AUTHORS = 6
DELEGATES = 3
"""They vote on everything, and one in twenty delegates to one of them."""
_PACE = LIMITS[Queue.NOTICES].pace
_LATE = timedelta(minutes=5)
_NUMBER = r"\*\* \((?:proposal|Vorschlag|propuesta) (\d+)\)"
_SAID = {
    Topic.PROPOSALS: re.compile(rf"^💬 \*\*.*?{_NUMBER}", re.M),
    Topic.OPENING: re.compile(rf"^🗳️ \*\*.*?{_NUMBER}", re.M),
    Topic.ENDING: re.compile(rf"^⏰ \*\*.*?{_NUMBER}", re.M),
    Topic.DELEGATE: re.compile(rf"^🗳️ <@.*?{_NUMBER}", re.M),
    Topic.RESULT: re.compile(rf"^📊 \*\*.*?{_NUMBER}", re.M),
    Topic.DUE: re.compile(rf"^🛡️ \*\*.*?{_NUMBER}", re.M),
    Topic.DELEGATED: re.compile(r"^🤝()", re.M),
    Topic.DIGEST: re.compile(r"(?:The week until|Die Woche bis|La semana hasta).*<t:(\d+)"),
}
"""How one recognises what a message tells, and of which proposal or week."""


@dataclass(frozen=True)
class Chosen:
    topics: frozenset[Topic] = frozenset()
    quiet: tuple[int, int] | None = None
    """From which hour to which."""
    offset: int = 0
    """By how many hours their clocks are ahead of UTC."""

    def wants(self, at: datetime) -> bool:
        """Whether they want to be written to at this time."""
        if self.quiet is None:
            return True
        begins, ends = self.quiet
        hour = (at + timedelta(hours=self.offset)).hour
        return not (begins <= hour < ends if begins < ends else hour >= begins or hour < ends)


@dataclass(frozen=True)
class Vote:
    """A proposal as the members met it."""

    guild: GuildId
    id: ProposalId
    number: int
    author: MemberId


class _Handler(RecordingHandler):
    """Posts go nowhere, direct messages to Discord."""

    members: DiscordNotifications
    stirred = False
    """Whether something was posted that is looked for again, since it was asked last."""

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        if isinstance(entry.notification, TellMember):
            return await self.members.deliver(entry)
        delivery = await super().deliver(entry)
        self.delivered.clear()
        self.attempts.clear()
        self.stirred = self.stirred or bool(delivery.posted)
        return delivery


class Month:
    """`told` has what arrived: to whom, when, of which server, which topic, and of which proposal or week."""

    def __init__(self, harness: ServiceHarness, members: int, proposals: int, seed: int) -> None:
        self.harness = harness
        self.random = Random(seed)
        self.members = {GUILD: members, OTHER_GUILD: max(2 * (AUTHORS + DELEGATES), members // 10)}
        self.proposals = proposals
        self.chosen: dict[tuple[GuildId, MemberId], Chosen] = {}
        self.votes: list[Vote] = []
        self.voted: dict[tuple[ProposalId, MemberId], datetime] = {}
        self.delegating: set[MemberId] = set()
        self.told: list[tuple[MemberId, float, GuildId, str, int]] = []
        self.messages: list[float] = []
        """When each of them arrived."""
        self.unread: list[str] = []
        """Texts of which nothing was recognised."""
        self.objects: list[int] = []
        """How many there are at the end of each week."""
        self._handler = _Handler()
        self._discord = FakeDirectMessages(harness.clock.now, self._arrived)
        self._plan: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._planned = 0

    async def begin(self) -> None:
        harness = self.harness
        harness.handler = self._handler
        await harness.restart()
        client = self._discord.client(harness.services, (GUILD, OTHER_GUILD), (MODERATORS, GUARDIANS))
        self._handler.members = DiscordNotifications(client, harness.services)
        for guild, members in self.members.items():
            await harness.set_up(guild=guild)
            await rule(harness, guild=guild, delegation=DelegationRule())
            names = [f"m{number}" for number in range(members)]
            await harness.powers({name: self.random.randint(1, 50) for name in names}, guild=guild)
            for name in names:
                await self._choose(guild, name)
            await harness.services.digesting.set(
                harness.moderator(guild=guild), DigestTime(Weekday.MONDAY, 9, "UTC")
            )
        guardian = harness.member("m0")
        self._discord.roles[GUILD, guardian] = frozenset({GUARDIANS})
        for number in range(AUTHORS + DELEGATES, self.members[GUILD], 20):
            delegator = harness.actor(f"m{number}")
            self.delegating.add(delegator.member)
            delegate = harness.member(f"m{AUTHORS + self.random.randrange(DELEGATES)}")
            await harness.services.delegating.delegate(delegator, delegate)
        begins = harness.clock.now()
        for number in range(self.proposals):
            guild = OTHER_GUILD if number % 6 == 5 else GUILD
            week, hours = number % 3, self.random.expovariate(1)
            self._at(begins + week * WEEK + timedelta(hours=1 + hours), self._propose(guild, number))

    async def live(self, time: timedelta) -> None:
        """Let so much time pass, at the end of which the objects are counted."""
        harness = self.harness
        until = harness.clock.now() + time
        sweep_at = harness.clock.now()
        while (now := harness.clock.now()) < until:
            while self._plan and self._plan[0][0] <= now:
                await heapq.heappop(self._plan)[2]()
            if self._handler.stirred or sweep_at <= now:
                self._handler.stirred = False
                harness.chain.advance(harness.chain.finality + 1)
                await harness.sweep.run()
            await harness.notifications()
            sweep_at, then = await self._next(now)
            if not self._handler.stirred:
                harness.clock.advance(min(until, sweep_at, then) - now)
        harness.chain.requests.clear()
        gc.collect()
        self.objects.append(len(gc.get_objects()))

    async def drained(self) -> bool:
        """Whether nobody waits to be told anything."""
        async with self.harness.services.uow.reading() as repositories:
            return await repositories.outbox.next_due(Queue.NOTICES) is None

    async def _next(self, now: datetime) -> tuple[datetime, datetime]:
        """When a job is due again, and when there is something else to do."""
        async with self.harness.services.uow.reading() as repositories:
            sweep_at = await repositories.jobs.next_due(now)
            told_at = [await repositories.outbox.next_due(queue) for queue in Queue]
        # What is due already waits for its pace.
        times = [max(due, now + _PACE.every * _PACE.at_once) if due <= now else due for due in told_at if due]
        times += [time for time, _, _ in self._plan[:1]]
        return sweep_at or now + WEEK, min(times, default=now + WEEK)

    async def _choose(self, guild: GuildId, name: str) -> None:
        member, random = self.harness.member(name), self.random
        everything = random.random() < 1 / 3
        topics = frozenset(each for each in Topic if everything or random.random() < 1 / 2)
        quiet = random.sample(range(24), 2) if random.random() < 1 / 2 else None
        if quiet is not None and (quiet[1] - quiet[0]) % 24 > 12:
            quiet.reverse()
        offset = random.randint(-11, 12)
        self.chosen[guild, member] = Chosen(topics, (quiet[0], quiet[1]) if quiet else None, offset)
        choosing = self.harness.services.choosing_notices
        await choosing.choose(guild, member, topics, random.choice(("en-GB", "de", "es-ES")))
        if quiet is not None:
            begins, ends = (f"{hour}:00" for hour in quiet)
            await choosing.keep_quiet(guild, member, begins, ends, f"{offset:+03d}:00")

    def _at(self, time: datetime, act: Callable[[], Awaitable[None]]) -> None:
        self._planned += 1
        heapq.heappush(self._plan, (time, self._planned, act))

    def _propose(self, guild: GuildId, number: int) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            harness, now = self.harness, self.harness.clock.now()
            author = f"m{number % AUTHORS}"
            await harness.drafted(author, guild=guild, title="Nobody may hear of it")
            found = await harness.submitted(author, guild=guild, title=f"Well {number}")
            proposal = await harness.get(found)
            self.votes.append(Vote(guild, found, proposal.number, harness.member(author)))
            opens = now + DISCUSSION + _LATE
            voters = self.members[guild]
            some = self.random.sample(range(AUTHORS + DELEGATES, voters), min(voters // 4, 100))
            for voter in (*range(AUTHORS, AUTHORS + DELEGATES), *some):
                at = opens + (VOTING - 2 * _LATE) * self.random.random()
                self._at(at, self._vote(guild, found, f"m{voter}"))

        return act

    def _vote(self, guild: GuildId, proposal: ProposalId, name: str) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            harness = self.harness
            if harness.member(name) in self.delegating:
                return
            assert await harness.state(proposal) is State.VOTING
            choice = "For" if self.random.random() < 2 / 3 else "Against"
            await harness.services.voting.cast(harness.ballot(name, choice, proposal=proposal, guild=guild))
            self.voted[proposal, harness.member(name)] = harness.clock.now()

        return act

    def _arrived(self, member: MemberId, at: datetime, text: str) -> None:
        head = re.match(r"\*\*DAO (\d+)\*\*\n", text)
        guild = GuildId(int(head[1])) if head else GuildId(0)
        found = [
            (member, at.timestamp(), guild, topic.value, int(number or 0))
            for topic, said in _SAID.items()
            for number in said.findall(text)
        ]
        self.told += found
        self.messages.append(at.timestamp())
        if not found or "Nobody may hear" in text:
            self.unread.append(text)
