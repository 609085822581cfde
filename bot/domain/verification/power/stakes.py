"""Stakes: of a proposal that passed by conviction, whether its election counts just what was staked."""

from __future__ import annotations

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.election import Election
from bot.domain.ids import MemberId
from bot.domain.verification.ballots.choices import written
from bot.domain.verification.errors import Differs, NotListed, OutOfTime, RecordError, TwiceThere
from bot.domain.verification.findings import StakesRight
from bot.domain.verification.power.powers import PowersIn
from bot.domain.verification.vote import Entry, Vote

_RECEIPT = 16


def check_stakes(vote: Vote, election: Election) -> StakesRight | None:
    """None where members vote with ballots. Raises RecordError."""
    record = vote.record
    if not vote.policy.open_ended:
        for name, part in (("stakes", record.stakes), ("powers", record.powers), ("pool", record.pool)):
            if part is not None:
                raise RecordError(name, Differs("{}", "null"))
        return None
    if record.stakes is None or record.powers is None or record.pool is None:
        raise RecordError("stakes", Differs("null", "[]"))
    if record.ballots:
        raise RecordError("ballots", Differs(str(len(record.ballots)), "0"))
    _check_pool(vote)
    powers = _powers(vote)
    stakes: dict[str, list[dict[str, object]]] = {}
    most: dict[str, int] = {}
    before = 0
    for place, stake in enumerate(record.stakes):
        field = f"stakes[{place}]"
        document = {
            "proposal": record.proposal,
            "voter": stake.voter,
            "amount": stake.amount,
            "at_ms": stake.at_ms,
            "source": stake.source,
        }
        receipt = content_hash(canonical_json(document))[:_RECEIPT]
        if receipt != stake.receipt:
            raise RecordError(f"{field}.receipt", Differs(stake.receipt, receipt), stake.receipt)
        at = int(stake.at_ms) // 1000
        if not max(before, record.opened_at) <= at <= record.ended_at:
            raise RecordError(
                f"{field}.at_ms", OutOfTime(at, max(before, record.opened_at), record.ended_at), stake.receipt
            )
        before = at
        stakes.setdefault(stake.voter, []).append({"amount": stake.amount, "at": at, "choice": 1})
        most[stake.voter] = max(
            most.get(stake.voter, 0), int(stake.power), int(stake.amount), powers.get(stake.voter, 0)
        )
    for voter, theirs in stakes.items():
        if theirs[-1]["amount"] != "0" and voter not in powers:
            raise RecordError("powers", NotListed(voter, "powers"))
    expected = [
        {"voter": voter, "power": str(most[voter]), "stakes": theirs, "cast_at": theirs[0]["at"]}
        for voter, theirs in stakes.items()
    ]
    found = [msgspec.to_builtins(ballot) for ballot in election.ballots]
    if len(found) != len(expected):
        raise RecordError("election.ballots", Differs(str(len(found)), str(len(expected))))
    for place, (one, other) in enumerate(zip(found, expected, strict=True)):
        if one != other:
            raise RecordError(f"election.ballots[{place}]", Differs(written(one), written(other)))
    for voter in powers:
        if voter not in stakes:
            raise RecordError("powers", NotListed(voter, "stakes"))
    return StakesRight(len(record.stakes), len(powers))


def _check_pool(vote: Vote) -> None:
    pool, policy = vote.record.pool, vote.policy
    assert pool is not None, "it was looked at before"
    executor = policy.executor.model_dump(mode="json") if policy.executor else None
    if pool.executor != executor:
        raise RecordError("pool.executor", Differs(written(pool.executor), written(executor)))
    asset = policy.pool.asset if policy.pool else None
    if pool.asset != asset:
        raise RecordError("pool.asset", Differs(str(pool.asset), str(asset)))
    wanted = sorted(policy.power.chains | ({policy.executor.chain} if policy.executor else set()))
    if sorted(block.chain for block in pool.blocks) != wanted:
        found = ", ".join(str(block.chain) for block in pool.blocks)
        raise RecordError("pool.blocks", Differs(found, ", ".join(map(str, wanted))))
    for place, block in enumerate(pool.blocks):
        if block.timestamp > vote.record.ended_at:
            raise RecordError(
                f"pool.blocks[{place}].timestamp", OutOfTime(block.timestamp, None, vote.record.ended_at)
            )


def _powers(vote: Vote) -> dict[str, int]:
    """What each member held at the pool's blocks. Raises RecordError."""
    assert vote.record.pool is not None, "it was looked at before"
    assert vote.record.powers is not None, "it was looked at before"
    known = PowersIn(vote, [vote.record.pool.blocks], "pool.blocks")
    found: dict[str, int] = {}
    for place, each in enumerate(vote.record.powers):
        field = f"powers[{place}]"
        if each.voter in found:
            raise RecordError(f"{field}.voter", TwiceThere(each.voter, "powers"))
        known.check(Entry(field, MemberId(int(each.voter)), each.power, each.evidence))
        found[each.voter] = int(each.power)
    return found
