"""What a vote writes into the reputation ledger: what its close brings, and what it gives and takes when executed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.ids import MemberId, Power
from bot.domain.policy.model import Policy
from bot.domain.power import PowerRule, Reputation
from bot.domain.proposals.facts import Closing
from bot.domain.proposals.proposal import Proposal
from bot.domain.reputation.ledger import ReputationEvent, Why

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def earned(proposal: Proposal, closing: Closing, voters: Collection[MemberId]) -> list[ReputationEvent]:
    """What the close of this vote brings by its policy, at the time of the close.

    `voters` are those whose ballot weighed something; a ballot that the count found invalid brings nothing, nor does
    any where the quorum was missed. The author has something of it where the proposal was accepted.
    """
    rewards = proposal.rules.rewards
    if rewards is None:
        return []
    events = []
    if rewards.ballot and _quorum_reached(closing.result):
        invalid = {entry["voter"] for entry in closing.result["invalid"]}
        events = [
            ReputationEvent(member, rewards.ballot, Why.BALLOT, proposal.id, closing.at)
            for member in sorted(set(voters))
            if str(member) not in invalid
        ]
    if rewards.accepted and closing.passed:
        events.append(
            ReputationEvent(proposal.author, rewards.accepted, Why.ACCEPTED, proposal.id, closing.at)
        )
    return events


def _quorum_reached(result: Mapping[str, Any]) -> bool:
    """Also where there is no quorum to reach."""
    outcome = result.get("outcome") or {}
    return bool(outcome.get("quorum_reached", True))


def given(proposal: Proposal, at: datetime) -> list[ReputationEvent]:
    """What the proposal's grants and slashes write, when it is executed at this time.

    Those of a temperature check wait for the binding vote that follows it, which has them too.
    """
    if proposal.rules.next_track is not None:
        return []
    return [
        ReputationEvent(
            grant.member, grant.amount, Why.GRANT if grant.amount > 0 else Why.SLASH, proposal.id, at
        )
        for grant in proposal.content.grants
    ]


def reputation_sources(policy: Policy) -> list[Reputation]:
    """Those of the policy's power sources that ask for reputation."""
    return ledger_sources(policy.power)


def ledger_sources(rule: PowerRule) -> list[Reputation]:
    """Those of a rule's."""
    return [source for source in rule.sources if isinstance(source, Reputation)]


def without_wallets(policy: Policy) -> bool:
    """Whether a member who has linked no wallet can have power: by a role, by reputation."""
    return any(not source.needs_wallet and not source.gate for source in policy.power.sources)


def total_reputation(policy: Policy, balances: Mapping[str, Mapping[MemberId, int]]) -> Power:
    """The power that all members together have from reputation. `balances` by key of the source and by member."""
    counting = (source for source in reputation_sources(policy) if not source.gate)
    return sum(source.weight * sum(balances[source.key].values()) for source in counting)


def balances_document(
    policy: Policy, balances: Mapping[str, Mapping[MemberId, int]], at: datetime, last: int
) -> dict[str, Any]:
    """What was frozen of the ledger: the balances of all members at a time, for each half-life that the policy has.

    `balances` by key of the source that asks; `last` is the number of the ledger's newest event then: from the events
    up to it anybody finds the same balances.
    """
    half_lives = {source.key: source.half_life for source in reputation_sources(policy)}
    return {
        "at_us": str(_microseconds(at)),
        "last_event": str(last),
        "balances": [
            {
                "places": [place for place, each in enumerate(policy.power.sources, 1) if each.key == key],
                "half_life_us": str(half_life // _MICROSECOND) if half_life else None,
                "members": {str(member): str(amount) for member, amount in balances[key].items()},
            }
            for key, half_life in half_lives.items()
        ],
    }


def ledger_document(events: Mapping[MemberId, Sequence[ReputationEvent]]) -> dict[str, Any]:
    """The events from which balances were found, for the record: amount, why, proposal and time of each."""
    return {str(member): [_event(event) for event in theirs] for member, theirs in events.items()}


def _event(event: ReputationEvent) -> list[str]:
    return [str(event.amount), event.why.value, str(event.proposal), str(_microseconds(event.at))]


def _microseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND
