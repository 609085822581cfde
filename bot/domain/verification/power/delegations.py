"""Delegations: whether the lists are those that were frozen, and what is delegated counts with the right ballots."""

from __future__ import annotations

import msgspec

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.delegation_graph import DelegationGraph
from bot.domain.delegation.shares import Split, shares_of
from bot.domain.elections.election import Election
from bot.domain.ids import MemberId, Power
from bot.domain.verification.errors import Differs, NotListed, RecordError, TwiceThere
from bot.domain.verification.files.record_form import DelegatedPowerEntry
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
        # Where nobody said what they accept, nothing of it is frozen.
        (
            "delegate_caps",
            record.delegate_caps,
            frozen.delegate_caps,
            rule is not None and frozen.delegate_caps is not None,
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
    """Each member who delegated and didn't vote counts with the ballots that the rule says, in the parts that it says,
    once; each wallet with that of the member for whom the wallet counts to which it delegated; and with nobody's counts
    more than the cap."""
    record = vote.record
    expected = splits_of(vote)
    unknown = {each for of in record.undetermined for each in of.delegated}
    seen: dict[tuple[str, str], str] = {}
    powers: dict[Delegator, Power] = {}
    of_delegator: dict[str, DelegatedPowerEntry] = {}
    for place, each in enumerate(record.delegated_power):
        field = f"delegated_power[{place}]"
        if (known := seen.setdefault((each.from_, each.to), field)) != field:
            raise RecordError(f"{field}.from", TwiceThere(each.from_, known))
        whose = delegator(each.from_)
        if whose not in expected:
            listed = "wallet_delegations" if isinstance(whose, str) else "delegations"
            raise RecordError(f"{field}.from", NotListed(each.from_, listed))
        first = of_delegator.setdefault(each.from_, each)
        if first.held != each.held:
            raise RecordError(f"{field}.whole", Differs(each.held, first.held))
        if first is not each and each.evidence:
            raise RecordError(f"{field}.evidence", TwiceThere(each.from_, seen[each.from_, first.to]))
        powers[whose] = int(each.held)
    for member in expected:
        if not isinstance(member, str) and member not in powers and str(member) not in unknown:
            to = ", ".join(map(str, expected[member].to))
            raise RecordError("delegated_power", Differs("null", f"{member} → {to}"))
    counting = {
        (str(share.delegator), str(share.to)): share.counts
        for share in shares_of(expected, powers, vote.caps)
    }
    for place, each in enumerate(record.delegated_power):
        field, counts = f"delegated_power[{place}]", counting.pop((each.from_, each.to), None)
        if counts is None:
            raise RecordError(
                f"{field}.to", Differs(each.to, ", ".join(map(str, expected[delegator(each.from_)].to)))
            )
        if each.power != str(counts):
            raise RecordError(f"{field}.power", Differs(each.power, str(counts)))
    for from_, to in counting:
        raise RecordError("delegated_power", Differs("null", f"{from_} → {to}"))


def splits_of(vote: Vote) -> dict[Delegator, Split]:
    """With whose ballots the power of each delegator counts; of the wallets those that are listed.

    Of a delegate whose own power could not be read the record doesn't say which wallets are theirs: there it is taken
    at its word.
    """
    record, rule = vote.record, vote.policy.delegation
    expected: dict[Delegator, Split] = {}
    if rule is not None:
        made = (
            FrozenDelegation(MemberId(int(each.from_)), MemberId(int(each.to)), each.parts)
            for each in record.delegations
        )
        expected.update(DelegationGraph(made, rule.depth).effective(vote.voters))
    to_wallet = {each.from_: each.to for each in record.wallet_delegations or ()}
    owners = {
        evidence.wallet: ballot.voter
        for ballot in record.ballots
        for evidence in ballot.evidence
        if evidence.wallet
    }
    unread = {each.voter for each in record.undetermined if each.own}
    for each in record.delegated_power:
        wallet = delegator(each.from_)
        if not isinstance(wallet, str) or wallet not in to_wallet:
            continue
        owner = each.to if each.to in unread else owners.get(to_wallet[wallet])
        expected[wallet] = Split((None if owner is None else MemberId(int(owner)),))
    return expected
