"""A policy's rules of passing, as typed values."""

import msgspec

from bot.domain.policy.legal import with_legal_quorums
from bot.domain.policy.model import Policy
from bot.domain.rules.outcome import Rules, quorums


def rules_of(policy: Policy) -> Rules:
    """Its own and, behind them, the quorums that the law asks for. Raises msgspec.ValidationError for rules that
    aren't."""
    return with_legal_quorums(msgspec.convert(policy.rules, Rules), policy.legal)


def own_quorums(policy: Policy) -> int:
    """How many of its quorums are not the law's: the first ones."""
    law = 0 if policy.legal is None else len(policy.legal.quorums)
    return len(quorums(rules_of(policy))) - law
