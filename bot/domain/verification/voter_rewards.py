"""Voter rewards: what the rule and the count pay to whom, worked out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from bot.domain.elections.election import Election
from bot.domain.elections.tally import decode_result
from bot.domain.ids import Address, ContentHash, MemberId
from bot.domain.policy.rules import rules_of
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.verification.counting.times import latest_end
from bot.domain.verification.errors import Differs, NotListed, RecordError
from bot.domain.verification.files.record_form import RewardEntry, RewardsEntry
from bot.domain.verification.findings import Finding, RewardCalls, RewardsRight
from bot.domain.verification.vote import Vote
from bot.domain.voter_rewards.payments import MOST_TRANSFERS, payment_calls
from bot.domain.voter_rewards.rewards import Reward, Rewards, Voter, is_due, powers_of, rewards_of
from bot.domain.voter_rewards.tree import PaymentTree

_FIELD = "voter_rewards"


def check_rewards(vote: Vote, election: Election, record: ContentHash) -> tuple[Finding, ...]:
    """Nothing for a vote that by its rules pays nothing. Its count was checked before. `record`: the file's hash.

    When somebody voted first, and which wallet was theirs at the close, nobody but the record says; all else follows.
    Raises RecordError.
    """
    rule, entry = vote.policy.voter_rewards, vote.record.voter_rewards
    if rule is None or entry is None:
        if rule is not None or entry is not None:
            raise RecordError(_FIELD, Differs("null" if rule else "{}", "{}" if rule else "null"))
        return ()
    _check_late(vote, rule, entry)
    _check_first(vote, entry)
    _check_wallets(entry)
    result = decode_result(msgspec.json.decode(bytes(vote.record.result)), rules_of(vote.policy))
    powers = powers_of(election) if is_due(rule, result) else {}
    listed = {MemberId(int(each.voter)): each for each in entry.voters}
    if set(listed) != set(powers) or len(listed) != len(entry.voters):
        raise RecordError(f"{_FIELD}.voters", Differs(_ids(listed), _ids(powers)))
    voters = [
        Voter(member, power, int(listed[member].first_at_ms), _wallet(listed[member].wallet))
        for member, power in powers.items()
    ]
    late_from_ms = None if entry.late_from_ms is None else int(entry.late_from_ms)
    rewards = rewards_of(rule, voters, late_from_ms)
    for place, (found, expected) in enumerate(zip(entry.voters, rewards.each, strict=True)):
        _check_reward(f"{_FIELD}.voters[{place}]", found, expected)
    if entry.remainder != str(rewards.remainder):
        raise RecordError(f"{_FIELD}.remainder", Differs(entry.remainder, str(rewards.remainder)))
    right = RewardsRight(
        str(rewards.total), str(rewards.remainder), len(rewards.paid), rule.symbol, rule.decimals
    )
    return right, *_payout(vote, rule, rewards, record)


def _payout(vote: Vote, rule: VoterRewards, rewards: Rewards, record: ContentHash) -> tuple[Finding, ...]:
    """What the Safe has to do so that these are paid; nothing where nobody is, as where there are too many."""
    payments, executor = rewards.payments, vote.policy.executor
    if not payments or executor is None or (rule.distributor is None and len(payments) > MOST_TRANSFERS):
        return ()
    root = None if rule.distributor is None else f"0x{PaymentTree.of(payments).root.hex()}"
    calls = payment_calls(rule, executor.chain, payments, record)
    return (RewardCalls(root, tuple((call.to, call.data) for call in calls)),)


def _check_reward(field: str, found: RewardEntry, expected: Reward) -> None:
    for name, value in (
        ("voter", str(expected.voter.member)),
        ("power", str(expected.voter.power)),
        ("amount", str(expected.amount)),
        ("why_not", expected.why_not),
    ):
        if getattr(found, name) != value:
            raise RecordError(f"{field}.{name}", Differs(str(getattr(found, name)), str(value)))


def _check_late(vote: Vote, rule: VoterRewards, entry: RewardsEntry) -> None:
    """From when on voting is late follows from the end, which a record has in whole seconds."""
    if not rule.late:
        if entry.late_from_ms is not None:
            raise RecordError(f"{_FIELD}.late_from_ms", Differs(entry.late_from_ms, "null"))
        return
    late = rule.late // timedelta(milliseconds=1)
    earliest, latest = latest_end(vote)
    low, high = earliest * 1000 - late, latest * 1000 - late
    found = entry.late_from_ms
    if found is None or not low <= int(found) <= high:
        raise RecordError(f"{_FIELD}.late_from_ms", Differs(str(found), f"{low} … {high}"))


def _check_first(vote: Vote, entry: RewardsEntry) -> None:
    """Nobody voted for the first time after they did for the last time; where all ballots are told, none was before."""
    last = {each.voter: int(each.cast_at_ms) for each in vote.record.ballots}
    first: dict[str, int] = {}
    for each in vote.record.timeline.ballots if vote.record.timeline else ():
        first.setdefault(each.voter, int(each.at_ms))
    for place, found in enumerate(entry.voters):
        field, at = f"{_FIELD}.voters[{place}]", int(found.first_at_ms)
        if found.voter not in last:
            raise RecordError(f"{field}.voter", NotListed(found.voter, "ballots"))
        if at > min(last[found.voter], first.get(found.voter, at)):
            raise RecordError(f"{field}.first_at_ms", Differs(found.first_at_ms, f"≤ {last[found.voter]}"))


def _check_wallets(entry: RewardsEntry) -> None:
    """A wallet is one member's."""
    seen: set[str] = set()
    for place, found in enumerate(entry.voters):
        if found.wallet is None:
            continue
        wallet = found.wallet.lower()
        if wallet in seen:
            raise RecordError(f"{_FIELD}.voters[{place}].wallet", Differs(found.wallet, "null"))
        seen.add(wallet)


def _wallet(text: str | None) -> Address | None:
    return None if text is None else Address(text)


def _ids(members: Iterable[MemberId]) -> str:
    return " ".join(map(str, sorted(members)[:20]))
