"""What would have come out by other rules, in sentences (docs/what-if.md)."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bot.domain.fault import Fault
from bot.domain.policy.model import PowerRule
from bot.domain.spaces.space import Track
from bot.domain.what_if.backtest import Backtest, Replayed
from bot.domain.what_if.comparing import Comparison, Counted
from bot.domain.what_if.counting_rule import CountingRule
from bot.domain.what_if.decision import Decision
from bot.domain.what_if.flipping import Flip
from bot.wording.errors import clause
from bot.wording.language import Language
from bot.wording.mechanisms.registry import MECHANISM_WORDING
from bot.wording.voting.scores import score_in
from bot.wording.voting.verdicts import counted_sentence

_TITLE = 100
_TRACK = 40
_MOST_SCORES = 8
_NUMBERS = 12
"""Of proposals that stand in a row."""


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
    scores = list(zip(count.election.choices, count.result.score_values, strict=True))
    if len(scores) > _MOST_SCORES:
        scores.sort(key=lambda each: -each[1])
    texts = [
        f"{say.choice(name)}: {score_in(unit, power, Fraction(score), say)}"
        for name, score in scores[:_MOST_SCORES]
    ]
    return "  " + " · ".join(texts)


def backtest_title(track: Track, say: Language) -> str:
    """Over which past it was replayed."""
    return say._("**What would have come out on {track}**").format(track=say.markup.name(track.name, _TRACK))


def backtest_lines(found: Backtest, say: Language, most: int) -> list[str]:
    """What would have come out otherwise, at most so many votes one by one, and what can't be said."""
    lines = [_how_many(found, say)] if found.votes else [say._("There is no vote to replay.")]
    lines += [_changed_line(vote, say) for vote in found.changed[:most]]
    if more := len(found.changed[most:]):
        lines.append(say.ngettext("{number} more.", "{number} more.", more).format(number=say.number(more)))
    return [*lines, *_not_replayed(found, say), *_not_seen(found, say)]


def _how_many(found: Backtest, say: Language) -> str:
    replayed = len(found.votes) - len(found.not_replayed)
    if found.imported:
        said = say.ngettext(
            "**{changed} of {number} imported vote** would have come out otherwise under {policy}.",
            "**{changed} of {number} imported votes** would have come out otherwise under {policy}.",
            replayed,
        )
    else:
        said = say.ngettext(
            "**{changed} of {number} vote** would have come out otherwise under {policy}.",
            "**{changed} of {number} votes** would have come out otherwise under {policy}.",
            replayed,
        )
    return said.format(
        changed=say.number(len(found.changed)),
        number=say.number(replayed),
        policy=say.markup.name(found.policy.name),
    )


def _changed_line(vote: Replayed, say: Language) -> str:
    assert isinstance(vote.after, Counted), "it was counted"
    said = say._("• Proposal {number}, {title}. It was: {before} It would have been: {after}")
    if vote.number is None:
        said = say._("• Imported: {title}. It was: {before} It would have been: {after}")
    return said.format(
        number=vote.number,
        title=say.markup.name(vote.title, _TITLE),
        before=_outcome(vote.before, say),
        after=_outcome(vote.after, say),
    )


def _not_replayed(found: Backtest, say: Language) -> Iterator[str]:
    """How many, by their reasons."""
    by_reason: dict[Fault, list[int | None]] = defaultdict(list)
    for vote, fault in found.not_replayed:
        by_reason[fault].append(vote.number)
    for fault, numbers in by_reason.items():
        said = say.ngettext(
            "{number} vote can't be replayed ({proposals}): {why}.",
            "{number} votes can't be replayed ({proposals}): {why}.",
            len(numbers),
        )
        if found.imported:
            said = say.ngettext(
                "{number} imported vote can't be replayed: {why}.",
                "{number} imported votes can't be replayed: {why}.",
                len(numbers),
            )
        shown = ", ".join(map(str, numbers[:_NUMBERS])) + (" …" if len(numbers) > _NUMBERS else "")
        yield said.format(number=say.number(len(numbers)), proposals=shown, why=clause(fault, say))


def _not_seen(found: Backtest, say: Language) -> Iterator[str]:
    if found.unreadable:
        number = say.ngettext(
            "{number} record can't be read.", "{number} records can't be read.", found.unreadable
        ).format(number=say.number(found.unreadable))
        mend = say._("Tell the bot's operator: `folkmoot doctor` and a backup help.")
        yield f"{number} {mend}"
    if found.left_out:
        yield say._("Older votes were not looked at.")
    if found.votes:
        yield say.markup.small(
            say._("Ballots stay as they were cast: nobody knows who would have voted otherwise.")
        )
    if found.unexamined:
        fields = ", ".join(map(say.markup.code, found.unexamined))
        yield say.markup.small(
            say._("Not looked at, since it decides which ballots come: {fields}.").format(fields=fields)
        )
