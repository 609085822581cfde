"""The count of a vote under way, for its card: what has changed is counted, and nothing else."""

import asyncio
from collections.abc import Sequence
from heapq import nlargest

import msgspec

from bot.domain.counting.roll import Roll
from bot.domain.elections.ballot import Ballot
from bot.domain.elections.parts import in_parts
from bot.domain.elections.running_count import RunningCount
from bot.domain.elections.tally import Result, counted_roll, result_of
from bot.domain.ids import MemberId, Power
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.record import EffectiveDelegation, VotingPart, election_of
from bot.domain.what_if.leverage import MOST_MAKERS, Leverage, leverage
from bot.services.power.powers import Powers
from bot.services.voting.live.live_vote import DelegatedPower, LiveVote


class RunningTally(msgspec.Struct, frozen=True):
    """The running count of an open vote."""

    result: Result
    """What `folkmoot tally` says of it."""
    undetermined: int
    """Ballots of whose power a part has not been read yet. Without its own power a ballot is in no score; delegated
    power counts as far as it is known."""
    delegated_power: DelegatedPower | None = None
    """All that is delegated to those who have voted, as far as it is known; None where nobody delegates anything."""
    leverage: Leverage | None = None
    """How few hold the vote, and what would turn it; None where nothing tells."""


class RunningTallies:
    """The running counts of one vote."""

    def __init__(self, live_vote: LiveVote, opening: Opening, powers: Powers) -> None:
        self.live_vote = live_vote
        self._opening = opening
        self._powers = powers
        self._count: RunningCount | None = None
        """None where every ballot can change what others count: by delegated power, or by what votes cost."""
        self._waiting: set[MemberId] = set()
        """Those who voted with a ballot of whose power a part is not known."""
        self._changes = 0
        """How often anything has changed."""
        self._last: RunningTally | None = None
        """The last one, as long as nothing has changed."""
        election = election_of(opening, [])
        if not live_vote.delegated and RunningCount.follows(election):
            self._count = RunningCount(election)
            live_vote.changed.update(live_vote.ballots)

    async def now(self) -> RunningTally:
        """The count of all ballots that have been stored by now."""
        if self._count is None:
            return await self._counted_anew()
        self._take_over(self._count)
        if self._last is not None:
            return self._last
        waiting, roll, powers = len(self._waiting), self._count.roll(), self._count.powers()
        # In a thread, so that nobody who votes meanwhile waits for it: even few ballots can be a long run-off.
        changes = self._changes
        result, held = await asyncio.to_thread(_followed, self._count, self._opening, roll, powers)
        counted = RunningTally(result, waiting, leverage=held)
        if changes == self._changes:
            self._last = counted
        return counted

    def _take_over(self, count: RunningCount) -> None:
        """Let the count follow the ballots that have come, and those whose power has become known."""
        live_vote, waiting = self.live_vote, self._waiting
        if live_vote.changed:
            self._changed()
        for member in live_vote.changed | waiting:
            ballot = live_vote.ballots.get(member)
            if ballot is None or ballot.choice is None:
                waiting.discard(member)
                count.drop(member)
            elif (power := live_vote.own(member, self._powers)) is None:
                waiting.add(member)
                count.drop(member)
            else:
                self._changed()
                waiting.discard(member)
                parts = live_vote.parts_of(member, self._powers) if ballot.apart else ()
                count.put(member, power, ballot.choice, [(part, choice) for _, part, choice in parts])
        live_vote.changed.clear()

    def _changed(self) -> None:
        self._last = None
        self._changes += 1

    async def _counted_anew(self) -> RunningTally:
        await self.live_vote.weigh(self._powers)
        votes, delegated_to_voters, undetermined = self.live_vote.known(self._powers)
        delegated_power = None
        if self.live_vote.delegated:
            delegated_power = DelegatedPower(
                len(delegators := {delegator for delegator, _, _ in delegated_to_voters}),
                sum(power for _, _, power in delegated_to_voters),
                sum(isinstance(delegator, str) for delegator in delegators),
            )
        parts = self.live_vote.parts(self._powers)
        result, held = await asyncio.to_thread(_tallied, self._opening, votes, delegated_to_voters, parts)
        return RunningTally(result, len(undetermined), delegated_power, held)


def _followed(
    count: RunningCount, opening: Opening, roll: Roll, powers: Sequence[Power]
) -> tuple[Result, Leverage | None]:
    return count.result(roll), _held(opening, roll, powers)


def _tallied(
    opening: Opening,
    votes: list[tuple[Ballot, Power]],
    delegated_to_voters: list[EffectiveDelegation],
    parts: list[VotingPart],
) -> tuple[Result, Leverage | None]:
    election = election_of(opening, votes, delegated_to_voters, parts)
    roll, invalid = counted_roll(election)
    held = _held(opening, in_parts(roll, election.parts), roll.powers)
    return result_of(election, roll, invalid), held


def _held(opening: Opening, roll: Roll, powers: Sequence[Power]) -> Leverage | None:
    remaining = None
    if opening.total_power is not None and opening.policy.power.adds_up:
        remaining = max(0, opening.total_power - roll.cast_power)
    return leverage(election_of(opening, []), roll, nlargest(MOST_MAKERS, powers), remaining)
