"""How far the quorums of a vote are, in words and bars."""

from fractions import Fraction

from bot.domain.elections.tally import Result
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import own_quorums, rules_of
from bot.domain.rules.outcome import quorums
from bot.domain.rules.quorum import QuorumResult
from bot.wording.language import Language
from bot.wording.quorum_kinds.registry import progress_words


def quorum_lines(policy: Policy, result: Result, say: Language, *, final: bool = False) -> list[str]:
    """Each quorum in words, with a bar in which a mark shows what is needed."""
    lines = []
    own = own_quorums(policy)
    found = result.outcome.quorums if result.outcome else ()
    for place, ((_, quorum), reading) in enumerate(zip(quorums(rules_of(policy)), found, strict=True)):
        there, needed = Fraction(reading.power), Fraction(reading.needed)
        state = _state(reading, say, by_law=place >= own, final=final)
        words = f"{state}: {progress_words(policy, quorum, there, needed, say)}"
        shown = say.markup.bar(there, max(there, needed * 5 / 4), needed)
        lines.append(f"{words}\n{shown}" if needed else words)
    return lines


def _state(reading: QuorumResult, say: Language, *, by_law: bool, final: bool) -> str:
    if by_law:
        return _legal_state(reading, say, final=final)
    if reading.reached:
        return say._("**Quorum reached**")
    return say._("**Quorum missed**") if final else say._("**Quorum not reached yet**")


def _legal_state(reading: QuorumResult, say: Language, *, final: bool) -> str:
    if reading.reached:
        return say._("**Quorum by law reached**")
    return say._("**Quorum by law missed**") if final else say._("**Quorum by law not reached yet**")
