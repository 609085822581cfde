"""The count: the election of the policy, counted again."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.conviction.curve import ConvictionRule
from bot.domain.counting.errors import ElectionError
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Election, encode
from bot.domain.elections.tally import Result, encode_result, tally
from bot.domain.policy.rules import rules_of
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.findings import CountRight
from bot.domain.verification.vote import Vote

_SHOWN = 200
"""Characters of what differs."""


def election_in(vote: Vote) -> Election:
    """The election file in the record. Raises RecordError for one that can't be counted."""
    data = bytes(vote.record.election)
    try:
        election = decode(data)
    except ElectionError as error:
        raise RecordError(f"election.{error.field}", error.fault) from None
    if (again := encode(election)) != data:
        raise _first_difference("election", msgspec.json.decode(data), msgspec.json.decode(again))
    return election


def check_count(vote: Vote, election: Election) -> CountRight:
    """Whether the election is by the frozen rules, and its result the one that it has. Raises RecordError."""
    policy, total = vote.policy, vote.frozen.total_power
    same: list[tuple[str, Any, Any]] = [("mechanism", election.mechanism, policy.mechanism)]
    if policy.open_ended:
        assert vote.record.pool is not None, "stakes are checked before"
        pool, rule = vote.record.pool, ConvictionRule.model_validate(policy.options)
        funds = max(0, int(pool.balance) - int(pool.promised))
        options: Any = rule.options(funds, int(vote.frozen.requested), vote.record.ended_at)
        # The supply counts that was read together with the pool.
        total = str(int(election.electorate.total_power or "0"))
        same.append(("choices", election.choices, [vote.frozen.title]))
        same.append(("rules", election.rules, None))
    else:
        options = msgspec.convert(policy.options, type(election.options))
        same.append(("choices", election.choices, list(policy.choices)))
        same.append(("rules", election.rules, rules_of(policy)))
    same.append(("options", election.options, options))
    same.append(("electorate.total_power", election.electorate.total_power, total))
    same.append(("electorate.eligible", election.electorate.eligible, None))
    for name, found, expected in same:
        if found != expected:
            raise RecordError(f"election.{name}", Differs(_text(found), _text(expected)))
    try:
        result = tally(election)
    except ElectionError as error:
        raise RecordError(f"election.{error.field}", error.fault) from None
    counted = encode_result(result)
    if counted != bytes(vote.record.result):
        raise _first_difference(
            "result", msgspec.json.decode(vote.record.result), msgspec.json.decode(counted)
        )
    return CountRight(result.mechanism, result.scores, _passed(result))


def _passed(result: Result) -> bool | None:
    return result.outcome.passed if result.outcome else None


def _text(value: Any) -> str:
    return canonical_json(msgspec.to_builtins(value)).decode()[:_SHOWN]


def _first_difference(place: str, found: Any, expected: Any) -> RecordError:
    """Where two values that aren't the same differ first."""
    if type(found) is dict and type(expected) is dict:
        for name in [*expected, *found]:
            if name not in found or name not in expected or found[name] != expected[name]:
                inner = f"{place}.{name}"
                if name not in found or name not in expected:
                    there, there_not = found.get(name), expected.get(name)
                    return RecordError(inner, Differs(_text(there), _text(there_not)))
                return _first_difference(inner, found[name], expected[name])
    if type(found) is list and type(expected) is list and len(found) == len(expected):
        for index, (one, other) in enumerate(zip(found, expected, strict=True)):
            if one != other:
                return _first_difference(f"{place}[{index}]", one, other)
    return RecordError(place, Differs(_text(found), _text(expected)))
