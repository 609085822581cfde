"""Closing a vote: make its result final, once, from the facts alone."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import structlog

from bot.domain.canonical import canonical_json
from bot.domain.councils.winners import Winners, winners_of
from bot.domain.delegation.caps import own_caps_part
from bot.domain.elections.choices import describe
from bot.domain.elections.conflicts import Conflict, conflicts_document
from bot.domain.elections.election import Election
from bot.domain.elections.tally import Result, encode_result, tally
from bot.domain.errors import VotingNotOpen, VotingStillOpen
from bot.domain.ids import Address, GuildId, MemberId, ProposalId
from bot.domain.metagovernance.outcome import cast_by
from bot.domain.notices.topics import Topic
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holder, MemberPower
from bot.domain.proposals.facts import Closing, Opening
from bot.domain.proposals.proposal import GRACE, Proposal
from bot.domain.proposals.record import VoteEvidence, WeighedBallot, record_document, veiled
from bot.domain.proposals.state import State, state
from bot.domain.rules.ballot_timeline import BallotTimeline
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import passes
from bot.services.accounts.paid_wallets import paid_at
from bot.services.delivery.notifications import (
    AnyNotification,
    PostConflict,
    PostEvent,
    PostReason,
    RefreshCard,
    TellSubscribers,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import reputation_evidence
from bot.services.voter_rewards.recorded import RewardFacts, reward_facts
from bot.services.voting.closing.deadlines import Deadlines, Review
from bot.services.voting.closing.final_count import FinalCount, final_count
from bot.services.voting.closing.finalize import Decision, finalize
from bot.services.voting.live.gathering import gathered
from bot.services.voting.live.live_vote import LiveVote
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.power_reads import PowerReads

_log = structlog.get_logger(__name__)

_COUNTS = 5
"""So often a vote is counted at most while ballots that are being stored still come in between."""


class _Facts(msgspec.Struct, frozen=True):
    """Everything that a count needs, as one transaction had it."""

    live_vote: LiveVote
    opening: Opening
    frozen: dict[str, Any]
    timeline: BallotTimeline | None
    evidence: dict[str, Any]
    power_of: Callable[[Holder], MemberPower]
    vote_evidence: VoteEvidence | None
    """What the ballots brought along; None in votes that ask for nothing."""
    conflicts: Sequence[Conflict]
    """What members declared."""
    rewards: RewardFacts | None
    candidates_wallets: Mapping[MemberId, Address]
    """Of the candidates, where those who are elected become owners of the Safe."""
    mark: tuple[int, ...]
    """Changes with everything that is stored and could change the count."""


class _Counted(msgspec.Struct, frozen=True):
    what: FinalCount
    decision: Decision | None
    """None where the power of some ballots isn't known, and the vote doesn't go on without them."""


class ClosingVotes(msgspec.Struct, frozen=True):
    """Nothing is counted in a transaction, or by the event loop: the facts are read, counted in a thread, and the
    result is stored if the facts are the same still."""

    uow: UnitOfWork
    powers: Powers
    reads: PowerReads
    live_votes: LiveVotes
    deadlines: Deadlines
    clock: Clock
    wake_signal: WakeSignal
    waiting: set[ProposalId] = msgspec.field(default_factory=set)
    """Those whose card shows already that the vote is over and the result waits."""

    async def close(self, proposal_id: ProposalId) -> Closing | None:
        """The result of a vote that has ended; the stored one when it is final already.

        None while a counted ballot's power can't be read: undetermined is never zero, so the close waits. After the
        policy's `unresolved_after` it goes on if the ballots that are undetermined can't change the outcome whatever
        they weigh, and says which they are; else it says that the result waits, and moderators may cancel. None, too,
        where a late swing extends the vote, and while its card is missing: it is paused then, or closed as soon as the
        card is back.

        Raises VotingNotOpen, VotingStillOpen.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            if proposal.unseen_since:
                return None
            live_vote = await gathered(repositories, proposal)
        await self.reads.read(proposal, live_vote.wallets_that_count())
        review = await self.deadlines.review(proposal_id) if proposal.rules.extension else None
        if review and review.moved:
            return None
        closing, over = await self._count_and_store(proposal_id, review)
        if not over:
            # Ballots were still on their way. What comes from now on waits, so that the count comes to an end.
            with self.live_votes.held(proposal_id):
                for _ in range(_COUNTS):
                    closing, over = await self._count_and_store(proposal_id, review)
                    if over:
                        break
        if closing:
            self.waiting.discard(proposal_id)
            self.live_votes.end(proposal_id)
            _log.info("vote.closed", proposal=proposal_id, passed=closing.passed, record=closing.record_hash)
        elif proposal_id not in self.waiting:
            self.waiting.add(proposal_id)
            self.live_votes.touch(proposal_id)
        return closing

    async def _count_and_store(
        self, proposal_id: ProposalId, review: Review | None
    ) -> tuple[Closing | None, bool]:
        """The result, if it is final now; and whether another count now would find the same."""
        async with self.uow.reading() as repositories:
            facts = await self._facts(repositories, proposal_id)
        now = self.clock.now()
        counted = await asyncio.to_thread(_count, facts, now)
        closing, told = None, False
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            self._ended(proposal)
            if proposal.closing:
                return proposal.closing, True
            if proposal.unseen_since:
                return None, True
            if await _mark(repositories, proposal) != facts.mark:
                return None, False
            undetermined = counted.what.undetermined
            if counted.decision is None:
                told = await self._report_unresolved(repositories, facts, undetermined)
            elif review is None or await self.deadlines.holds(
                repositories, proposal_id, review, undetermined=bool(undetermined)
            ):
                closing = await finalize(repositories, proposal, facts.live_vote.guild, counted.decision, now)
                told = True
        if told:
            self.wake_signal.send()
        return closing, True

    async def _facts(self, repositories: Repositories, proposal_id: ProposalId) -> _Facts:
        proposal = await repositories.proposals.get(proposal_id)
        opening = self._ended(proposal)
        live_vote = await gathered(repositories, proposal)
        frozen = json.loads(await repositories.proposals.frozen(proposal.id))
        # In the order in which the record lists them.
        voting = sorted(live_vote.voting, key=lambda member: (live_vote.ballots[member].cast_at, member))
        delegators = live_vote.effective_delegations()
        members = [*voting, *(each for each in delegators if not isinstance(each, str))]
        return _Facts(
            live_vote,
            opening,
            frozen,
            await self.deadlines.timeline(repositories, live_vote),
            await reputation_evidence(repositories, proposal, frozen, members),
            await self.powers.stored(repositories, opening),
            await _vote_evidence(repositories, proposal),
            list((await repositories.conflicts.of(proposal.id)).values()),
            await reward_facts(repositories, proposal, live_vote.guild, self.clock.now()),
            await _candidates_wallets(repositories, proposal, live_vote.guild),
            await _mark(repositories, proposal),
        )

    def _ended(self, proposal: Proposal) -> Opening:
        """The opening of a vote whose time, with the grace, is over. Raises VotingNotOpen, VotingStillOpen."""
        now = self.clock.now()
        current = state(proposal, now)
        ends_at = proposal.ends_at(now)
        if proposal.opening is None or ends_at is None:
            raise VotingNotOpen(proposal.number, current, proposal.opens_at)
        if proposal.closing is None and (current is not State.CLOSED or now < ends_at + GRACE):
            raise VotingStillOpen(proposal.number, ends_at)
        return proposal.opening

    async def _report_unresolved(
        self, repositories: Repositories, facts: _Facts, ballots: list[WeighedBallot]
    ) -> bool:
        """Say once, with every affected ballot, that the close waits for power that can't be read. Whether it was
        said now."""
        guild, proposal, now = facts.live_vote.guild, facts.live_vote.proposal, self.clock.now()
        if proposal.unresolved_reported_at or not _waited(facts, now):
            return False
        await repositories.proposals.report_unresolved(proposal.id, now)
        notification = PostEvent(
            guild, proposal.id, event="unresolved", data=_receipts(facts.opening, ballots), announce=True
        )
        await repositories.outbox.add(notification, RefreshCard(guild, proposal.id), at=now)
        return True


async def _candidates_wallets(
    repositories: Repositories, proposal: Proposal, guild: GuildId
) -> dict[MemberId, Address]:
    """The wallet that each candidate would sign with; nothing where nobody becomes an owner. No Safe owns itself."""
    executor = proposal.rules.executor
    if proposal.content.seats is None or executor is None:
        return {}
    found = await paid_at(repositories, guild, proposal.content.candidates, executor.chain)
    return {member: wallet for member, wallet in found.items() if wallet != executor.holder}


async def _vote_evidence(repositories: Repositories, proposal: Proposal) -> VoteEvidence | None:
    if proposal.rules.trust is TrustLevel.DISCORD:
        return None
    return await repositories.ballot_evidence.recorded(proposal.id)


async def _mark(repositories: Repositories, proposal: Proposal) -> tuple[int, ...]:
    ballots, conflicts = repositories.ballots, repositories.conflicts
    return proposal.version, await conflicts.mark(proposal.id), *await ballots.mark(proposal.id)


def _waited(facts: _Facts, now: datetime) -> bool:
    """Whether a close has waited for unread power as long as the policy says."""
    since = facts.live_vote.proposal.ends_at(now) or facts.opening.ends_at
    return now >= since + facts.opening.policy.periods.unresolved_after


def _count(facts: _Facts, now: datetime) -> _Counted:
    """Count through the same function as `folkmoot tally`, and make the record of it."""
    opening, proposal = facts.opening, facts.live_vote.proposal
    what = final_count(facts.live_vote, opening, facts.power_of)
    undetermined = what.undetermined
    if undetermined and not (_waited(facts, now) and what.settled()):
        return _Counted(what, None)
    election = what.election()
    tallied = tally(election)
    result: dict[str, Any] = json.loads(encode_result(tallied))
    record = record_document(
        proposal,
        opening,
        facts.frozen,
        what.known_ballots,
        what.delegations,
        what.recorded,
        election,
        result,
        now,
        what.wallet_delegations,
        facts.vote_evidence,
    )
    record |= own_caps_part(what.caps.own)
    record |= facts.evidence
    if undetermined:
        record["undetermined"] = [
            {
                "receipt": each.ballot.receipt(opening.pseudonyms),
                "voter": str(each.ballot.member),
                "choice": each.ballot.choice,
                "delegated": [
                    str(of.delegator)
                    for of in what.effective_delegations
                    if each.ballot.member in of.split.to and of.power.total is None
                ],
                "own": each.power.total is None,
            }
            for each in undetermined
        ]
    # What decided whether the vote was extended; None where its policy extends nothing.
    record["timeline"] = facts.timeline.document() if facts.timeline else None
    if facts.conflicts:
        record["conflicts"] = conflicts_document(facts.conflicts)
    place = (facts.live_vote.guild, proposal.id)
    notifications: list[AnyNotification] = []
    if undetermined:
        data = _receipts(opening, undetermined, over=True)
        notifications.append(PostEvent(*place, event="left_out", data=data, announce=True))
    if opening.policy.privacy == "after_close":
        notifications += _hidden_until_now(*place, opening, what)
        notifications += [
            PostConflict(*place, each.member, each.text)
            for each in facts.conflicts
            # What was declared in the discussion was said then.
            if each.at >= opening.at
        ]
    passed = passes(tallied, election.rules or Rules(), election.choices)
    winners = _winners(facts, election, tallied) if passed else None
    if opening.cast_terms is not None:
        # Whichever side it is, something must be cast.
        passed = passed and cast_by(opening.policy, opening.cast_terms, tallied.score_values) is not None
    if winners is not None:
        record["elected"] = winners.document()
    record = veiled(opening.pseudonyms, record)
    if facts.rewards:
        record["voter_rewards"] = facts.rewards.document(election, tallied, opening.pseudonyms)
    return _Counted(
        what, Decision(result, passed, canonical_json(record), what.effective_voters, notifications, winners)
    )


def _winners(facts: _Facts, election: Election, result: Result) -> Winners | None:
    """Who is elected by this result; None where the track elects nobody."""
    rule, candidates = facts.opening.policy.elects, facts.live_vote.proposal.content.candidates
    if rule is None:
        return None
    return winners_of(rule, candidates, facts.candidates_wallets, election, result)


def _receipts(opening: Opening, ballots: list[WeighedBallot], *, over: bool = False) -> dict[str, str]:
    """The receipts of these ballots with their choices, which are empty as long as they are hidden: until the vote is
    `over`."""
    hidden = opening.policy.privacy == "after_close" and not over
    return {
        each.ballot.receipt(opening.pseudonyms): ""
        if hidden
        else describe(opening.policy, each.ballot.choice)
        for each in ballots
    }


def _hidden_until_now(
    guild: GuildId, proposal: ProposalId, opening: Opening, what: FinalCount
) -> list[PostReason | TellSubscribers]:
    """Where choices were hidden: the reasons for the thread; and those are told who asked how their delegate votes."""
    choices = {each.ballot.member: describe(opening.policy, each.ballot.choice) for each in what.ballots}
    reasons = [
        PostReason(guild, proposal, each.ballot.member, choices[each.ballot.member], each.ballot.reason)
        for each in what.ballots
        if each.ballot.reason
    ]
    told = [TellSubscribers(guild, proposal, Topic.DELEGATE)] if what.effective_delegations else []
    return [*reasons, *told]
