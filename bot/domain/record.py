"""The record of a vote: everything with which anybody can count again (governance.md §9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ballot import Ballot, milliseconds
from bot.domain.blocks import Value
from bot.domain.power import Allowlist, AnySource, MemberPower, OfContract
from bot.domain.proposal import Opening, Proposal


@dataclass(frozen=True)
class WeighedBallot:
    """A ballot that counts, with the power it had and what that was read from."""

    ballot: Ballot
    power: MemberPower


def election_document(opening: Opening, ballots: Iterable[WeighedBallot]) -> dict[str, Any]:
    """The election file of a vote (election-format.md): rules, ballots, powers.

    Every ballot's power must be determined.
    """
    policy = opening.policy
    electorate = {} if opening.total_power is None else {"total_power": str(opening.total_power)}
    return {
        "mechanism": policy.mechanism,
        "choices": list(policy.choices),
        "electorate": electorate,
        "rules": policy.rules,
        "ballots": [
            {
                "voter": str(weighed.ballot.member),
                "power": str(weighed.power.total),
                "choice": weighed.ballot.choice,
                "cast_at": _seconds(weighed.ballot.cast_at),
            }
            for weighed in ballots
        ],
    }


def record_document(
    proposal: Proposal,
    opening: Opening,
    frozen: Mapping[str, Any],
    ballots: Sequence[WeighedBallot],
    result: Mapping[str, Any],
    closed_at: datetime,
) -> dict[str, Any]:
    """The record: what was voted on, every ballot with its receipt and evidence, and the result."""
    return {
        "record": "folkmoot/1",
        "proposal": str(proposal.id),
        "content_hash": opening.content_hash,
        "frozen": dict(frozen),
        "opened_at": _seconds(opening.at),
        "ended_at": _seconds(proposal.ends_at(closed_at) or opening.ends_at),
        "closed_at": _seconds(closed_at),
        "suspensions": [
            {
                "by": str(pause.by),
                "reason": pause.reason,
                "at": _seconds(pause.at),
                "resumed_at": _seconds(pause.resumed_at) if pause.resumed_at else None,
            }
            for pause in proposal.suspensions
        ],
        "election": election_document(opening, ballots),
        "ballots": [_ballot_document(opening, weighed) for weighed in ballots],
        "result": dict(result),
    }


def _seconds(time: datetime) -> int:
    return milliseconds(time) // 1000


def _ballot_document(opening: Opening, weighed: WeighedBallot) -> dict[str, Any]:
    ballot = weighed.ballot
    return {
        "receipt": ballot.receipt,
        "voter": str(ballot.member),
        "choice": ballot.choice,
        "cast_at_ms": str(milliseconds(ballot.cast_at)),
        "way": ballot.way.value,
        "source": str(ballot.source),
        "reason": ballot.reason,
        "power": str(weighed.power.total),
        "evidence": [
            {
                **_origin(opening, contribution.source),
                "wallet": contribution.wallet,
                "raw": str(contribution.reading.raw),
                "weight": str(contribution.source.weight),
            }
            for contribution in weighed.power.contributions
            if isinstance(contribution.reading, Value)
        ],
    }


def _origin(opening: Opening, source: AnySource) -> dict[str, Any]:
    """Where a number was read. What the source lists (ids, a function, accounts) is in the policy, at this place."""
    origin: dict[str, Any] = {
        "source": source.kind,
        "place": opening.policy.power.sources.index(source) + 1,
    }
    if isinstance(source, OfContract):
        origin["contract"] = source.contract
    if not isinstance(source, Allowlist):
        origin["chain"] = source.chain
        origin["block"] = next(block.hash for block in opening.snapshot if block.chain == source.chain)
    return origin
