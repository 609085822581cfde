"""Times: whether the vote lasted as long as it must, and every ballot came while it did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.elections.ballot import milliseconds, snowflake_time
from bot.domain.policy.legal import notice_of
from bot.domain.policy.rules import rules_of
from bot.domain.power import sample_times
from bot.domain.proposals.proposal import GRACE
from bot.domain.rules.objection import objecting, objects
from bot.domain.verification.errors import Differs, OnlyObjectionsThen, OutOfTime, RecordError
from bot.domain.verification.files.record_form import BallotEntry, CastEntry
from bot.domain.verification.findings import TimesRight
from bot.domain.verification.vote import Vote, block_of

_LATE_REACTION_MS = 60_000
"""A ballot by an interaction goes before a reaction that was there already, and takes a time after that one's: as far
as the clocks of Discord and of the bot differ."""


def check_times(vote: Vote) -> TimesRight:
    """Raises RecordError."""
    record = vote.record
    _check_snapshot(vote)
    if record.card is None or record.card.stood_at is None:
        raise RecordError("card", Differs("null", f"≤ {record.opened_at}"))
    _check("card.asked_at", record.card.asked_at, None, record.card.stood_at)
    _check("card.stood_at", record.card.stood_at, None, record.opened_at)
    if record.registry_omitted is not None:
        _check("registry_omitted.at", record.registry_omitted.at, None, record.opened_at)
        if vote.policy.registry is not None:
            raise RecordError("registry_omitted", Differs("{}", "null"))
    _check_notice(vote)
    _check_pauses(vote)
    if vote.policy.open_ended:
        _check("ended_at", record.ended_at, record.opened_at, None)
        _check("closed_at", record.closed_at, record.ended_at, None)
        for name, found in (("decided_at", record.decided_at), ("extensions", record.extensions or None)):
            if found is not None:
                raise RecordError(name, Differs(str(found), "null"))
    else:
        latest = _check_end(vote)
        _check("closed_at", record.closed_at, record.ended_at + GRACE // timedelta(seconds=1), None)
        for place, ballot in enumerate(record.ballots):
            _check_ballot(vote, f"ballots[{place}]", ballot, latest)
    return TimesRight(record.opened_at, record.ended_at)


def _check_snapshot(vote: Vote) -> None:
    """The blocks are one of each chain, from before the opening; the earlier ones from before their times."""
    record, policy = vote.record, vote.policy
    wanted = set(policy.power.chains) | ({policy.registry.chain} if policy.registry else set())
    found = [block.chain for block in vote.frozen.snapshot]
    if set(found) != wanted or len(set(found)) != len(found):
        raise RecordError("frozen.snapshot", Differs(_listed(found), _listed(wanted)))
    for place, block in enumerate(vote.frozen.snapshot):
        _check(f"frozen.snapshot[{place}].timestamp", block.timestamp, None, record.opened_at)
    holding = policy.power.holding
    times = sample_times(holding, [block_of(each) for each in vote.frozen.snapshot]) if holding else []
    if len(vote.moments) - 1 != len(times):
        raise RecordError("frozen.earlier", Differs(str(len(vote.moments) - 1), str(len(times))))
    place = 0
    for time, blocks in zip(times, vote.moments[1:], strict=True):
        if [block.chain for block in blocks] != found:
            raise RecordError("frozen.earlier", Differs(_listed(b.chain for b in blocks), _listed(found)))
        for block in blocks:
            _check(f"frozen.earlier[{place}].timestamp", block.timestamp, None, int(time.timestamp()))
            place += 1


def _check_notice(vote: Vote) -> None:
    """Where the law asks for a notice, the text was announced so long before the opening. Raises RecordError."""
    notice, announced = notice_of(vote.policy.legal), vote.record.announced_at
    if announced is None and not notice:
        return
    if announced is None or not notice:
        expected = "null" if not notice else f"≤ {vote.record.opened_at}"
        raise RecordError("announced_at", Differs(str(announced or "null"), expected))
    _check("announced_at", announced, None, vote.record.opened_at - notice // timedelta(seconds=1))


def _check_pauses(vote: Vote) -> None:
    """Pauses come one after the other and are over. Raises RecordError."""
    record = vote.record
    since = record.opened_at
    for place, pause in enumerate(record.suspensions):
        field = f"suspensions[{place}]"
        _check(f"{field}.at", pause.at, since, record.closed_at)
        if pause.resumed_at is None:
            raise RecordError(f"{field}.resumed_at", Differs("null", f"≤ {record.closed_at}"))
        _check(f"{field}.resumed_at", pause.resumed_at, pause.at, record.closed_at)
        if (pause.unseen_since is not None) != (pause.by is None):
            expected = "null" if pause.by else f"≤ {pause.at}"
            raise RecordError(f"{field}.unseen_since", Differs(str(pause.unseen_since), expected))
        if pause.unseen_since is not None:
            _check(f"{field}.unseen_since", pause.unseen_since, since, pause.at)
        since = pause.resumed_at


def latest_end(vote: Vote) -> tuple[int, int]:
    """Between which seconds the end lies, had nothing decided the vote before: what follows from the opening, the
    policy, pauses and extensions. All but extensions are cut to whole seconds in a record."""
    record = vote.record
    lost = sum(
        (pause.resumed_at or record.closed_at)
        - (pause.at if pause.unseen_since is None else pause.unseen_since)
        for pause in record.suspensions
    )
    extended = sum(int(each.by_ms) for each in record.extensions)
    lasts = vote.policy.periods.voting // timedelta(milliseconds=1) + extended
    latest, rounding = record.opened_at + lost + lasts // 1000, len(record.suspensions)
    return latest - rounding, latest + rounding + 1


def _check_end(vote: Vote) -> int:
    """Returns the latest end, had nothing decided the vote before."""
    record, (earliest, latest) = vote.record, latest_end(vote)
    if record.decided_at is None:
        _check("ended_at", record.ended_at, earliest, latest)
    else:
        if not vote.policy.early_end:
            raise RecordError("decided_at", Differs(str(record.decided_at), "null"))
        _check("decided_at", record.decided_at, record.opened_at, latest)
        if record.ended_at != record.decided_at:
            raise RecordError("ended_at", Differs(str(record.ended_at), str(record.decided_at)))
    return latest


def _check_ballot(vote: Vote, field: str, ballot: BallotEntry, latest: int) -> None:
    record, policy = vote.record, vote.policy
    at = int(ballot.cast_at_ms)
    if ballot.cast_method == "reaction":
        if not policy.takes_reactions:
            raise RecordError(f"{field}.cast_method", Differs("reaction", "button"), ballot.receipt)
        earliest = None
    elif ballot.cast_method == "page":
        earliest = record.opened_at
    else:
        check_made(vote, field, ballot)
        earliest = record.opened_at
    _check(f"{field}.cast_at_ms", at // 1000, earliest, record.ended_at, ballot.receipt)
    if policy.objection is not None:
        since = latest - policy.objection // timedelta(seconds=1)
        against = objecting(rules_of(policy), policy.choices)
        if at // 1000 > since and not objects(_plain(ballot.choice), against):
            raise RecordError(f"{field}.choice", OnlyObjectionsThen(since), ballot.receipt)


def check_made(vote: Vote, field: str, ballot: CastEntry) -> None:
    """Raises RecordError where a ballot by an interaction has another time than Discord put into its id: where nobody
    reacts to the millisecond, or an earlier ballot could be put after a later one."""
    made = milliseconds(snowflake_time(int(ballot.source)))
    late = _LATE_REACTION_MS if vote.policy.takes_reactions else 0
    if not made <= int(ballot.cast_at_ms) <= made + late:
        raise RecordError(f"{field}.cast_at_ms", Differs(ballot.cast_at_ms, str(made)), ballot.receipt)


def _plain(choice: Any) -> Any:
    return tuple(choice) if type(choice) is list and all(type(each) is int for each in choice) else choice


def _check(
    field: str, found: int, earliest: int | None, latest: int | None, receipt: str | None = None
) -> None:
    if (earliest is not None and found < earliest) or (latest is not None and found > latest):
        raise RecordError(field, OutOfTime(found, earliest, latest), receipt)


def _listed(chains: Any) -> str:
    return ", ".join(map(str, sorted(chains)))
