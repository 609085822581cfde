"""What the record of a vote says of its voter rewards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.election import Election
from bot.domain.elections.pseudonyms import Pseudonyms, unveil
from bot.domain.elections.tally import Result
from bot.domain.ids import Address, GuildId, MemberId
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.proposals.proposal import Proposal
from bot.domain.voter_rewards.rewards import (
    Rewards,
    Voter,
    is_due,
    late_from,
    powers_of,
    rewards_document,
    rewards_in,
    rewards_of,
)
from bot.services.accounts.paid_wallets import paid_at
from bot.services.ports import Repositories


class _Outcome(msgspec.Struct):
    quorum_reached: bool = True


class _Result(msgspec.Struct):
    outcome: _Outcome = msgspec.field(default_factory=_Outcome)


class _Recorded(msgspec.Struct):
    """What is read of a record here."""

    voter_rewards: dict[str, Any]
    result: _Result


class RecordedRewards(msgspec.Struct, frozen=True):
    """What a record says of them."""

    rewards: Rewards
    quorum_reached: bool


def recorded_rewards(record: bytes, names: Mapping[str, MemberId] = {}) -> RecordedRewards:
    """Of the record of a vote on a track that rewards its voters, whose hash was compared before. `names`: whom the
    numbers in it stand for; the others stay numbers."""
    found = msgspec.json.decode(record, type=_Recorded)
    return RecordedRewards(
        rewards_in(unveil(found.voter_rewards, names)), found.result.outcome.quorum_reached
    )


class RewardFacts(msgspec.Struct, frozen=True):
    """What voter rewards follow from beside the count, as one transaction had it."""

    rule: VoterRewards
    first_cast: Mapping[MemberId, datetime]
    wallets: Mapping[MemberId, Address]
    """Where each member is paid who has linked a wallet that counts on the executor's chain."""
    late_from_ms: int | None

    def document(self, election: Election, result: Result, pseudonyms: Pseudonyms) -> dict[str, Any]:
        """Who gets what; nobody where the vote pays nothing. Members are their numbers in the record, so that
        anybody puts them in the same order."""
        powers = powers_of(election) if is_due(self.rule, result) else {}
        voters = [
            Voter(
                MemberId(int(pseudonyms.of(member))),
                power,
                milliseconds(self.first_cast[member]),
                self.wallets.get(member),
            )
            for member, power in powers.items()
        ]
        return rewards_document(rewards_of(self.rule, voters, self.late_from_ms), self.late_from_ms)


async def reward_facts(
    repositories: Repositories, proposal: Proposal, guild: GuildId, now: datetime
) -> RewardFacts | None:
    """None where the track rewards nobody."""
    rule, end = proposal.rules.voter_rewards, proposal.latest_end(now)
    if rule is None or end is None:
        return None
    first_cast = await repositories.ballots.first_cast(proposal.id)
    executor = proposal.rules.executor
    wallets = {} if executor is None else await paid_at(repositories, guild, list(first_cast), executor.chain)
    return RewardFacts(rule, first_cast, wallets, late_from(rule, end))
