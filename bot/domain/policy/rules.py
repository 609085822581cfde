"""A policy's rules of passing, as typed values."""

import msgspec

from bot.domain.policy.model import Policy
from bot.domain.rules.outcome import Rules


def rules_of(policy: Policy) -> Rules:
    """Raises msgspec.ValidationError for rules that aren't."""
    return msgspec.convert(policy.rules, Rules)
