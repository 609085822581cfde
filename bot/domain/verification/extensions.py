"""Extensions: whether the end moved as often as the ballots ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.domain.counting.errors import ElectionError
from bot.domain.counting.mechanism import Mechanism
from bot.domain.proposals.facts import Extended
from bot.domain.rules.ballot_timeline import missing, timeline_of
from bot.domain.verification.ballots import written
from bot.domain.verification.errors import Differs, NotListed, RecordError
from bot.domain.verification.findings import ExtensionsRight
from bot.domain.verification.record_file import Timeline
from bot.domain.verification.vote import Vote

_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check_extensions(vote: Vote) -> ExtensionsRight:
    """Raises RecordError where an extension is missing that the ballots ask for, or there are any that no rule asks
    for. There may be more of them than are found again: one that was announced stays."""
    record, rule = vote.record, vote.policy.extension
    if rule is None or record.timeline is None:
        if (rule is None) != (record.timeline is None):
            raise RecordError("timeline", Differs("null" if rule else "{}", "{}" if rule else "null"))
        if record.extensions:
            raise RecordError("extensions", Differs(str(len(record.extensions)), "0"))
        return ExtensionsRight(0)
    timeline = record.timeline
    for name, found, expected in (
        ("window_ms", timeline.window_ms, rule.window // _MILLISECOND),
        ("at_most_ms", timeline.at_most_ms, rule.at_most // _MILLISECOND),
        ("depth", timeline.depth, vote.policy.delegation.depth if vote.policy.delegation else "one_hop"),
    ):
        if found != str(expected):
            raise RecordError(f"timeline.{name}", Differs(found, str(expected)))
    _check_end_and_pauses(vote, timeline)
    _check_ballots(vote, timeline)
    _check_delegations(vote, timeline)
    _check_found(vote, timeline)
    return ExtensionsRight(len(record.extensions))


def _check_end_and_pauses(vote: Vote, timeline: Timeline) -> None:
    record = vote.record
    ends_at = record.opened_at * 1000 + vote.policy.periods.voting // _MILLISECOND
    if not ends_at <= int(timeline.ends_at_ms) < ends_at + 1000:
        raise RecordError("timeline.ends_at_ms", Differs(timeline.ends_at_ms, str(ends_at)))
    if len(timeline.pauses_ms) != len(record.suspensions):
        raise RecordError(
            "timeline.pauses_ms", Differs(str(len(timeline.pauses_ms)), str(len(record.suspensions)))
        )
    for place, ((since, until), pause) in enumerate(zip(timeline.pauses_ms, record.suspensions, strict=True)):
        resumed = pause.resumed_at if pause.resumed_at is not None else record.closed_at
        lost = resumed - (pause.at if pause.unseen_since is None else pause.unseen_since)
        near = abs(int(until) - int(since) - lost * 1000) <= 1000
        if int(since) // 1000 != pause.at or not near:
            raise RecordError(
                f"timeline.pauses_ms[{place}]", Differs(f"{since} {until}", f"{pause.at}000 + {lost}000")
            )


def _check_ballots(vote: Vote, timeline: Timeline) -> None:
    """Every ballot of the record is the last one of its voter; what was given back or is undetermined isn't there."""
    mechanism, number = vote.policy.counting, len(vote.policy.choices)
    options = msgspec.convert(vote.policy.options, mechanism.options)
    last: dict[str, tuple[str, str, Any]] = {}
    before = 0
    for place, each in enumerate(timeline.ballots):
        field = f"timeline.ballots[{place}]"
        if int(each.at_ms) < before:
            raise RecordError(f"{field}.at_ms", Differs(each.at_ms, f"≥ {before}"))
        before = int(each.at_ms)
        if each.choice is None:
            last.pop(each.voter, None)
            continue
        if not _valid(each.choice, mechanism, number, options):
            raise RecordError(f"{field}.choice", NotListed(written(each.choice), "election.choices"))
        last[each.voter] = each.at_ms, each.power, each.choice
    for ballot in vote.record.ballots:
        found, expected = last.pop(ballot.voter, None), (ballot.cast_at_ms, ballot.power, ballot.choice)
        if found != expected:
            raise RecordError("timeline.ballots", Differs(written(found), written(expected)), ballot.receipt)
    if left := next(iter(last), None):
        raise RecordError("timeline.ballots", NotListed(left, "ballots"))


def _valid(choice: Any, mechanism: Mechanism, number: int, options: Any) -> bool:
    try:
        return mechanism.fault(msgspec.convert(choice, mechanism.choice), number, options) is None
    except msgspec.ValidationError:
        return False


def _check_delegations(vote: Vote, timeline: Timeline) -> None:
    """The same delegations, with the same powers where both say one."""
    listed = [(each.from_, each.to) for each in timeline.delegations]
    frozen = [(each.from_, each.to) for each in vote.record.delegations]
    if listed != frozen:
        raise RecordError("timeline.delegations", Differs(written(listed), written(frozen)))
    powers: dict[str, str | None] = {each.from_: each.power for each in timeline.delegations}
    powers |= {each.wallet: each.power for each in timeline.wallets}
    for each in vote.record.delegated_power:
        if powers.get(each.from_) != each.power:
            raise RecordError("timeline", Differs(f"{each.from_}: {powers.get(each.from_)}", each.power))


def _check_found(vote: Vote, timeline: Timeline) -> None:
    """Raises RecordError for an extension that the ballots ask for and isn't there, and for more than there may be."""
    election = msgspec.json.decode(vote.record.election)
    document = {"election": election, "timeline": msgspec.to_builtins(timeline)}
    try:
        course = timeline_of(document)
        swings = course.swings() if course else ()
    except ElectionError as error:
        raise RecordError(f"election.{error.field}", error.fault) from None
    stored = [
        Extended(_EPOCH + int(each.at_ms) * _MILLISECOND, int(each.by_ms) * _MILLISECOND)
        for each in vote.record.extensions
    ]
    if wanted := missing(swings, stored):
        at, by = (wanted[0].at - _EPOCH) // _MILLISECOND, wanted[0].by // _MILLISECOND
        raise RecordError("extensions", Differs(str(len(stored)), f"at_ms {at}, by_ms {by}"))
    total = sum((each.by for each in stored), timedelta(0)) // _MILLISECOND
    if total < (asked := sum(swing.by for swing in swings)):
        raise RecordError("extensions", Differs(str(total), f"≥ {asked}"))
    times = {int(each.at_ms) for each in timeline.ballots}
    for place, extension in enumerate(vote.record.extensions):
        if int(extension.at_ms) not in times:
            raise RecordError(f"extensions[{place}].at_ms", NotListed(extension.at_ms, "timeline.ballots"))
    if total > int(timeline.at_most_ms):
        raise RecordError("extensions", Differs(str(total), f"≤ {timeline.at_most_ms}"))
