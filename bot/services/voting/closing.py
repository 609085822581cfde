"""Closing a vote: make its result final, once, from the facts alone."""

import json
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.domain.choices import describe
from bot.domain.errors import VotingNotOpen, VotingStillOpen
from bot.domain.ids import GuildId, ProposalId
from bot.domain.proposal import GRACE, Closing, Opening, Proposal, State, state
from bot.domain.record import WeighedBallot, record_document
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import passes
from bot.domain.tally import encode_result, tally
from bot.services.delivery.notifications import NotifyDelegator, PostEvent, PostReason, RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.reputation.reputation import reputation_evidence
from bot.services.voting.deadlines import Deadlines
from bot.services.voting.final_count import FinalCount, final_count
from bot.services.voting.finalize import Decision, finalize
from bot.services.voting.live_vote import LiveVote, gathered
from bot.services.voting.live_votes import LiveVotes

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ClosingVotes:
    uow: UnitOfWork
    powers: Powers
    live_votes: LiveVotes
    deadlines: Deadlines
    clock: Clock
    wake_signal: WakeSignal
    waiting: set[ProposalId] = field(default_factory=set)
    """Those whose card shows already that the vote is over and the result waits."""

    async def close(self, proposal_id: ProposalId) -> Closing | None:
        """The result of a vote that has ended; the stored one when it is final already.

        None while a counted ballot's power can't be read: undetermined is never zero, so the close waits, and
        after the policy's `unresolved_after` says so. None, too, where a late swing extends the vote.

        Raises VotingNotOpen, VotingStillOpen.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            live_vote = await gathered(repositories, proposal)
        await self.powers.ensure(opening, live_vote.wallets_that_count())
        review = await self.deadlines.review(proposal_id) if opening.policy.extension else None
        if review and review.moved:
            return None

        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            live_vote = await gathered(repositories, proposal)
            what = await final_count(repositories, self.powers, live_vote, opening)
            closing, told = None, False
            if what.undetermined:
                told = await self._report_unresolved(repositories, live_vote, opening, what.undetermined)
            elif review is None or await self.deadlines.holds(repositories, proposal_id, review):
                closing, told = await self._finish(repositories, live_vote, opening, what), True
        if told:
            self.wake_signal.send()
        if closing:
            self.waiting.discard(proposal_id)
            self.live_votes.end(proposal_id)
            _log.info("vote.closed", proposal=proposal_id, passed=closing.passed, record=closing.record_hash)
        elif proposal_id not in self.waiting:
            self.waiting.add(proposal_id)
            self.live_votes.touch(proposal_id)
        return closing

    async def _finish(
        self, repositories: Repositories, live_vote: LiveVote, opening: Opening, what: FinalCount
    ) -> Closing:
        """Count through the same function as `folkmoot tally`, and make it final with the record of it."""
        proposal, now = live_vote.proposal, self.clock.now()
        frozen = json.loads(await repositories.proposals.frozen(proposal.id))
        timeline = await self.deadlines.timeline(repositories, live_vote)
        election = what.election(opening)
        tallied = tally(election)
        result: dict[str, Any] = json.loads(encode_result(tallied))
        record = record_document(
            proposal,
            opening,
            frozen,
            what.ballots,
            what.delegations,
            what.effective_delegations,
            election,
            result,
            now,
        )
        record |= await reputation_evidence(repositories, proposal, frozen, what.members)
        # What decided whether the vote was extended; None where its policy extends nothing.
        record["timeline"] = timeline.document() if timeline else None
        notifications: list[PostReason | NotifyDelegator] = []
        if opening.policy.privacy == "after_close":
            notifications = _hidden_until_now(live_vote.guild, proposal.id, opening, what)
        passed = passes(tallied, election.rules or Rules(), election.choices)
        decision = Decision(result, passed, record, what.effective_voters, notifications)
        return await finalize(repositories, proposal, live_vote.guild, decision, now)

    def _ended(self, proposal: Proposal) -> Opening:
        """The opening of a vote whose time, with the grace, is over. Raises VotingNotOpen, VotingStillOpen."""
        now = self.clock.now()
        current = state(proposal, now)
        ends_at = proposal.ends_at(now)
        if proposal.opening is None or ends_at is None:
            raise VotingNotOpen(proposal.id, current, proposal.opens_at)
        if proposal.closing is None and (current is not State.CLOSED or now < ends_at + GRACE):
            raise VotingStillOpen(proposal.id, ends_at)
        return proposal.opening

    async def _report_unresolved(
        self,
        repositories: Repositories,
        live_vote: LiveVote,
        opening: Opening,
        ballots: list[WeighedBallot],
    ) -> bool:
        """Say once, with every affected ballot, that the close waits for power that can't be read. Whether it was
        said now."""
        guild, proposal, now = live_vote.guild, live_vote.proposal, self.clock.now()
        since = proposal.ends_at(now) or opening.ends_at
        if proposal.unresolved_reported_at or now < since + opening.policy.periods.unresolved_after:
            return False
        await repositories.proposals.report_unresolved(proposal.id, now)
        hidden = opening.policy.privacy == "after_close"
        data = {
            each.ballot.receipt: "hidden" if hidden else describe(opening.policy, each.ballot.choice)
            for each in ballots
        }
        notification = PostEvent(guild, proposal.id, event="unresolved", data=data, announce=True)
        await repositories.outbox.add(notification, RefreshCard(guild, proposal.id), at=now)
        return True


def _hidden_until_now(
    guild: GuildId, proposal: ProposalId, opening: Opening, what: FinalCount
) -> list[PostReason | NotifyDelegator]:
    """Where choices were hidden: the reasons for the thread, and how their delegate voted, for those who asked."""
    told = {each.delegator for each in what.delegations if each.notify}
    choices = {each.ballot.member: describe(opening.policy, each.ballot.choice) for each in what.ballots}
    reasons = [
        PostReason(guild, proposal, each.ballot.member, choices[each.ballot.member], each.ballot.reason)
        for each in what.ballots
        if each.ballot.reason
    ]
    told_now = [
        NotifyDelegator(guild, proposal, delegation.delegator, delegation.to, choices[delegation.to])
        for delegation in what.effective_delegations
        if delegation.delegator in told
    ]
    return [*reasons, *told_now]
