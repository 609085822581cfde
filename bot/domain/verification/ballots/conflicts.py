"""Conflicts of interest: whether each is its member's only one, says something, and was declared in time."""

from __future__ import annotations

from bot.domain.elections.conflicts import CONFLICT_LIMIT
from bot.domain.verification.errors import Differs, OutOfTime, RecordError, TwiceThere
from bot.domain.verification.findings import ConflictsRight
from bot.domain.verification.vote import Vote


def check_conflicts(vote: Vote) -> ConflictsRight | None:
    """None where nobody declared one. Its times were checked before. Raises RecordError."""
    record = vote.record
    if not record.conflicts:
        return None
    if vote.policy.open_ended:
        raise RecordError("conflicts", Differs(str(len(record.conflicts)), "[]"))
    places: dict[str, int] = {}
    before = 0
    for place, each in enumerate(record.conflicts):
        field = f"conflicts[{place}]"
        if each.member in places:
            raise RecordError(field, TwiceThere(each.member, f"conflicts[{places[each.member]}]"))
        places[each.member] = place
        if not each.text.strip() or len(each.text) > CONFLICT_LIMIT:
            raise RecordError(f"{field}.text", Differs(str(len(each.text)), f"1–{CONFLICT_LIMIT}"))
        at = int(each.at_ms)
        if at < before or at // 1000 > record.ended_at:
            raise RecordError(f"{field}.at_ms", OutOfTime(at // 1000, before // 1000, record.ended_at))
        before = at
    voters = sum(1 for each in record.ballots if each.voter in places)
    return ConflictsRight(len(places), voters)
