"""Those who were elected: what the frozen candidates and the count have, worked out again."""

from __future__ import annotations

import msgspec

from bot.domain.councils.winners import winners_of
from bot.domain.elections.election import Election
from bot.domain.elections.tally import decode_result
from bot.domain.ids import MemberId
from bot.domain.policy.rules import rules_of
from bot.domain.rules.passing import passes
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.findings import ElectedRight
from bot.domain.verification.vote import Vote

_FIELD = "elected"


def check_elected(vote: Vote, election: Election) -> ElectedRight | None:
    """None for a vote that elects nobody. Its count was checked before. Raises RecordError."""
    rule, entry = vote.policy.elects, vote.record.elected
    rules = rules_of(vote.policy)
    result = decode_result(msgspec.json.decode(bytes(vote.record.result)), rules)
    if rule is None or not passes(result, rules, vote.policy.choices):
        if entry is not None:
            raise RecordError(_FIELD, Differs("{}", "null"))
        return None
    candidates = [MemberId(int(each)) for each in vote.frozen.candidates or []]
    if len(candidates) != len(vote.policy.choices):
        raise RecordError("frozen.candidates", Differs(str(len(candidates)), str(len(vote.policy.choices))))
    if entry is None:
        raise RecordError(_FIELD, Differs("null", "{}"))
    winners = winners_of(rule, candidates, election, result)
    found = [(each.choice, each.member) for each in entry.winners]
    expected = [(each.choice, str(each.member)) for each in winners.each]
    if found != expected:
        raise RecordError(f"{_FIELD}.winners", Differs(str(found), str(expected)))
    if tuple(entry.tied) != winners.tied:
        raise RecordError(f"{_FIELD}.tied", Differs(str(entry.tied), str(list(winners.tied))))
    return ElectedRight(tuple(str(each.member) for each in winners.each), rule.seats)
