"""Closing a vote: make its result final, once, from the facts alone."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.choices import describe
from bot.domain.errors import VotingNotOpen, VotingStillOpen
from bot.domain.ids import ContentHash, GuildId, ProposalId
from bot.domain.proposal import Closing, Opening, Proposal, State, state
from bot.domain.record import WeighedBallot, record_document
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import passes
from bot.domain.tally import encode_result, tally
from bot.services.delivery.notifications import (
    NotifyDelegator,
    PostEvent,
    PostReason,
    PostResult,
    PostResultInThread,
    RefreshCard,
)
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.proposals.stages import follow
from bot.services.reputation.reputation import reputation_evidence, reward
from bot.services.voting.deadlines import Deadlines
from bot.services.voting.final_count import FinalCount, final_count, wallets_that_count
from bot.services.voting.live_votes import LiveVotes

_log = structlog.get_logger(__name__)

GRACE = timedelta(seconds=3)
"""So long after the end a ballot made before it may still be on its way: Discord drops an interaction that
nobody acknowledges within three seconds."""


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
            wallets = await wallets_that_count(repositories, proposal_id, opening)
        await self.powers.ensure(opening, wallets)
        if opening.policy.extension and await self.deadlines.review(proposal_id):
            return None

        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            guild = (await repositories.spaces.get(proposal.space)).guild
            what = await final_count(repositories, self.powers, proposal, opening)
            closing = None
            if what.undetermined:
                told = await self._report_unresolved(
                    repositories, proposal, opening, guild, what.undetermined
                )
            elif opening.policy.extension and self.deadlines.due(proposal):
                told = True  # Since the look something has become known. The sweep looks again.
            else:
                closing, told = await self._finish(repositories, proposal, opening, guild, what), True
        if told:
            # Not for a close that goes on waiting: the sweep would look again at once, for ever.
            self.wake_signal.send()
        if closing is None and proposal_id not in self.waiting:
            self.waiting.add(proposal_id)
            self.live_votes.touch(proposal_id)
        if closing:
            self.waiting.discard(proposal_id)
            self.live_votes.drop(proposal_id)
            self.deadlines.forget(proposal_id)
            _log.info("vote.closed", proposal=proposal_id, passed=closing.passed, record=closing.record_hash)
        return closing

    async def _finish(
        self,
        repositories: Repositories,
        proposal: Proposal,
        opening: Opening,
        guild: GuildId,
        what: FinalCount,
    ) -> Closing:
        """Store the result with its record, and everything that follows from it, in the close's transaction."""
        now = self.clock.now()
        frozen = json.loads(await repositories.proposals.frozen(proposal.id))
        evidence = await reputation_evidence(repositories, proposal, frozen, what.members)
        evidence["timeline"] = await self._timeline(repositories, opening, proposal.id)
        closing, record = _count(proposal, opening, frozen, what, evidence, now)
        await repositories.proposals.close(proposal.id, closing, record)
        await reward(repositories, proposal, closing, what.effective_voters)
        if closing.passed:
            await follow(repositories, proposal, guild, now)
        else:
            await repositories.proposals.settle(proposal.id)
        place = (guild, proposal.id)
        await repositories.outbox.add(
            RefreshCard(*place), PostResult(*place), PostResultInThread(*place), at=now
        )
        if opening.policy.privacy == "after_close":
            await repositories.outbox.add(*_hidden_until_now(*place, opening, what), at=now)
        return closing

    async def _timeline(
        self, repositories: Repositories, opening: Opening, proposal: ProposalId
    ) -> dict[str, Any] | None:
        """For the record: what decided whether the vote was extended; None where its policy extends nothing."""
        if opening.policy.extension is None:
            return None
        timeline = await self.deadlines.timeline(
            repositories, await self.live_votes.read(repositories, proposal)
        )
        return timeline.document() if timeline else None

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
        proposal: Proposal,
        opening: Opening,
        guild: GuildId,
        ballots: list[WeighedBallot],
    ) -> bool:
        """Say once, with every affected ballot, that the close waits for power that can't be read. Whether it was
        said now."""
        now = self.clock.now()
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


def _count(
    proposal: Proposal,
    opening: Opening,
    frozen: dict[str, Any],
    what: FinalCount,
    evidence: dict[str, Any],
    now: datetime,
) -> tuple[Closing, bytes]:
    """Count through the same function as `folkmoot tally`, and make the record of it, with further evidence."""
    election = what.election(opening)
    tallied = tally(election)
    result: dict[str, Any] = json.loads(encode_result(tallied))
    record = canonical_json(
        record_document(
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
        | evidence
    )
    passed = passes(tallied, election.rules or Rules(), election.choices)
    return Closing(now, result, passed, ContentHash(content_hash(record))), record
