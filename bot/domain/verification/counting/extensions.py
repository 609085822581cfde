"""Extensions: whether the end moved as often as the ballots ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.domain.counting.errors import ElectionError
from bot.domain.proposals.facts import Extended
from bot.domain.rules.ballot_timeline import missing, timeline_of
from bot.domain.rules.late_swing import LateSwing, seconds
from bot.domain.verification.ballots.choices import is_choice, written
from bot.domain.verification.ballots.parts import parts_in
from bot.domain.verification.errors import Differs, NotListed, RecordError
from bot.domain.verification.files.record_form import Timeline
from bot.domain.verification.findings import ExtensionsNotChecked, ExtensionsRight
from bot.domain.verification.vote import Vote

_MILLISECOND = timedelta(milliseconds=1)
MOST_COUNTED = 500_000_000
"""Of ballots and delegations over all counts, some minutes: each second of the window that has ballots is counted."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check_extensions(vote: Vote, most_counted: int = MOST_COUNTED) -> ExtensionsRight | ExtensionsNotChecked:
    """What takes more than `most_counted` to count is left open. There may be more extensions than are found again: one
    that was announced stays.

    Raises RecordError where one is missing that the ballots ask for, or there are any that no rule asks for.
    """
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
    of_all = vote.caps.of_all
    if (cap := None if of_all is None else str(of_all)) != timeline.cap:
        raise RecordError("timeline.cap", Differs(str(timeline.cap), str(cap)))
    if timeline.delegate_caps != record.delegate_caps:
        raise RecordError(
            "timeline.delegate_caps", Differs(written(timeline.delegate_caps), written(record.delegate_caps))
        )
    _check_end_and_pauses(vote, timeline)
    _check_ballots(vote, timeline)
    _check_delegations(vote, timeline)
    swings = _swings(vote, timeline, most_counted)
    if swings is None:
        return ExtensionsNotChecked(most_counted)
    _check_found(vote, timeline, swings)
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
    last: dict[str, tuple[str, str, Any, list[tuple[str, Any]]]] = {}
    before = 0
    for place, each in enumerate(timeline.ballots):
        field = f"timeline.ballots[{place}]"
        if int(each.at_ms) < before:
            raise RecordError(f"{field}.at_ms", Differs(each.at_ms, f"≥ {before}"))
        before = int(each.at_ms)
        if each.choice is None:
            last.pop(each.voter, None)
            continue
        parts = [(part.power, part.choice) for part in each.parts]
        for choice in (each.choice, *(choice for _, choice in parts)):
            if not is_choice(vote.policy, choice):
                raise RecordError(f"{field}.choice", NotListed(written(choice), "election.choices"))
        if sum(int(power) for power, _ in parts) > int(each.power):
            raise RecordError(f"{field}.parts", Differs(written(parts), f"≤ {each.power}"))
        last[each.voter] = each.at_ms, each.power, each.choice, parts
    for ballot in vote.record.ballots:
        found = last.pop(ballot.voter, None)
        parts = [(power, choice) for _, power, choice in parts_in(vote, ballot)]
        expected = (ballot.cast_at_ms, ballot.power, ballot.choice, parts)
        if found != expected:
            raise RecordError("timeline.ballots", Differs(written(found), written(expected)), ballot.receipt)
    if left := next(iter(last), None):
        raise RecordError("timeline.ballots", NotListed(left, "ballots"))


def _check_delegations(vote: Vote, timeline: Timeline) -> None:
    """The same delegations, with the same powers where both say one."""
    listed = [(each.from_, each.to, each.parts) for each in timeline.delegations]
    frozen = [(each.from_, each.to, each.parts) for each in vote.record.delegations]
    if listed != frozen:
        raise RecordError("timeline.delegations", Differs(written(listed), written(frozen)))
    powers: dict[str, str | None] = {each.from_: each.power for each in timeline.delegations}
    powers |= {each.wallet: each.power for each in timeline.wallets}
    for each in vote.record.delegated_power:
        if powers.get(each.from_) != each.held:
            raise RecordError("timeline", Differs(f"{each.from_}: {powers.get(each.from_)}", each.held))


def _swings(vote: Vote, timeline: Timeline, most_counted: int) -> list[LateSwing] | None:
    """The extensions that the ballots ask for; None where that would take more than that.
    Raises RecordError."""
    document = {
        "election": msgspec.json.decode(vote.record.election),
        "timeline": msgspec.to_builtins(timeline),
    }
    delegated = len(timeline.delegations) + len(timeline.wallets)
    found, looked_at = [], 0
    try:
        course = timeline_of(document)
        assert course is not None, "there is a timeline"
        swings = course.begun()
        for second in seconds(course.ballots):
            before = swings.counted
            swing = swings.take(second)
            found += [swing] if swing else []
            looked_at += delegated * (swings.counted > before)
            if swings.counted + looked_at > most_counted:
                return None
    except ElectionError as error:
        raise RecordError(f"election.{error.field}", error.fault) from None
    return found


def _check_found(vote: Vote, timeline: Timeline, swings: Sequence[LateSwing]) -> None:
    """Raises RecordError for an extension that the ballots ask for and isn't there, and for more than there may be."""
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
