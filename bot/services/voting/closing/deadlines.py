"""When a vote ends: later where its outcome changed late, at once where nothing can change it any more."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
import structlog
from msgspec.structs import replace

from bot.domain.delegation.shares import least_share
from bot.domain.elections.ballot import milliseconds
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Extension
from bot.domain.proposals.facts import Extended, Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.record import election_of, parts_of
from bot.domain.proposals.state import State, state
from bot.domain.rules.ballot_timeline import BallotTimeline, TimelineFollower, WalletShare, missing
from bot.domain.rules.early_end import decided, remaining_power
from bot.domain.rules.late_swing import TimedBallot
from bot.services.delivery.notifications import PostEvent, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, JobName, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.voting.live.gathering import gathered
from bot.services.voting.live.live_vote import LiveVote, contracts
from bot.services.voting.live.live_votes import LiveVotes

_log = structlog.get_logger(__name__)


class Review(msgspec.Struct, frozen=True):
    """What a look at a vote came to."""

    moved: bool
    """Whether its end moved."""
    undetermined: bool = False
    """Whether the power of some ballot isn't known, so that more may come of it."""
    version: int | None = None
    """Of the job by which looks are asked for, when the ballots were read; None where nothing could move the end."""


class Deadlines(msgspec.Struct, frozen=True):
    """Looks at votes after their ballots, and stores it as a fact when their end moves."""

    uow: UnitOfWork
    live_votes: LiveVotes
    powers: Powers
    clock: Clock
    wake_signal: WakeSignal
    _followed: dict[ProposalId, TimelineFollower] = msgspec.field(default_factory=dict)
    _turns: dict[ProposalId, asyncio.Lock] = msgspec.field(default_factory=dict)
    """One look at a vote at a time."""

    async def request(self, repositories: Repositories, proposals: Iterable[Proposal]) -> bool:
        """Have those votes looked at whose end may have to move because of ballots that are stored in this
        transaction, or of powers that have become known. Whether there are any: they want a wake-up after it."""
        movable = [proposal.id for proposal in proposals if self.movable(proposal)]
        if movable:
            await repositories.jobs.request(movable, JobName.REVIEW_DEADLINE, self.clock.now())
        return bool(movable)

    async def powers_known(self, proposal: Proposal) -> None:
        """Powers of ballots have become known: have the vote looked at, if that may move its end."""
        if self.movable(proposal):
            async with self.uow.writing() as repositories:
                await self.request(repositories, [proposal])
            self.wake_signal.send()

    async def review(self, proposal_id: ProposalId) -> Review:
        """Move the end of an open vote, if its ballots ask for it."""
        async with self._turns.setdefault(proposal_id, asyncio.Lock()):
            return await self._review(proposal_id)

    async def holds(
        self,
        repositories: Repositories,
        proposal_id: ProposalId,
        review: Review,
        *,
        undetermined: bool = False,
    ) -> bool:
        """Whether nothing has come since that look which another one could find. `undetermined`: the vote closes
        without the powers that aren't known, so that nothing waits for them."""
        job = (await repositories.jobs.of(proposal_id)).get(JobName.REVIEW_DEADLINE)
        if review.undetermined and not undetermined:
            return False
        return review.version == (job.version if job else None)

    def forget(self, proposal_id: ProposalId) -> None:
        """The vote is over."""
        self._followed.pop(proposal_id, None)
        self._turns.pop(proposal_id, None)

    async def _review(self, proposal_id: ProposalId) -> Review:
        async with self.uow.reading() as repositories:
            job = (await repositories.jobs.of(proposal_id)).get(JobName.REVIEW_DEADLINE)
            live_vote = await gathered(repositories, await repositories.proposals.get(proposal_id))
            undetermined = await self._undetermined(live_vote)
            timeline = await self.timeline(repositories, live_vote)
        proposal, opening = live_vote.proposal, live_vote.proposal.opening
        version = job.version if job else None
        if opening is None or not self.movable(proposal):
            return Review(False, version=version)
        await self.powers.load(opening)
        await live_vote.weigh(self.powers)
        early = opening.policy.early_end and state(proposal, self.clock.now()) is State.VOTING
        if early and await asyncio.to_thread(_decided, live_vote, opening, self.powers):
            return Review(await self._store(live_vote, []), version=version)
        later: list[Extended] = []
        if timeline:
            following = self._followed.setdefault(proposal_id, TimelineFollower())
            later = missing(await asyncio.to_thread(following.swings, timeline), proposal.extensions)
        if later:
            return Review(await self._store(live_vote, later), version=version)
        return Review(False, undetermined, version)

    async def _undetermined(self, live_vote: LiveVote) -> bool:
        """Whether the power of some ballot isn't known. Asked before the ballots are looked at: a power that becomes
        known meanwhile is missing in what was seen."""
        if (opening := live_vote.proposal.opening) is None:
            return False
        await self.powers.load(opening)
        await live_vote.weigh(self.powers)
        _, _, undetermined = live_vote.known(self.powers)
        return bool(undetermined)

    async def timeline(self, repositories: Repositories, live_vote: LiveVote) -> BallotTimeline | None:
        """All that decides whether a live vote is extended; None where its policy extends nothing.

        Ballots of whose power nothing is known yet are left out.
        """
        opening = live_vote.proposal.opening
        if opening is None or opening.policy.extension is None:
            return None
        await self.powers.load(opening)
        await live_vote.weigh(self.powers)
        history = await repositories.ballots.history(live_vote.proposal.id)
        graph = live_vote.delegation_graph
        # Delegated power has no roles: they are read with a ballot of one's own.
        delegated_power = {
            member: self.powers.known(
                opening, replace(live_vote.holder(member, opening.at), roles=frozenset())
            ).total
            for member in (graph.delegators if graph else ())
        }
        ballots = []
        for ballot in history:
            holder = replace(live_vote.holder(ballot.member, ballot.cast_at), roles=frozenset(ballot.roles))
            if live_vote.takes_signed:
                held = live_vote.with_ballot(ballot)
                holder = replace(holder, wallets=tuple(held), chains=contracts(held))
            known = None if ballot.choice is None else self.powers.known(opening, holder)
            power = known.total if known else 0
            if power is not None:
                at = milliseconds(ballot.cast_at)
                parts = tuple((part, choice) for _, part, choice in parts_of(ballot, known)) if known else ()
                ballots.append(TimedBallot(at, str(ballot.member), power, ballot.choice, parts))
        return BallotTimeline(
            election=election_of(opening, []),
            ballots=ballots,
            ends_at=milliseconds(opening.ends_at),
            window=_milliseconds(opening.policy.extension.window),
            at_most=_milliseconds(opening.policy.extension.at_most),
            pauses=[
                # As long as the vote lost by it: a missing card is noticed before the vote is paused.
                (milliseconds(pause.at), milliseconds(pause.at + pause.lost(pause.resumed_at)))
                for pause in live_vote.proposal.suspensions
                if pause.resumed_at
            ],
            # There may be many thousands of them. The copy of the vote is this look's own.
            wallet_shares=await asyncio.to_thread(_wallet_shares, live_vote, self.powers),
            delegations=live_vote.delegations if graph else (),
            delegated_power={member: power for member, power in delegated_power.items() if power is not None},
            depth=graph.depth if graph else "one_hop",
            caps=live_vote.caps,
        )

    def movable(self, proposal: Proposal) -> bool:
        """Whether there is something that could move the end now."""
        opening, now = proposal.opening, self.clock.now()
        if opening is None or proposal.decided_at or state(proposal, now) not in (State.VOTING, State.CLOSED):
            return False
        return opening.policy.early_end or _in_window(opening.policy.extension, proposal.ends_at(now), now)

    async def _store(self, live_vote: LiveVote, later: list[Extended]) -> bool:
        """Store the extensions, or (without any) that the vote is decided, and have it said.

        False where the proposal has changed since it was read: the next look begins with what it is then.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            fresh = await repositories.proposals.get(live_vote.proposal.id)
            if fresh.version != live_vote.proposal.version:
                return False
            place = (live_vote.guild, fresh.id)
            for extension in later:
                await repositories.proposals.extend(fresh.id, extension)
            if later:
                ends_at = replace(fresh, extensions=(*fresh.extensions, *later)).ends_at(now)
                assert ends_at is not None, "an open vote has an end"
                data = {"end": str(milliseconds(ends_at) // 1000)}
                await repositories.outbox.add(PostEvent(*place, event="extended", data=data), at=now)
            else:
                await repositories.proposals.decide(fresh.id, now)
            await repositories.outbox.add(RefreshCard(*place), at=now)
        self.wake_signal.send()
        _log.info("vote.extended" if later else "vote.decided", proposal=live_vote.proposal.id)
        return True


def _wallet_shares(live_vote: LiveVote, powers: Powers) -> list[WalletShare]:
    """What wallets delegated on chain, without those that are known to have nothing."""
    shares = (WalletShare(each, live_vote.own(each.wallet, powers)) for each in live_vote.routes())
    return [share for share in shares if share.power != 0]


def _decided(live_vote: LiveVote, opening: Opening, powers: Powers) -> bool:
    """Whether nothing that may still come can change the outcome."""
    votes, effective_delegations, _ = live_vote.known(powers)
    election = election_of(opening, votes, effective_delegations, live_vote.parts(powers))
    rule = opening.policy.power
    remaining = remaining_power(election, linear=rule.curve == "linear")
    least = least_share(rule.least, [each.delegator for each in live_vote.delegations], live_vote.caps)
    return decided(election, remaining, least) is not None


def _in_window(extension: Extension | None, ends_at: datetime | None, now: datetime) -> bool:
    return extension is not None and ends_at is not None and now >= ends_at - extension.window


def _milliseconds(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)
