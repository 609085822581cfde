"""What would have come out by other rules, in sentences (docs/what-if.md)."""

from collections.abc import Iterator
from fractions import Fraction

from bot.domain.policy.model import PowerRule
from bot.domain.what_if.comparing import Comparison, Counted
from bot.domain.what_if.counting_rule import CountingRule
from bot.domain.what_if.decision import Decision
from bot.domain.what_if.flipping import Flip
from bot.wording.language import Language
from bot.wording.mechanisms.registry import MECHANISM_WORDING
from bot.wording.voting.scores import score_in
from bot.wording.voting.verdicts import counted_sentence

_TITLE = 100
_MOST_SCORES = 8


def comparison_lines(comparison: Comparison, power: PowerRule, say: Language) -> list[str]:
    """Each rule that the ballots allow with what comes out by it, and how firmly the outcome stands."""
    own, *others = comparison.counts
    lines = [*_as_it_was(own, power, say)]
    for each in others:
        lines += _otherwise(each, own.decision, power, say)
    return [*lines, standing_line(comparison, say)]


def change_lines(own: Counted, changed: Counted, power: PowerRule, say: Language) -> list[str]:
    """What came out, and what would have by the rules that were asked about."""
    return [*_as_it_was(own, power, say), *_otherwise(changed, own.decision, power, say)]


def title_line(number: int, title: str, say: Language) -> str:
    """Which vote it is."""
    return say._("Proposal {number}: {title}").format(number=number, title=say.markup.name(title, _TITLE))


def rule_name(rule: CountingRule, say: Language) -> str:
    """What a way of counting is called."""
    return MECHANISM_WORDING[rule.mechanism].called(rule.options, say)


def standing_line(comparison: Comparison, say: Language) -> str:
    """`Holds under 4 of the 5 rules that its ballots allow. 2 voters could flip it.`"""
    flip, number = comparison.flip, len(comparison.counts)
    if number == 1:
        held = say._("Its ballots allow no other rule.")
    elif comparison.holds == number:
        held = say._("Holds under each of the {number} rules that its ballots allow.")
    else:
        held = say._("Holds under {held} of the {number} rules that its ballots allow.")
    held = held.format(held=say.number(comparison.holds), number=say.number(number))
    return held if flip is None else f"{held} {flip_line(flip, say)}"


def flip_line(flip: Flip, say: Language) -> str:
    """How few voters could have changed what came out."""
    if flip.voters is None:
        return say._("No change of the ballots that were cast could flip it.")
    return say.ngettext(
        "{number} voter could flip it.", "{number} voters could flip it.", flip.voters
    ).format(number=say.number(flip.voters))


def _as_it_was(own: Counted, power: PowerRule, say: Language) -> Iterator[str]:
    yield say._("By its own rules ({rule}): {outcome}").format(
        rule=rule_name(own.rule, say), outcome=_outcome(own, say)
    )
    yield _scores(own, power, say)


def _otherwise(count: Counted, stood: Decision, power: PowerRule, say: Language) -> Iterator[str]:
    said = say._("The same by {rule}: {outcome}")
    if count.decision != stood:
        said = say._("Otherwise by {rule}: {outcome}")
    yield said.format(rule=rule_name(count.rule, say), outcome=_outcome(count, say))
    yield _scores(count, power, say)


def _outcome(count: Counted, say: Language) -> str:
    if count.result.passing is not None:
        return say._("**Passed**.") if count.decision.passed else say._("**Not passed**.")
    return counted_sentence(count.rules, count.election.choices, count.result, say)


def _scores(count: Counted, power: PowerRule, say: Language) -> str:
    """Of many choices those with the most."""
    unit = count.rule.traits.unit(count.rule.options)
    scores = sorted(
        zip(count.election.choices, count.result.score_values, strict=True), key=lambda each: -each[1]
    )
    texts = [
        f"{say.choice(name)}: {score_in(unit, power, Fraction(score), say)}"
        for name, score in (
            scores
            if len(scores) > _MOST_SCORES
            else zip(count.election.choices, count.result.score_values, strict=True)
        )
    ][:_MOST_SCORES]
    return "  " + " · ".join(texts)
