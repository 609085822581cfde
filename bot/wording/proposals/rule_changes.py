"""Which rules of a track are different from before, in sentences."""

from collections.abc import Sequence

from bot.domain.policy.model import Policy
from bot.wording.governance.policies import policy_lines
from bot.wording.language import Language

_ROOM = 1600


def changed_rules_lines(before: Policy, after: Policy, say: Language) -> list[str]:
    """Each sentence that is gone, and each that is new; nothing where both policies say the same."""
    return different_lines(policy_lines(before, say), policy_lines(after, say), say)


def different_lines(before: Sequence[str], now: Sequence[str], say: Language) -> list[str]:
    """The lines that are gone, and then those that are new."""
    was, is_now = say._("was: {line}"), say._("is now: {line}")
    gone = [was.format(line=line) for line in before if line not in now]
    return gone + [is_now.format(line=line) for line in now if line not in before]


def rule_change_text(before: Policy, after: Policy, say: Language) -> str:
    """The rules of a proposal that is discussed changed."""
    head = say._("⚖️ **The rules of this proposal changed.** Who has power, and who may veto, stay.")
    lines = changed_rules_lines(before, after, say) or [say._("Both say the same in words.")]
    return say.fitted([head, *lines], _ROOM)
