"""Those who were elected: what the frozen candidates and the count have, worked out again."""

from __future__ import annotations

import msgspec

from bot.domain.councils.winners import Winners, winners_of
from bot.domain.elections.election import Election
from bot.domain.elections.tally import decode_result
from bot.domain.ids import Address, MemberId
from bot.domain.policy.rules import rules_of
from bot.domain.rules.passing import passes
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.files.record_form import ElectedEntry
from bot.domain.verification.findings import ElectedRight, SeatsRight
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
    wallets = _wallets(vote, entry)
    winners = winners_of(rule, candidates, wallets, election, result)
    found = [(each.choice, each.member) for each in entry.winners]
    expected = [(each.choice, str(each.member)) for each in winners.each]
    if found != expected:
        raise RecordError(f"{_FIELD}.winners", Differs(str(found), str(expected)))
    if tuple(entry.tied) != winners.tied:
        raise RecordError(f"{_FIELD}.tied", Differs(str(entry.tied), str(list(winners.tied))))
    return ElectedRight(tuple(str(each.member) for each in winners.each), rule.seats, _seats(vote, winners))


def _wallets(vote: Vote, entry: ElectedEntry) -> dict[MemberId, Address]:
    """Whose a wallet was at the close, which only the record says: each is one member's, and there are none where
    nobody becomes an owner. Raises RecordError."""
    found: dict[MemberId, Address] = {}
    executor = vote.policy.executor
    for place, each in enumerate(entry.winners):
        if each.wallet is None:
            continue
        wallet = Address(each.wallet)
        if vote.frozen.seats is None or executor is None or wallet in {*found.values(), executor.holder}:
            raise RecordError(f"{_FIELD}.winners[{place}].wallet", Differs(each.wallet, "null"))
        found[MemberId(int(each.member))] = wallet
    return found


def _seats(vote: Vote, winners: Winners) -> SeatsRight | None:
    """What follows for the owners of the Safe. Raises RecordError where the policy lets no vote change them."""
    seats = vote.frozen.seats
    if seats is None:
        return None
    if not vote.policy.seats_owners:
        raise RecordError("frozen.seats", Differs("{}", "null"))
    if vote.frozen.actions:
        raise RecordError("frozen.actions", Differs(str(len(vote.frozen.actions)), "[]"))
    leaving = [each for each in seats.leaving if each not in winners.wallets]
    return SeatsRight(tuple(winners.wallets), tuple(leaving), seats.threshold)
