"""A vote that is over, as its record tells of it. What the record says is believed: `folkmoot verify` checks it."""

from __future__ import annotations

import msgspec

from bot.domain.elections.election import Election
from bot.domain.policy.model import Policy
from bot.domain.verification.content import check_content
from bot.domain.verification.counting.election import election_in
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.vote import Vote


class PastVote(msgspec.Struct, frozen=True):
    vote: Vote
    election: Election

    @property
    def policy(self) -> Policy:
        """By which it was decided."""
        return self.vote.policy

    @property
    def number(self) -> int:
        """Of its proposal in its server."""
        return self.vote.record.number

    @property
    def title(self) -> str:
        return self.vote.frozen.title


def past_vote(data: bytes) -> PastVote:
    """Raises RecordError for what is no record, or one whose parts don't fit together."""
    vote, _ = check_content(read_record(data))
    return PastVote(vote, election_in(vote))
