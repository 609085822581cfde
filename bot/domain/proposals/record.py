"""The record of a vote: everything with which anybody can count again (governance.md §9)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bot.domain.blocks import Value
from bot.domain.delegation.delegate_registry import WalletDelegation
from bot.domain.delegation.delegation import Delegator, FrozenDelegation
from bot.domain.delegation.shares import DelegatedShare, Split
from bot.domain.elections import election
from bot.domain.elections.ballot import Ballot, milliseconds
from bot.domain.elections.election import Election, Electorate, encode, mechanism_of
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.ids import BlockHash, ChainId, MemberId, Power
from bot.domain.policy.legal import notice_of
from bot.domain.policy.rules import rules_of
from bot.domain.power import Contribution, MemberPower, OfContract, OnChain
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal

VotingPart = tuple[MemberId, Power, Any]
"""So much of a voter's power, in base units, is for which choice instead of that of their ballot."""


def parts_of(ballot: Ballot, power: MemberPower) -> list[VotingPart]:
    """What counts of the wallets that say something apart, in the ballot's order. Nothing while the whole isn't known,
    and of a wallet that counts for the voter no more, or has nothing."""
    if not ballot.apart or power.total is None:
        return []
    weighed = ((ballot.member, power.of_wallet(each.wallet), each.choice) for each in ballot.apart)
    return [(member, weight, choice) for member, weight, choice in weighed if weight]


class WeighedBallot(msgspec.Struct, frozen=True):
    """A ballot that counts, with the power it had and what that was read from."""

    ballot: Ballot
    power: MemberPower

    @property
    def parts(self) -> list[VotingPart]:
        return parts_of(self.ballot, self.power)


class WeighedDelegation(msgspec.Struct, frozen=True):
    """The power of a member (or a wallet) that delegated and didn't vote, and with whose ballots it counts."""

    delegator: Delegator
    split: Split
    power: MemberPower


VoteEvidence = Mapping[tuple[MemberId, datetime, int], Mapping[str, Any]]
"""What the record says of what each ballot brought along, by the ballot's identity."""
EffectiveDelegation = tuple[Delegator, MemberId, Power]
"""From whom, to whom, and how much in base units."""


def election_of(
    opening: Opening,
    ballots: Iterable[tuple[Ballot, Power]],
    effective_delegations: Iterable[EffectiveDelegation] = (),
    parts: Iterable[VotingPart] = (),
) -> Election:
    """The election of a vote: its rules, these ballots with what each weighs of its own in base units, what was
    delegated to them, and which parts of it say something else."""
    policy = opening.policy
    total = None if opening.total_power is None else str(opening.total_power)
    return Election(
        mechanism=policy.mechanism,
        choices=list(policy.choices),
        ballots=[
            election.Ballot(str(ballot.member), str(power), ballot.choice, _seconds(ballot.cast_at))
            for ballot, power in ballots
        ],
        options=msgspec.convert(policy.options, mechanism_of(policy.mechanism).options),
        electorate=Electorate(total_power=total),
        rules=rules_of(policy),
        delegations=[
            election.Delegation(str(delegator), str(to), str(power))
            for delegator, to, power in effective_delegations
        ],
        parts=[election.Part(str(member), str(power), choice) for member, power, choice in parts],
    )


def record_document(
    proposal: Proposal,
    opening: Opening,
    frozen: Mapping[str, Any],
    ballots: Sequence[WeighedBallot],
    delegations: Sequence[FrozenDelegation],
    delegated: Sequence[tuple[DelegatedShare, MemberPower]],
    counted: Election,
    result: Mapping[str, Any],
    closed_at: datetime,
    wallet_delegations: Sequence[WalletDelegation] | None = None,
    vote_evidence: VoteEvidence | None = None,
) -> dict[str, Any]:
    """The record: what was voted on, the election with its result, every ballot with its receipt and evidence.

    It names members still, but for what is frozen: `veiled` makes of it what is hashed.

    `delegated`: what of delegators' powers counts, each with the power of which it is a share. `wallet_delegations`:
    what was frozen of a registry; None where the policy names none. `vote_evidence`: what ballots brought along; None
    in votes that ask for nothing.
    """
    return {
        "record": "folkmoot/1",
        "proposal": str(proposal.id),
        "number": proposal.number,
        "content_hash": opening.content_hash,
        "frozen": dict(frozen),
        "card": card_document(proposal),
        **announced_document(proposal, opening),
        "opened_at": _seconds(opening.at),
        "ended_at": _seconds(proposal.ends_at(closed_at) or opening.ends_at),
        "closed_at": _seconds(closed_at),
        "suspensions": [
            {
                "by": None if pause.by is None else str(pause.by),
                "reason": pause.reason,
                "unseen_since": _seconds(pause.unseen_since) if pause.unseen_since else None,
                "at": _seconds(pause.at),
                "resumed_at": _seconds(pause.resumed_at) if pause.resumed_at else None,
            }
            for pause in proposal.suspensions
        ],
        "extensions": [
            {
                "at_ms": str(milliseconds(extension.at)),
                "by_ms": str(extension.by // timedelta(milliseconds=1)),
            }
            for extension in proposal.extensions
        ],
        "decided_at": _seconds(proposal.decided_at) if proposal.decided_at else None,
        "registry_omitted": _omission_document(proposal),
        "origin": str(proposal.origin) if proposal.origin else None,
        "sponsors": sponsors_document(proposal),
        "election": json.loads(encode(counted)),
        "ballots": [_ballot_document(opening, weighed, vote_evidence) for weighed in ballots],
        "delegations": delegations_document(delegations),
        "wallet_delegations": None
        if wallet_delegations is None
        else wallet_delegations_document(wallet_delegations),
        "delegated_power": _delegated_document(opening, delegated),
        "result": dict(result),
    }


def announced_document(proposal: Proposal, opening: Opening) -> dict[str, int]:
    """Since when its text could be read as it was voted on, where the law asks for a notice."""
    if not notice_of(opening.policy.legal) or proposal.announced_at is None:
        return {}
    return {"announced_at": _seconds(proposal.announced_at)}


def veiled(pseudonyms: Pseudonyms, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it is hashed: it names no member. What is frozen was hashed so before."""
    frozen = record["frozen"]
    return {**pseudonyms.veil({**record, "frozen": {}}), "frozen": frozen}


def _delegated_document(
    opening: Opening, delegated: Sequence[tuple[DelegatedShare, MemberPower]]
) -> list[dict[str, Any]]:
    """What was delegated and counts. Of a power that is split the evidence stands with the first of its shares."""
    shown: set[Delegator] = set()
    found = []
    for share, power in delegated:
        evidence = [] if share.delegator in shown else evidence_of(opening, power)
        shown.add(share.delegator)
        entry = {"from": str(share.delegator), "to": str(share.to), "power": str(share.counts)}
        whole = {} if share.counts == share.whole else {"whole": str(share.whole)}
        found.append({**entry, "evidence": evidence, **whole})
    return found


def _omission_document(proposal: Proposal) -> dict[str, Any] | None:
    """Who let the vote open without what wallets delegate on chain; None where nobody did."""
    omission = proposal.registry_omission
    if omission is None:
        return None
    return {"by": str(omission.by), "reason": omission.reason, "at": _seconds(omission.at)}


def sponsors_document(proposal: Proposal) -> list[dict[str, str]]:
    """Who stood behind it when it was submitted, as plain data; nobody where its author held enough."""
    sponsors = proposal.submission.sponsors if proposal.submission else ()
    return [{"member": str(each.member), "power": str(each.power)} for each in sponsors]


def card_document(proposal: Proposal) -> dict[str, int | None] | None:
    """When the card was asked for, and when it stood: the voting period began no earlier."""
    card = proposal.card
    if card is None:
        return None
    return {
        "asked_at": _seconds(card.asked_at),
        "stood_at": _seconds(card.seen_at) if card.seen_at else None,
    }


def delegations_document(delegations: Sequence[FrozenDelegation]) -> list[dict[str, str | int]]:
    """Who delegates to whom, frozen at the opening, as plain data."""
    return [
        {
            "from": str(each.delegator),
            "to": str(each.delegate),
            **({} if each.parts == 1 else {"parts": each.parts}),
        }
        for each in delegations
    ]


def wallet_delegations_document(delegations: Sequence[WalletDelegation]) -> list[dict[str, Any]]:
    """To which wallets others had delegated in the registry at the snapshot, as plain data."""
    return [{"from": each.wallet, "to": each.delegate, "contract": each.contract} for each in delegations]


def _seconds(time: datetime) -> int:
    return milliseconds(time) // 1000


def _ballot_document(
    opening: Opening, weighed: WeighedBallot, vote_evidence: VoteEvidence | None
) -> dict[str, Any]:
    ballot = weighed.ballot
    brought: dict[str, Any] = {}
    if vote_evidence is not None:
        brought["vote_evidence"] = vote_evidence.get(ballot.identity)
    if ballot.apart:
        brought["apart"] = [each.document() for each in ballot.apart]
    return {
        "receipt": ballot.receipt(opening.pseudonyms),
        "voter": str(ballot.member),
        "choice": ballot.choice,
        "cast_at_ms": str(milliseconds(ballot.cast_at)),
        "cast_method": ballot.cast_method.value,
        "source": str(ballot.source),
        "reason": ballot.reason,
        "roles": [str(role) for role in ballot.roles],
        "power": str(weighed.power.total),
        "evidence": evidence_of(opening, weighed.power),
        **brought,
    }


def evidence_of(opening: Opening, power: MemberPower) -> list[dict[str, Any]]:
    """What was read for a member: at the snapshot, and on chains at the earlier blocks of a holding rule too."""
    found: dict[tuple[int, str | None, str | None], dict[str, Any]] = {}
    for blocks, contributions in zip(opening.moments, power.moments, strict=True):
        at = {block.chain: block.hash for block in blocks}
        for part in contributions:
            if isinstance(part.reading, Value):
                evidence = _evidence(part, part.reading, at)
                # A block that is the newest one at two times was read once.
                found.setdefault((part.place, part.wallet, evidence.get("block")), evidence)
    return list(found.values())


def _evidence(part: Contribution, reading: Value, at: Mapping[ChainId, BlockHash]) -> dict[str, Any]:
    """A number and where it was read. What the source lists (ids, a function, accounts) is in the policy, at this
    place."""
    source = part.source
    evidence: dict[str, Any] = {"source": source.kind, "place": part.place + 1}
    if isinstance(source, OfContract):
        evidence["contract"] = source.contract
    if isinstance(source, OnChain):
        evidence["chain"] = source.chain
        evidence["block"] = at[source.chain]
    return {**evidence, "wallet": part.wallet, "raw": str(reading.raw), "weight": str(source.weight)}
