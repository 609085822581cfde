"""How far the quorums of a vote are, in words and bars."""

from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.policy.rules import rules_of
from bot.domain.rules.outcome import quorums
from bot.domain.rules.quorum import Quorum, QuorumResult
from bot.domain.tally import Result
from bot.wording.amounts import power_text
from bot.wording.bars import bar
from bot.wording.choices import all_of
from bot.wording.language import Language


def quorum_lines(policy: Policy, result: Result, say: Language, *, final: bool = False) -> list[str]:
    """Each quorum in words, with a bar in which a mark shows what is needed."""
    lines = []
    found = result.outcome.quorums if result.outcome else ()
    for (_, quorum), reading in zip(quorums(rules_of(policy)), found, strict=True):
        there, needed = Fraction(reading.power), Fraction(reading.needed)
        words = f"{_state(reading, say, final=final)}: {_progress(policy, quorum, there, needed, say)}"
        shown = say.markup.code(bar(there, max(there, needed * 5 / 4), needed))
        lines.append(f"{words}\n{shown}" if needed else words)
    return lines


def _state(reading: QuorumResult, say: Language, *, final: bool) -> str:
    if reading.reached:
        return say._("**Quorum reached**")
    return say._("**Quorum missed**") if final else say._("**Quorum not reached yet**")


def _progress(policy: Policy, quorum: Quorum, there: Fraction, needed: Fraction, say: Language) -> str:
    if quorum.kind == "headcount":
        voters = int(there)
        return say.ngettext(
            "{voters} voter, {needed} needed", "{voters} voters, {needed} needed", voters
        ).format(voters=say.number(voters), needed=say.number(int(needed)))
    amounts = {"there": power_text(there, policy.power, say), "needed": power_text(needed, policy.power, say)}
    if quorum.counts is None or len(quorum.counts) == len(policy.choices):
        return say._("{there}, {needed} needed").format(**amounts)
    return say.ngettext(
        "{there}, {needed} needed ({choices} counts)",
        "{there}, {needed} needed ({choices} count)",
        len(quorum.counts),
    ).format(**amounts, choices=all_of(quorum.counts, say))
