"""Delegations: whether the lists are those that were frozen, and what is delegated counts with the right ballots."""

from __future__ import annotations

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation.delegation import effective_delegations
from bot.domain.elections.election import Election
from bot.domain.ids import MemberId
from bot.domain.verification.errors import Differs, NotListed, RecordError, TwiceThere
from bot.domain.verification.findings import DelegationsRight
from bot.domain.verification.vote import Vote, delegator


def check_delegations(vote: Vote, election: Election) -> DelegationsRight:
    """Raises RecordError."""
    _check_lists(vote)
    _check_effective(vote)
    record = vote.record
    counted = [(each.from_, each.to, each.power) for each in election.delegations]
    listed = [(each.from_, each.to, each.power) for each in record.delegated_power]
    if len(counted) != len(listed):
        raise RecordError("election.delegations", Differs(str(len(counted)), str(len(listed))))
    for place, (found, expected) in enumerate(zip(counted, listed, strict=True)):
        if found != expected:
            raise RecordError(f"election.delegations[{place}]", Differs(" ".join(found), " ".join(expected)))
    known = len(record.delegations) + len(record.wallet_delegations or ())
    return DelegationsRight(known, len(listed))


def _check_lists(vote: Vote) -> None:
    """The lists have the hashes that were frozen, and are there where the policy has such delegation."""
    record, frozen, rule = vote.record, vote.frozen, vote.policy.delegation
    hashes = [
        ("delegations", record.delegations, frozen.delegations, rule is not None),
        (
            "wallet_delegations",
            record.wallet_delegations,
            frozen.wallet_delegations.hash if frozen.wallet_delegations else None,
            vote.policy.registry is not None,
        ),
    ]
    for name, listed, frozen_hash, wanted in hashes:
        if (frozen_hash is not None) != wanted:
            raise RecordError(f"frozen.{name}", Differs(str(frozen_hash), "a hash" if wanted else "null"))
        if not wanted:
            if listed:
                raise RecordError(name, Differs(str(len(listed)), "0"))
            if name == "wallet_delegations" and listed is not None:
                raise RecordError(name, Differs("[]", "null"))
            continue
        found = content_hash(canonical_json(msgspec.to_builtins(listed)))
        if found != frozen_hash:
            raise RecordError(name, Differs(found, str(frozen_hash)))


def _check_effective(vote: Vote) -> None:
    """Each member who delegated and didn't vote counts with the ballot that the rule says, once; each wallet with that
    of the member for whom the wallet counts to which it delegated."""
    record = vote.record
    rule = vote.policy.delegation
    delegate_of = {MemberId(int(each.from_)): MemberId(int(each.to)) for each in record.delegations}
    expected = effective_delegations(delegate_of, vote.voters, rule.depth) if rule else {}
    unknown = {each for of in record.undetermined for each in of.delegated}
    to_wallet = {each.from_: each.to for each in record.wallet_delegations or ()}
    wallets = {
        evidence.wallet: ballot.voter
        for ballot in record.ballots
        for evidence in ballot.evidence
        if evidence.wallet
    }
    unread = {each.voter for each in record.undetermined if each.own}
    seen: dict[str, str] = {}
    for place, each in enumerate(record.delegated_power):
        field = f"delegated_power[{place}]"
        if (first := seen.setdefault(each.from_, field)) != field:
            raise RecordError(f"{field}.from", TwiceThere(each.from_, first))
        whose = delegator(each.from_)
        if isinstance(whose, str):
            if whose not in to_wallet:
                raise RecordError(f"{field}.from", NotListed(whose, "wallet_delegations"))
            owner = wallets.get(to_wallet[whose])
            if each.to not in unread and owner != each.to:
                raise RecordError(f"{field}.to", Differs(each.to, str(owner)))
            continue
        if whose not in expected:
            raise RecordError(f"{field}.from", NotListed(each.from_, "delegations"))
        if each.to != str(expected[whose]):
            raise RecordError(f"{field}.to", Differs(each.to, str(expected[whose])))
    for member, to in expected.items():
        if str(member) not in seen and str(member) not in unknown:
            raise RecordError("delegated_power", Differs("null", f"{member} → {to}"))
