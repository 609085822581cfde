"""How far the quorums of a vote are, in words and bars."""

from fractions import Fraction

from bot.domain.elections.tally import Result
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.rules.outcome import quorums
from bot.domain.rules.quorum import QuorumResult
from bot.wording.language import Language
from bot.wording.quorum_kinds.registry import progress_words


def quorum_lines(policy: Policy, result: Result, say: Language, *, final: bool = False) -> list[str]:
    """Each quorum in words, with a bar in which a mark shows what is needed."""
    lines = []
    found = result.outcome.quorums if result.outcome else ()
    for (_, quorum), reading in zip(quorums(rules_of(policy)), found, strict=True):
        there, needed = Fraction(reading.power), Fraction(reading.needed)
        words = f"{_state(reading, say, final=final)}: {progress_words(policy, quorum, there, needed, say)}"
        shown = say.markup.bar(there, max(there, needed * 5 / 4), needed)
        lines.append(f"{words}\n{shown}" if needed else words)
    return lines


def _state(reading: QuorumResult, say: Language, *, final: bool) -> str:
    if reading.reached:
        return say._("**Quorum reached**")
    return say._("**Quorum missed**") if final else say._("**Quorum not reached yet**")
