"""Whether a policy leaves those who stand above a part the time to veto that they set."""

from datetime import timedelta

from bot.domain.policy.model import Policy


def is_too_short(policy: Policy, least: timedelta) -> bool:
    """Whether its timelock is shorter. In stages only the last one has one: nothing is carried out before."""
    return policy.next_track is None and policy.periods.timelock < least


def lengthened(policy: Policy, least: timedelta) -> Policy:
    """The policy with that timelock."""
    periods = policy.periods.model_copy(update={"timelock": least})
    return policy.model_copy(update={"periods": periods})
