"""What must hold between a policy's rules of payments and the rest of it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.domain.counting.errors import ElectionError
from bot.domain.counting.exact import ratio
from bot.domain.errors.governance.policies import (
    BeyondTheLimits,
    DropNotAllowed,
    LongAsTheVote,
    NeedsSafe,
    NoSidesToRelease,
    NotAShare,
    NotExecutedHere,
    NotInCasting,
    NotInConviction,
    TooShortToSwing,
)
from bot.domain.policy.misfit import Misfit
from bot.domain.policy.voter_rewards import OPENING_SELECTOR, OPENS_DROP

if TYPE_CHECKING:
    from bot.domain.policy.limits import Spending
    from bot.domain.policy.model import Policy
    from bot.domain.policy.voter_rewards import VoterRewards


def voter_rewards(policy: "Policy") -> Iterator[Misfit]:
    """Rewards go out by the executor's own transaction, within the track's limits, to those who cast a ballot."""
    rewards, limits = policy.voter_rewards, policy.limits
    if rewards is None:
        return
    place = ("voter_rewards",)
    if policy.open_ended:
        yield Misfit(place, NotInConviction())
    if policy.next_track is not None:
        yield Misfit(place, NotExecutedHere())
    if policy.executor is not None and not policy.executor.pays_by_rule:
        yield Misfit(place, NeedsSafe())
    if rewards.late >= policy.periods.voting:
        yield Misfit((*place, "late"), LongAsTheVote())
    if limits is None:
        return
    if not any(_leaves_room(each, rewards) for each in limits.of(rewards.token)):
        yield Misfit((*place, "pool"), BeyondTheLimits())
    if (to := rewards.distributor) is not None and not limits.lets_call(to, OPENING_SELECTOR):
        yield Misfit((*place, "distributor"), DropNotAllowed(to, OPENS_DROP))


def milestones(policy: "Policy") -> Iterator[Misfit]:
    """What a proposal promises is paid by the executor, each part after a vote that ends, by the same people."""
    rule, place = policy.milestones, ("milestones",)
    if rule is None:
        return
    if policy.open_ended:
        yield Misfit(place, NotInConviction())
    if policy.next_track is not None:
        yield Misfit(place, NotExecutedHere())
    if policy.casts is not None:
        yield Misfit(place, NotInCasting())
    if rule.by == "silence":
        if (share := _share(rule.objection)) is None or not 0 < share <= 1:
            yield Misfit((*place, "objection"), NotAShare())
        return
    if policy.choices_from == "proposal":
        yield Misfit(place, NoSidesToRelease())
    for longer in (policy.objection, policy.extension.window if policy.extension else None):
        if longer is not None and longer >= rule.voting:
            yield Misfit((*place, "voting"), TooShortToSwing())


def _share(text: str) -> Fraction | None:
    """None for what is no fraction."""
    try:
        return ratio(text, "milestones.objection")
    except ElectionError:
        return None


def _leaves_room(spending: "Spending", rewards: "VoterRewards") -> bool:
    """Whether what one vote pays may go out in one period, to whomever it goes first."""
    if (distributor := rewards.distributor) is not None:
        most, may_get = rewards.pool, distributor in spending.recipients
    else:
        most, may_get = min(rewards.pool, rewards.cap or rewards.pool), False
    fits_one = spending.per_recipient is None or most <= spending.per_recipient
    return (may_get or not spending.recipients) and fits_one and rewards.pool <= spending.per_period
