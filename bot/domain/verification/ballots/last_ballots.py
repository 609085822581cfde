"""The last ballot that there is evidence of for each voter: whether it counts, or what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from bot.domain.elections.choices import describe
from bot.domain.verification.errors import Dropped, RecordError
from bot.domain.verification.files.record_form import CastEntry
from bot.domain.verification.findings import Finding, OwnBallotCounts, OwnBallotReplaced, OwnPowerUnread
from bot.domain.verification.vote import Vote


class _Last(NamedTuple):
    rank: tuple[int, int]
    receipt: str
    choice: Any
    ballots: int
    """So many there are of the voter, with this one."""


class LastBallots:
    def __init__(self, vote: Vote) -> None:
        self._vote = vote
        self._counted = {each.voter: each for each in vote.record.ballots}
        self._unread = {each.receipt for each in vote.record.undetermined if each.own}
        self._last: dict[str, _Last] = {}

    def add(self, ballot: CastEntry) -> None:
        """One that is right in itself."""
        before = self._last.get(ballot.voter)
        number = before.ballots + 1 if before else 1
        last = _Last(_rank(ballot), ballot.receipt, ballot.choice, number)
        self._last[ballot.voter] = (
            before._replace(ballots=number) if before and before.rank > last.rank else last
        )

    @property
    def voters(self) -> Iterable[str]:
        return self._last

    def became(self, voter: str) -> Finding:
        """What became of the last ballot of a voter. Raises RecordError where the record leaves it out."""
        last, counted, policy = self._last[voter], self._counted.get(voter), self._vote.policy
        choice = describe(policy, last.choice)
        if counted is not None and counted.receipt == last.receipt:
            return OwnBallotCounts(last.receipt, choice, counted.power, last.ballots - 1)
        if counted is not None and _rank(counted) > last.rank:
            at, instead = int(counted.cast_at_ms) // 1000, describe(policy, counted.choice)
            return OwnBallotReplaced(last.receipt, counted.receipt, at, instead)
        if last.receipt in self._unread:
            return OwnPowerUnread(last.receipt, choice)
        earlier = None if counted is None else counted.receipt
        raise RecordError("ballots", Dropped(last.rank[0] // 1000, choice, earlier), last.receipt)


def _rank(ballot: CastEntry) -> tuple[int, int]:
    return int(ballot.cast_at_ms), int(ballot.source)
