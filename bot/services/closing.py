"""Closing a vote: make its result final, once, from the facts alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.ballot import Ballot
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.choices import describe
from bot.domain.delegation import FrozenDelegation, lendings
from bot.domain.errors import VotingNotOpen, VotingStillOpen
from bot.domain.ids import Address, ContentHash, GuildId, MemberId, ProposalId, RoleId
from bot.domain.power import Holder, MemberPower
from bot.domain.proposal import Closing, Opening, Proposal, State, state
from bot.domain.record import WeighedBallot, WeighedLoan, election_of, record_document
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import passes
from bot.domain.tally import encode_result, tally
from bot.services.boards import Boards
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
from bot.services.reputation import earn, frozen_reputation, reputation_evidence
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
            ballots = await _counting(facts, proposal_id)
            wallets = await _claimed(facts, proposal_id)
            delegations = await facts.delegations.frozen(proposal_id)
        opening = self._ended(proposal)
        if proposal.closing:
            return proposal.closing
        counting = [*ballots, *_loans(opening, delegations, ballots)]
        await self.powers.ensure(opening, [w for member in counting for w in wallets.get(member, ())])
        if opening.policy.extension and await self.ends.look(proposal_id):
            return None

        now = self.clock.now()
        async with self.uow.writing() as facts:
            proposal = await facts.proposals.get(proposal_id)
            opening = self._ended(proposal)
            if proposal.closing:
                return proposal.closing
            guild = (await facts.spaces.get(proposal.space)).guild
            ballots = await _counting(facts, proposal_id)
            wallets = await _claimed(facts, proposal_id)
            reputation = await frozen_reputation(facts, proposal)
            power_of = await self.powers.stored(facts, opening)

            def power(member: MemberId, roles: tuple[RoleId, ...] = ()) -> MemberPower:
                claimed, held = tuple(wallets.get(member, ())), reputation.get(member, {})
                return power_of(Holder(claimed, frozenset(roles), held))

            weighed = [
                WeighedBallot(ballot, power(member, ballot.roles))
                for member, ballot in sorted(ballots.items(), key=lambda item: (item[1].cast_at, item[0]))
            ]
            loans = [
                WeighedLoan(delegator, to, power(delegator))
                for delegator, to in _loans(opening, delegations, ballots).items()
            ]
            undetermined = _undetermined(weighed, loans)
            if undetermined:
                told = await self._report_unresolved(facts, proposal, opening, guild, undetermined)
                closing = None
            elif opening.policy.extension and self.ends.due(proposal):
                # Since the look something has become known. The sweep looks again.
                closing, told = None, True
            else:
                frozen = json.loads(await facts.proposals.frozen(proposal_id))
                counted = Counted(weighed, delegations, loans)
                evidence = await reputation_evidence(facts, proposal, frozen, counted.members)
                evidence["course"] = await self._course(facts, opening, proposal_id)
                closing, record = _count(proposal, opening, frozen, counted, evidence, now)
                await facts.proposals.close(proposal_id, closing, record)
                await earn(facts, proposal, closing, counted.heard)
                if closing.passed:
                    await follow(facts, proposal, guild, now)
                if not closing.passed:
                    await facts.proposals.settle(proposal_id)
                place = (guild, proposal_id)
                await facts.outbox.add(
                    RefreshCard(*place), PostResult(*place), PostResultInThread(*place), at=now
                )
                if opening.policy.privacy == "after_close":
                    await facts.outbox.add(*_hidden_until_now(guild, proposal_id, opening, counted), at=now)
                told = True
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


@dataclass(frozen=True)
class Counted:
    """What is counted: every ballot with its own power, and what is lent to them. All of it is determined."""

    ballots: list[WeighedBallot]
    delegations: list[FrozenDelegation]
    loans: list[WeighedLoan]

    @property
    def members(self) -> list[MemberId]:
        """All whose power counts."""
        return [*(each.ballot.member for each in self.ballots), *(loan.delegator for loan in self.loans)]

    @property
    def heard(self) -> list[MemberId]:
        """Those whose ballot weighs something, be it by what others lent to it."""
        lent_to = {loan.to for loan in self.loans if loan.power.total}
        members = [(each.ballot.member, each.power.total) for each in self.ballots]
        return [member for member, power in members if power or member in lent_to]


def _loans(
    opening: Opening, delegations: list[FrozenDelegation], ballots: Mapping[MemberId, Ballot]
) -> dict[MemberId, MemberId]:
    """Whose power counts with whose ballot: those who delegated and cast none themselves → those who did."""
    rule = opening.policy.delegation
    if rule is None:
        return {}
    lends = {each.delegator: each.delegate for each in delegations}
    lent = lendings(lends, ballots.keys(), rule.depth)
    return {delegator: to for delegator, to in lent.items() if to in ballots}


def _undetermined(ballots: list[WeighedBallot], loans: list[WeighedLoan]) -> list[WeighedBallot]:
    """The ballots of whose power, their own or lent, a part is not known."""
    unread = {loan.to for loan in loans if loan.power.total is None}
    return [each for each in ballots if each.power.total is None or each.ballot.member in unread]


def _hidden_until_now(
    guild: GuildId, proposal: ProposalId, opening: Opening, counted: Counted
) -> list[PostReason | TellDelegator]:
    """Where choices were hidden: the reasons for the thread, and how their delegate voted, for those who asked."""
    told = {each.delegator for each in counted.delegations if each.told}
    choices = {each.ballot.member: describe(opening.policy, each.ballot.choice) for each in counted.ballots}
    reasons = [
        PostReason(guild, proposal, each.ballot.member, choices[each.ballot.member], each.ballot.reason)
        for each in counted.ballots
        if each.ballot.reason
    ]
    told_now = [
        TellDelegator(guild, proposal, loan.delegator, loan.to, choices[loan.to])
        for loan in counted.loans
        if loan.delegator in told
    ]
    return [*reasons, *told_now]


def _count(
    proposal: Proposal,
    opening: Opening,
    frozen: dict[str, Any],
    counted: Counted,
    evidence: dict[str, Any],
    now: datetime,
) -> tuple[Closing, bytes]:
    """Count through the same function as `folkmoot tally`, and make the record of it, with further evidence."""
    election = election_of(
        opening,
        [(each.ballot, each.power.total) for each in counted.ballots if each.power.total is not None],
        [
            (each.delegator, each.to, each.power.total)
            for each in counted.loans
            if each.power.total is not None
        ],
    )
    tallied = tally(election)
    result: dict[str, Any] = json.loads(encode_result(tallied))
    record = canonical_json(
        record_document(
            proposal,
            opening,
            frozen,
            counted.ballots,
            counted.delegations,
            counted.loans,
            election,
            result,
            now,
        )
        | evidence
    )
    passed = passes(tallied, election.rules or Rules(), election.choices)
    return Closing(now, result, passed, ContentHash(content_hash(record))), record


async def _counting(facts: Facts, proposal: ProposalId) -> dict[MemberId, Ballot]:
    """The ballots that count: each member's last one, unless it was withdrawn."""
    current = await facts.ballots.current(proposal)
    return {member: ballot for member, ballot in current.items() if ballot.choice is not None}


async def _claimed(facts: Facts, proposal: ProposalId) -> dict[MemberId, list[Address]]:
    wallets: dict[MemberId, list[Address]] = {}
    for wallet, member in (await facts.claims.of(proposal)).items():
        wallets.setdefault(member, []).append(wallet)
    return wallets
