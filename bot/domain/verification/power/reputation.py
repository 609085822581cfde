"""Reputation: whether the balances that were frozen follow from the ledger's events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.ids import MemberId, ProposalId
from bot.domain.reputation.ledger import ReputationEvent, Why, balance
from bot.domain.reputation.rewards import reputation_sources
from bot.domain.verification.errors import Differs, NotListed, OutOfTime, RecordError
from bot.domain.verification.findings import ReputationRight
from bot.domain.verification.vote import Vote

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def check_reputation(vote: Vote) -> ReputationRight | None:
    """None where the policy asks for no reputation. Raises RecordError."""
    frozen, ledger, sources = vote.frozen.reputation, vote.record.ledger, reputation_sources(vote.policy)
    if not sources or vote.policy.open_ended:
        if frozen is not None or ledger is not None:
            raise RecordError("ledger", Differs("{}", "null"))
        return None
    if frozen is None or ledger is None:
        raise RecordError("ledger" if frozen else "frozen.reputation", Differs("null", "{}"))
    half_lives = {
        place: source.half_life
        for place, source in enumerate(vote.policy.power.sources, start=1)
        if source in sources
    }
    listed = [place for each in frozen.balances for place in each.places]
    if sorted(listed) != sorted(half_lives):
        raise RecordError("frozen.reputation.balances", Differs(str(listed), str(sorted(half_lives))))
    at = _time("frozen.reputation.at_us", frozen.at_us)
    if not vote.record.opened_at <= int(at.timestamp()) <= vote.record.opened_at + 1:
        raise RecordError(
            "frozen.reputation.at_us",
            OutOfTime(int(at.timestamp()), vote.record.opened_at, vote.record.opened_at + 1),
        )
    counted = {str(entry.whose) for entry in vote.entries if not isinstance(entry.whose, str)}
    for member in ledger:
        if member not in counted and member not in {str(voter) for voter in vote.voters}:
            raise RecordError(f"ledger.{member}", NotListed(member, "ballots"))
    for number, each in enumerate(frozen.balances):
        half_life = half_lives[each.places[0]] if each.places else None
        wanted = None if half_life is None else str(half_life // _MICROSECOND)
        if each.half_life_us != wanted:
            raise RecordError(
                f"frozen.reputation.balances[{number}].half_life_us",
                Differs(str(each.half_life_us), str(wanted)),
            )
        for member in counted:
            found = str(balance(_events(member, ledger.get(member, [])), at, half_life))
            if found != each.members.get(member, "0"):
                raise RecordError(f"ledger.{member}", Differs(found, each.members.get(member, "0")))
    return ReputationRight(len(counted))


def _events(member: str, rows: list[list[str]]) -> list[ReputationEvent]:
    events = []
    for place, row in enumerate(rows):
        field = f"ledger.{member}[{place}]"
        try:
            amount, why, proposal, at = row
            event = ReputationEvent(
                MemberId(int(member)), int(amount), Why(why), ProposalId(int(proposal)), _time(field, at)
            )
        except ValueError:
            raise RecordError(field, NotListed(", ".join(row)[:200], "amount, why, proposal, time")) from None
        if row != [str(event.amount), why, str(event.proposal), str((event.at - _EPOCH) // _MICROSECOND)]:
            raise RecordError(field, NotListed(", ".join(row)[:200], "amount, why, proposal, time"))
        events.append(event)
    return events


def _time(field: str, microseconds: str) -> datetime:
    try:
        return _EPOCH + int(microseconds) * _MICROSECOND
    except (OverflowError, ValueError):
        raise RecordError(field, OutOfTime(0, None, None)) from None
