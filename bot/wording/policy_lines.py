"""A policy in words, for a message."""

from bot.domain.policy.model import Policy
from bot.domain.rules.outcome import Rules
from bot.domain.rules.quorum import Quorum
from bot.wording import policies as plain
from bot.wording.discord_markup import DISCORD
from bot.wording.shares import share_words

__all__ = ["majority_words", "policy_lines", "quorum_words", "share_words", "threshold_words"]


def policy_lines(policy: Policy) -> list[str]:
    """The whole policy, a sentence or two a line."""
    return plain.policy_lines(policy, DISCORD)


def threshold_words(policy: Policy) -> str:
    """What an author must hold."""
    return plain.threshold_words(policy, DISCORD)


def quorum_words(policy: Policy, quorum: Quorum) -> str:
    """What a quorum asks for."""
    return plain.quorum_words(policy, quorum, DISCORD)


def majority_words(policy: Policy, rules: Rules) -> str:
    """What passes, given that the quorum is reached."""
    return plain.majority_words(policy, rules, DISCORD)
