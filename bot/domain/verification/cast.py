"""Votes that are cast elsewhere: what the frozen content and the count have cast, worked out again."""

from __future__ import annotations

import msgspec

from bot.domain.elections.tally import decode_result
from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.metagovernance.calls import cast_call
from bot.domain.metagovernance.casting import LARGEST_ID, MOST_SPLIT, CastTerms, ForeignProposal, reason_of
from bot.domain.metagovernance.outcome import cast_by
from bot.domain.policy.rules import rules_of
from bot.domain.rules.passing import passes
from bot.domain.verification.errors import Differs, RecordError
from bot.domain.verification.files.record_form import FrozenCast
from bot.domain.verification.findings import CastRight
from bot.domain.verification.vote import Vote


def foreign_of(frozen: FrozenCast) -> ForeignProposal:
    """The vote elsewhere. Raises RecordError for an id that none can have."""
    if int(frozen.proposal) > LARGEST_ID:
        raise RecordError("frozen.cast.proposal", Differs(frozen.proposal, f"<= {LARGEST_ID}"))
    return ForeignProposal(ChainId(frozen.chain), Address(frozen.contract), frozen.proposal)


def terms_of(frozen: FrozenCast) -> CastTerms:
    """What was fixed of the votes. Raises RecordError where something isn't there."""
    for name in ("voter", "votes", "snapshot", "ends", "link", "symbol", "decimals"):
        if getattr(frozen, name) is None:
            raise RecordError(f"frozen.cast.{name}", Differs("null", "!= null"))
    return CastTerms(
        Address(frozen.voter or ""),
        int(frozen.votes or "0"),
        frozen.snapshot or 0,
        frozen.ends or 0,
        frozen.link or "",
        frozen.symbol or "",
        frozen.decimals or 0,
    )


def check_cast(vote: Vote, record: ContentHash) -> CastRight | None:
    """The call that follows from the record with this hash, whose count was checked before; None where it is of no
    vote on votes. Raises RecordError."""
    frozen, policy = vote.frozen.cast, vote.policy
    if policy.casts is None:
        if frozen is not None and policy.next_track is None:
            raise RecordError("frozen.cast", Differs(frozen.contract, "null"))
        return None
    if frozen is None:
        raise RecordError("frozen.cast", Differs("null", "!= null"))
    if vote.frozen.actions:
        raise RecordError("frozen.actions", Differs(str(len(vote.frozen.actions)), "[]"))
    foreign, terms = foreign_of(frozen), terms_of(frozen)
    if policy.casts == "split" and terms.votes > MOST_SPLIT:
        raise RecordError("frozen.cast.votes", Differs(str(terms.votes), f"<= {MOST_SPLIT}"))
    rules = rules_of(policy)
    result = decode_result(msgspec.json.decode(bytes(vote.record.result)), rules)
    cast = cast_by(policy, terms, result.score_values) if passes(result, rules, policy.choices) else None
    if cast is None:
        return CastRight(foreign.governor, foreign.chain, foreign.id, terms.voter, "")
    reason = reason_of(terms.link, ContentHash(vote.record.content_hash), record)
    call = cast_call(foreign, cast, reason)
    return CastRight(foreign.governor, foreign.chain, foreign.id, terms.voter, call.data, cast.parts)
