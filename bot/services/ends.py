"""When a vote ends: later where its outcome changed late, at once where nothing can change it any more."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.ballot import milliseconds
from bot.domain.extending import Course, Following, missing
from bot.domain.ids import Power, ProposalId
from bot.domain.policy import Extension
from bot.domain.power import Allowlist, AnySource, PowerRule
from bot.domain.proposal import Extended, Opening, Proposal, State, state
from bot.domain.record import election_of
from bot.domain.rules.early_end import decided
from bot.domain.rules.late_swing import TimedBallot
from bot.services.boards import Board, Boards
from bot.services.notices import PostEvent, RefreshCard
from bot.services.outbox import Bell
from bot.services.ports import Clock, Facts, UnitOfWork
from bot.services.powers import Powers

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class VoteEnds:
    """Looks at votes after their ballots, and stores it as a fact when their end moves."""

    uow: UnitOfWork
    boards: Boards
    powers: Powers
    clock: Clock
    bell: Bell
    _looked_at: set[ProposalId] = field(default_factory=set)
    """Votes whose end follows from all that is known; no ballot has come since."""
    _cast_meanwhile: set[ProposalId] = field(default_factory=set)
    """Votes on which something became known since the last look at them began."""
    _followed: dict[ProposalId, Following] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def cast(self, proposal: Proposal) -> None:
        """A ballot was stored, or the power of one has become known: look at the vote soon."""
        self._looked_at.discard(proposal.id)
        self._cast_meanwhile.add(proposal.id)
        if self.due(proposal):
            self.bell.ring()

    def due(self, proposal: Proposal) -> bool:
        """Whether the end of the vote may have to move because of ballots that nobody has looked at."""
        return proposal.id not in self._looked_at and self._movable(proposal)

    async def look(self, proposal_id: ProposalId) -> bool:
        """Move the end of an open vote, if its ballots ask for it. Whether it moved."""
        async with self._turn:
            return await self._look(proposal_id)

    def forget(self, proposal_id: ProposalId) -> None:
        """The vote is closed."""
        self._looked_at.discard(proposal_id)
        self._cast_meanwhile.discard(proposal_id)
        self._followed.pop(proposal_id, None)

    async def _look(self, proposal_id: ProposalId) -> bool:
        self._cast_meanwhile.discard(proposal_id)
        async with self.uow.reading() as facts:
            board = await self.boards.read(facts, proposal_id)
            course = await self.course(facts, board)
        proposal, opening = board.proposal, board.proposal.opening
        if opening is None or not self._movable(proposal):
            return False
        await self.powers.load(opening)
        early = opening.policy.early_end and state(proposal, self.clock.now()) is State.VOTING
        if early and await asyncio.to_thread(_decided, board, opening, self.powers):
            return await self._store(board, [])
        later: list[Extended] = []
        if course:
            following = self._followed.setdefault(proposal_id, Following())
            later = missing(await asyncio.to_thread(following.swings, course), proposal.extensions)
        if later:
            return await self._store(board, later)
        _, _, undetermined = board.known(self.powers)
        if not undetermined and proposal_id not in self._cast_meanwhile:
            self._looked_at.add(proposal_id)
        return False

    async def course(self, facts: Facts, board: Board) -> Course | None:
        """All that decides whether the vote of a board is extended; None where its policy extends nothing.

        Ballots of whose power nothing is known yet are left out.
        """
        opening = board.proposal.opening
        if opening is None or opening.policy.extension is None:
            return None
        await self.powers.load(opening)
        history = await facts.ballots.history(board.proposal.id)
        lenders = board.lenders
        # Lent power has no roles: they are read with a ballot of one's own.
        lent = {
            member: self.powers.known(opening, replace(board.holder(member), roles=frozenset())).total
            for member in (lenders.lends if lenders else ())
        }
        ballots = []
        for ballot in history:
            holder = replace(board.holder(ballot.member), roles=frozenset(ballot.roles))
            power = 0 if ballot.choice is None else self.powers.known(opening, holder).total
            if power is not None:
                at = milliseconds(ballot.cast_at)
                ballots.append(TimedBallot(at, str(ballot.member), power, ballot.choice))
        return Course(
            election=election_of(opening, []),
            ballots=ballots,
            ends_at=milliseconds(opening.ends_at),
            window=_milliseconds(opening.policy.extension.window),
            at_most=_milliseconds(opening.policy.extension.at_most),
            pauses=[
                (milliseconds(pause.at), milliseconds(pause.resumed_at))
                for pause in board.proposal.suspensions
                if pause.resumed_at
            ],
            lends=lenders.lends if lenders else {},
            lent={member: power for member, power in lent.items() if power is not None},
            depth=lenders.depth if lenders else "one_hop",
        )

    def _movable(self, proposal: Proposal) -> bool:
        """Whether there is something that could move the end now."""
        opening, now = proposal.opening, self.clock.now()
        if opening is None or proposal.decided_at or state(proposal, now) not in (State.VOTING, State.CLOSED):
            return False
        return opening.policy.early_end or _in_window(opening.policy.extension, proposal.ends_at(now), now)

    async def _store(self, board: Board, later: list[Extended]) -> bool:
        """Store the extensions, or (without any) that the vote is decided, and have it said.

        False where the proposal has changed since it was read: the next look begins with what it is then.
        """
        now = self.clock.now()
        async with self.uow.writing() as facts:
            fresh = await facts.proposals.get(board.proposal.id)
            if fresh.version != board.proposal.version:
                return False
            place = (board.guild, fresh.id)
            for extension in later:
                await facts.proposals.extend(fresh.id, extension)
            if later:
                ends_at = replace(fresh, extensions=(*fresh.extensions, *later)).ends_at(now)
                assert ends_at is not None, "an open vote has an end"
                data = {"end": str(milliseconds(ends_at) // 1000)}
                await facts.outbox.add(PostEvent(*place, event="extended", data=data), at=now)
            else:
                await facts.proposals.decide(fresh.id, now)
            await facts.outbox.add(RefreshCard(*place), at=now)
        self.bell.ring()
        _log.info("vote.extended" if later else "vote.decided", proposal=board.proposal.id)
        return True


def _decided(board: Board, opening: Opening, powers: Powers) -> bool:
    """Whether nothing that may still come can change the outcome."""
    votes, loans, _ = board.known(powers)
    remaining = None
    # After a root the powers of members add up to something else than what there is in all.
    if opening.total_power is not None and opening.policy.power.curve == "linear":
        cast = sum(power for _, power in votes) + sum(power for _, _, power in loans)
        remaining = opening.total_power - cast if opening.total_power >= cast else None
    return decided(election_of(opening, votes, loans), remaining, _least(opening.policy.power)) is not None


def _least(rule: PowerRule) -> Power:
    """Nobody who has any power by this rule has less than this, in base units. (Of a root no total tells anything.)"""
    least = min(map(_least_of, rule.sources), default=1)
    if rule.cap is not None:
        least = min(least, rule.cap)
    return max(1, least, rule.minimum)


def _least_of(source: AnySource) -> Power:
    amount = min(entry.amount for entry in source.entries) if isinstance(source, Allowlist) else 1
    power = amount * source.weight
    return power if source.cap is None else min(power, source.cap)


def _in_window(extension: Extension | None, ends_at: datetime | None, now: datetime) -> bool:
    return extension is not None and ends_at is not None and now >= ends_at - extension.window


def _milliseconds(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)
