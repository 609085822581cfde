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
from bot.services.boards import Boards
from bot.services.counted import Counted, counted, wallets_that_count
from bot.services.ends import VoteEnds
from bot.services.notices import (
    PostEvent,
    PostReason,
    PostResult,
    PostResultInThread,
    RefreshCard,
    TellDelegator,
)
from bot.services.outbox import Bell
from bot.services.ports import Clock, Facts, UnitOfWork
from bot.services.powers import Powers
from bot.services.reputation import earn, reputation_evidence
from bot.services.stages import follow

_log = structlog.get_logger(__name__)

GRACE = timedelta(seconds=3)
"""So long after the end a ballot made before it may still be on its way: Discord drops an interaction that
nobody acknowledges within three seconds."""


@dataclass(frozen=True)
class ClosingVotes:
    uow: UnitOfWork
    powers: Powers
    boards: Boards
    ends: VoteEnds
    clock: Clock
    bell: Bell
    waiting: set[ProposalId] = field(default_factory=set)
    """Those whose card shows already that the vote is over and the result waits."""

    async def close(self, proposal_id: ProposalId) -> Closing | None:
        """The result of a vote that has ended; the stored one when it is final already.

        None while a counted ballot's power can't be read: undetermined is never zero, so the close waits, and
        after the policy's `unresolved_after` says so. None, too, where a late swing extends the vote.

        Raises VotingNotOpen, VotingStillOpen.
        """
        async with self.uow.reading() as facts:
            proposal = await facts.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            wallets = await wallets_that_count(facts, proposal_id, opening)
        await self.powers.ensure(opening, wallets)
        if opening.policy.extension and await self.ends.look(proposal_id):
            return None

        async with self.uow.writing() as facts:
            proposal = await facts.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            guild = (await facts.spaces.get(proposal.space)).guild
            what = await counted(facts, self.powers, proposal, opening)
            closing = None
            if what.undetermined:
                told = await self._report_unresolved(facts, proposal, opening, guild, what.undetermined)
            elif opening.policy.extension and self.ends.due(proposal):
                told = True  # Since the look something has become known. The sweep looks again.
            else:
                closing, told = await self._finish(facts, proposal, opening, guild, what), True
        if told:
            # Not for a close that goes on waiting: the sweep would look again at once, for ever.
            self.bell.ring()
        if closing is None and proposal_id not in self.waiting:
            self.waiting.add(proposal_id)
            self.boards.touch(proposal_id)
        if closing:
            self.waiting.discard(proposal_id)
            self.boards.drop(proposal_id)
            self.ends.forget(proposal_id)
            _log.info("vote.closed", proposal=proposal_id, passed=closing.passed, record=closing.record_hash)
        return closing

    async def _finish(
        self, facts: Facts, proposal: Proposal, opening: Opening, guild: GuildId, what: Counted
    ) -> Closing:
        """Store the result with its record, and everything that follows from it, in the close's transaction."""
        now = self.clock.now()
        frozen = json.loads(await facts.proposals.frozen(proposal.id))
        evidence = await reputation_evidence(facts, proposal, frozen, what.members)
        evidence["course"] = await self._course(facts, opening, proposal.id)
        closing, record = _count(proposal, opening, frozen, what, evidence, now)
        await facts.proposals.close(proposal.id, closing, record)
        await earn(facts, proposal, closing, what.heard)
        if closing.passed:
            await follow(facts, proposal, guild, now)
        else:
            await facts.proposals.settle(proposal.id)
        place = (guild, proposal.id)
        await facts.outbox.add(RefreshCard(*place), PostResult(*place), PostResultInThread(*place), at=now)
        if opening.policy.privacy == "after_close":
            await facts.outbox.add(*_hidden_until_now(*place, opening, what), at=now)
        return closing

    async def _course(self, facts: Facts, opening: Opening, proposal: ProposalId) -> dict[str, Any] | None:
        """For the record: what decided whether the vote was extended; None where its policy extends nothing."""
        if opening.policy.extension is None:
            return None
        course = await self.ends.course(facts, await self.boards.read(facts, proposal))
        return course.document() if course else None

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
        self, facts: Facts, proposal: Proposal, opening: Opening, guild: GuildId, ballots: list[WeighedBallot]
    ) -> bool:
        """Say once, with every affected ballot, that the close waits for power that can't be read. Whether it was
        said now."""
        now = self.clock.now()
        since = proposal.ends_at(now) or opening.ends_at
        if proposal.unresolved_reported_at or now < since + opening.policy.periods.unresolved_after:
            return False
        await facts.proposals.report_unresolved(proposal.id, now)
        hidden = opening.policy.privacy == "after_close"
        data = {
            each.ballot.receipt: "hidden" if hidden else describe(opening.policy, each.ballot.choice)
            for each in ballots
        }
        notice = PostEvent(guild, proposal.id, event="unresolved", data=data, announce=True)
        await facts.outbox.add(notice, RefreshCard(guild, proposal.id), at=now)
        return True


def _hidden_until_now(
    guild: GuildId, proposal: ProposalId, opening: Opening, what: Counted
) -> list[PostReason | TellDelegator]:
    """Where choices were hidden: the reasons for the thread, and how their delegate voted, for those who asked."""
    told = {each.delegator for each in what.delegations if each.told}
    choices = {each.ballot.member: describe(opening.policy, each.ballot.choice) for each in what.ballots}
    reasons = [
        PostReason(guild, proposal, each.ballot.member, choices[each.ballot.member], each.ballot.reason)
        for each in what.ballots
        if each.ballot.reason
    ]
    told_now = [
        TellDelegator(guild, proposal, loan.delegator, loan.to, choices[loan.to])
        for loan in what.loans
        if loan.delegator in told
    ]
    return [*reasons, *told_now]


def _count(
    proposal: Proposal,
    opening: Opening,
    frozen: dict[str, Any],
    what: Counted,
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
            what.loans,
            election,
            result,
            now,
        )
        | evidence
    )
    passed = passes(tallied, election.rules or Rules(), election.choices)
    return Closing(now, result, passed, ContentHash(content_hash(record))), record
