"""A vote of a space's past in another server, as its record tells of it: believed only when all of it was checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.elections.tally import tally
from bot.domain.errors.imported import FateOfDefeated, HistoryUnreadable
from bot.domain.ids import GuildId, ProposalNumber
from bot.domain.imported.history_file import MANIFEST, HistoryEntry, Manifest
from bot.domain.imported.imported_vote import LONGEST_TITLE, ImportedFacts, Origin
from bot.domain.verification.ballots.signed_ballots import Recover
from bot.domain.verification.counting.election import election_in
from bot.domain.verification.errors import Differs, OutOfTime, RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.verify import Verification
from bot.domain.what_if.decision import decision

_SLACK = timedelta(days=1)
"""By so much clocks may differ."""


def recorded_vote(
    manifest: Manifest, entry: HistoryEntry, record: bytes, recover: Recover, now: datetime
) -> ImportedFacts:
    """What the record says came out, when everything that can be checked of it without a network is right: hashes,
    receipts, powers, times, signatures, the count; and that it is over. What became of it can only be so where it
    passed, but for a cancellation. Raises HistoryUnreadable. `recover` says whose key signed."""
    try:
        verification = Verification(read_record(record), entry.sha256, recover)
        for _ in verification.findings():
            pass
        vote = verification.vote
        if vote.record.number != entry.number:
            raise RecordError("number", Differs(str(vote.record.number), str(entry.number)))
        latest = int((now + _SLACK).timestamp())
        if vote.record.closed_at > latest:
            raise RecordError("closed_at", OutOfTime(vote.record.closed_at, None, latest))
        election = election_in(vote)
    except RecordError as error:
        raise HistoryUnreadable(entry.part, error.field, error.fault) from None
    result = tally(election)
    passed = decision(election, result).passed
    if entry.fate not in (None, "cancelled") and not passed:
        raise HistoryUnreadable(MANIFEST, "votes.fate", FateOfDefeated(entry.number))
    total = election.electorate.total_power
    return ImportedFacts(
        source="folkmoot",
        key=entry.sha256,
        title=vote.frozen.title[:LONGEST_TITLE],
        author="",
        opened_at=datetime.fromtimestamp(vote.record.opened_at, UTC),
        ended_at=datetime.fromtimestamp(vote.record.closed_at, UTC),
        voters=result.voters,
        cast_power=result.cast_power,
        total_power=None if total is None else int(total),
        passed=passed,
        agrees=True,
        origin=Origin(
            GuildId(int(manifest.server)), manifest.space, ProposalNumber(entry.number), entry.fate
        ),
    )
