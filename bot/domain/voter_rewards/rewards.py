"""Who is rewarded for a vote, and with how much."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from bot.domain.elections.ballot import milliseconds
from bot.domain.elections.election import Election
from bot.domain.elections.tally import Result, counted_roll
from bot.domain.ids import Address, MemberId, address
from bot.domain.policy.voter_rewards import VoterRewards
from bot.domain.voter_rewards.sharing import shares_of, weights_of


class NoReward(StrEnum):
    """Why somebody who voted gets nothing."""

    LATE = "late"
    """They voted for the first time when the vote was nearly over."""
    NO_WALLET = "no_wallet"
    """They had linked none at the close that counts on the chain."""
    TOO_SMALL = "too_small"
    """Their part is less than the smallest unit of the token."""


class Voter(msgspec.Struct, frozen=True):
    """Somebody whose ballot weighed something."""

    member: MemberId
    power: int
    """What it weighed in the count, with what was delegated to it; in base units."""
    first_at_ms: int
    """When they voted for the first time in this vote, in milliseconds since 1970."""
    wallet: Address | None
    """Where they are paid; None where they had linked none at the close that counts on the chain."""


class Reward(msgspec.Struct, frozen=True):
    voter: Voter
    amount: int
    """In base units; 0 where they get nothing."""
    why_not: NoReward | None = None


class Rewards(msgspec.Struct, frozen=True):
    """What one vote pays, in the order of the members' ids."""

    each: tuple[Reward, ...]
    remainder: int
    """What of the pool stays in the treasury."""

    @property
    def paid(self) -> tuple[Reward, ...]:
        """Those who get something."""
        return tuple(reward for reward in self.each if reward.amount)

    @property
    def payments(self) -> tuple[tuple[Address, int], ...]:
        """To which wallets how much goes."""
        return tuple((each.voter.wallet, each.amount) for each in self.paid if each.voter.wallet is not None)

    @property
    def total(self) -> int:
        return sum(reward.amount for reward in self.each)


def powers_of(election: Election) -> dict[MemberId, int]:
    """What each ballot that counted weighed, of those that weighed something. Raises ElectionError for what can't be
    counted."""
    roll, _ = counted_roll(election)
    weighed = zip(roll.voters, roll.powers, strict=True)
    return {MemberId(int(voter)): power for voter, power in weighed if power}


def is_due(rule: VoterRewards, result: Result) -> bool:
    """Whether a vote with this result pays anything."""
    return not rule.needs_quorum or result.outcome is None or result.outcome.quorum_reached


def rewards_of(rule: VoterRewards, voters: Sequence[Voter], late_from_ms: int | None) -> Rewards:
    """What a vote pays these voters, if it pays. `late_from_ms`: who votes for the first time from then on is late;
    None: nobody is.

    Those who get nothing, because they were late or have no wallet, have no part: the others share all.
    """
    voters = sorted(voters, key=lambda voter: voter.member)
    why_not = [_why_not(voter, late_from_ms) for voter in voters]
    powers = [0 if why else voter.power for voter, why in zip(voters, why_not, strict=True)]
    shares = shares_of(rule.pool, weights_of(rule.shared, powers), rule.cap)
    found = [
        Reward(voter, amount, why or (None if amount else NoReward.TOO_SMALL))
        for voter, amount, why in zip(voters, shares.amounts, why_not, strict=True)
    ]
    return Rewards(tuple(found), shares.remainder)


def _why_not(voter: Voter, late_from_ms: int | None) -> NoReward | None:
    if late_from_ms is not None and voter.first_at_ms >= late_from_ms:
        return NoReward.LATE
    return None if voter.wallet else NoReward.NO_WALLET


def late_from(rule: VoterRewards, end: datetime) -> int | None:
    """From when on somebody who votes for the first time is late, in milliseconds since 1970; None: never. `end` is
    that of the vote, had nothing decided it before: nobody can foresee when something does."""
    return milliseconds(end - rule.late) if rule.late else None


def rewards_document(rewards: Rewards, late_from_ms: int | None) -> dict[str, Any]:
    """For the record: who gets what, and everything from which that follows."""
    return {
        "late_from_ms": None if late_from_ms is None else str(late_from_ms),
        "remainder": str(rewards.remainder),
        "voters": [
            {
                "voter": str(reward.voter.member),
                "power": str(reward.voter.power),
                "first_at_ms": str(reward.voter.first_at_ms),
                "wallet": reward.voter.wallet,
                "amount": str(reward.amount),
                "why_not": reward.why_not and reward.why_not.value,
            }
            for reward in rewards.each
        ],
    }


def rewards_in(document: Mapping[str, Any]) -> Rewards:
    """What a record says, which may be anything. Raises KeyError, TypeError, ValueError."""
    found = []
    for each in document["voters"]:
        wallet, why_not = each["wallet"], each["why_not"]
        voter = Voter(
            MemberId(int(each["voter"])),
            int(each["power"]),
            int(each["first_at_ms"]),
            None if wallet is None else address(wallet),
        )
        found.append(Reward(voter, int(each["amount"]), None if why_not is None else NoReward(why_not)))
    return Rewards(tuple(found), int(document["remainder"]))
