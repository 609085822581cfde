"""What happened in a week of a server, and what goes on."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.ids import GuildId, MemberId
from bot.domain.proposals.search import Search
from bot.domain.proposals.state import State
from bot.domain.spaces.space import Space
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.listing import Listed, Listing, newest
from bot.services.proposals.visibility import is_hidden
from bot.services.remembered import Remembered
from bot.services.treasury.spending import Paid, TreasurySpending
from bot.services.voting.live.live_votes import LiveVotes

_NEWEST = 200
"""Proposals of the server that a week is looked for in."""
_KEPT = timedelta(minutes=1)
_MOST_KEPT = 4


class Wrote(msgspec.Struct, frozen=True):
    """What a member wrote in the week."""

    member: MemberId
    proposals: int
    reasons: int


class Week(msgspec.Struct, frozen=True):
    """The digest of a server and its parts, from `since` on and before `until`; what goes on is as it is now."""

    space: Space
    """The server's root."""
    since: datetime
    until: datetime
    open: Sequence[Listed]
    """Votes that are under way, the one first that ends first."""
    decided: Sequence[Listed]
    """The latest first."""
    executing: Sequence[Listed]
    """What passed and isn't carried out yet."""
    wrote: Sequence[Wrote]
    """Who wrote most comes first. Without reasons in votes whose ballots are hidden now."""
    paid: Sequence[Paid]
    awaited: frozenset[int] = frozenset()
    """Numbers of the open votes in which a member, whose digest it is, hasn't voted, nor anybody for them."""

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.decided or self.executing or self.wrote or self.paid)


class WeekReading:
    """Reads weeks; many members are told of the same one, each at a time of their own."""

    def __init__(
        self,
        uow: UnitOfWork,
        listing: Listing,
        live_votes: LiveVotes,
        spending: TreasurySpending,
        clock: Clock,
    ) -> None:
        self._uow = uow
        self._listing = listing
        self._live_votes = live_votes
        self._spending = spending
        self._clock = clock
        self._read: Remembered[tuple[GuildId, datetime, datetime], tuple[datetime, Week]] = Remembered(
            _MOST_KEPT
        )

    async def of(self, guild: GuildId, since: datetime, until: datetime) -> Week:
        """What is among the newest proposals. Raises NotSetUp, StoredDataInvalid."""
        async with self._uow.reading() as repositories:
            space = await repositories.spaces.of_guild(guild)
            read = await newest(repositories, guild, Search(), limit=_NEWEST)
            found = await self._listing.listed(repositories, read)
            seen = [each.id for each in read if not is_hidden(each)]
            reasons = await repositories.ballots.reasons(seen, since, until)
        written = Counter(
            each.author for each in read if each.submission and since <= each.submission.at < until
        )
        wrote = [Wrote(each, written[each], reasons.get(each, 0)) for each in {*written, *reasons}]
        closed = [(each.proposal.closing.at, each) for each in found if each.proposal.closing]
        decided = [(at, each) for at, each in closed if since <= at < until]
        return Week(
            space,
            since,
            until,
            sorted((each for each in found if each.takes_votes), key=self._ends),
            [each for _, each in sorted(decided, key=lambda pair: pair[0], reverse=True)],
            [each for each in found if each.state in (State.TIMELOCK, State.EXECUTION)],
            sorted(wrote, key=lambda each: (-each.proposals - each.reasons, each.member)),
            await self._spending.between(guild, since, until),
        )

    async def of_member(self, guild: GuildId, since: datetime, until: datetime, member: MemberId) -> Week:
        """The same with the member's own votes first. What others are told within a minute isn't read anew."""
        key, now = (guild, since, until), self._clock.now()
        at, week = self._read.get(key, (None, None))
        if at is None or week is None or not now - _KEPT < at <= now:
            week = await self.of(guild, since, until)
            self._read.remember(key, (now, week))
        awaited = set()
        for each in week.open:
            live_vote = await self._live_votes.get(each.proposal.id)
            split = live_vote.effective_delegations().get(member)
            if member not in live_vote.voting and (split is None or not split.whole):
                awaited.add(each.proposal.number)
        opened = sorted(week.open, key=lambda each: each.proposal.number not in awaited)
        return replace(week, open=opened, awaited=frozenset(awaited))

    def _ends(self, listed: Listed) -> tuple[datetime, int]:
        now = self._clock.now()
        return listed.proposal.ends_at(now) or now, listed.proposal.number
