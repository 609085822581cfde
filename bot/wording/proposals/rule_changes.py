"""Which rules of a track are different from before, in sentences."""

from collections.abc import Sequence

from bot.domain.policy.model import Policy
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language

_ROOM = 1600
_FEW_WORDS = 4
"""More than so many that change are read better in two sentences."""


def changed_rules_lines(before: Policy, after: Policy, say: Language) -> list[str]:
    """Each sentence that is gone, and each that is new; nothing where both policies say the same."""
    return different_lines(policy_lines(before, say), policy_lines(after, say), say)


def different_lines(before: Sequence[str], now: Sequence[str], say: Language) -> list[str]:
    """What is different: in one line with an arrow where little of a sentence has changed, else the lines that are
    gone, and then those that are new."""
    gone = [line for line in before if line not in now]
    new = [line for line in now if line not in before]
    arrows = []
    for line in list(gone):
        alike = [each for each in new if _name(each) == _name(line)]
        if len(alike) == 1 and sum(_name(each) == _name(line) for each in gone) == 1:
            (other,) = alike
            if (shown := _with_arrow(line, other, say)) is not None:
                arrows.append(shown)
                gone.remove(line)
                new.remove(other)
    was, is_now = say._("was: {line}"), say._("is now: {line}")
    return [
        *arrows,
        *(was.format(line=line) for line in gone),
        *(is_now.format(line=line) for line in new),
    ]


def _name(line: str) -> str:
    """The words with which a sentence about a rule begins, up to the first colon."""
    return line.partition(":")[0]


def _with_arrow(before: str, now: str, say: Language) -> str | None:
    """The sentence with the few words that have changed in it; None where others have changed as well."""
    old, new = before.split(" "), now.split(" ")
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    while end and not any(map(str.isalpha, old[-end])):
        # A sign that belongs to the number before it: 4 % → 30 %.
        end -= 1
    was, is_now = old[begin : len(old) - end], new[begin : len(new) - end]
    if begin == 0 or not 0 < len(was) <= _FEW_WORDS or not 0 < len(is_now) <= _FEW_WORDS:
        return None
    stop = was[-1][-1:] if was[-1][-1:] == is_now[-1][-1:] and was[-1][-1:] in (",", ".", ";", ":") else ""
    change = say._("{was} → {now}").format(
        was=" ".join(was).removesuffix(stop), now=" ".join(is_now).removesuffix(stop)
    )
    return " ".join([*old[:begin], change + stop, *old[len(old) - end :]])


def rule_change_text(before: Policy, after: Policy, say: Language) -> str:
    """The rules of a proposal that is discussed changed."""
    head = say._("⚖️ **The rules of this proposal changed.** Who has power, and who may veto, stay.")
    lines = changed_rules_lines(before, after, say) or [say._("Both say the same in words.")]
    return say.fitted([head, *lines], _ROOM)
