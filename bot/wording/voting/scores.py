"""What each choice got, in what its mechanism counts: a line and a bar on the card, all digits in the details."""

from fractions import Fraction

from bot.domain.counting.mechanism import BallotKind, ScoreUnit
from bot.domain.elections.choices import counting_of
from bot.domain.elections.tally import Result
from bot.domain.policy.model import Policy, PowerRule
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.mechanisms.registry import wording_of
from bot.wording.voting.rounds import round_lines
from bot.wording.voting.votes import votes_text

_ROWS_WITH_BARS = 6


def totals(policy: Policy, result: Result, say: Language) -> list[str]:
    """A line or two for each choice: its name, share and score, and a bar where there are not too many. Shares of one
    whole add up to it.

    Many choices are shown with the best first.
    """
    whole = _whole(policy, result)
    scores = [Fraction(score) for score in result.score_values]
    several = policy.counting.ballot is BallotKind.SEVERAL
    shares = [say.percent(score, whole) for score in scores] if several else say.shares(scores)
    order = list(enumerate(zip(policy.choices, scores, strict=True), start=1))
    with_bars = len(order) <= _ROWS_WITH_BARS
    if not with_bars:
        order.sort(key=lambda entry: -entry[1][1])
    lines = []
    for number, (name, score) in order:
        line = f"{say.markup.strong(say.choice(name))} {_score(policy, result, number, score, shares[number - 1], say)}"
        lines.append(f"{line}\n{say.markup.bar(score, whole)}" if with_bars else line)
    return [*lines, *_notes(policy, result, say)]


def score_text(policy: Policy, score: Fraction, say: Language, *, exact: bool = False) -> str:
    """A score with its unit; cut to two decimals, or with all of its digits."""
    return score_in(_unit(policy), policy.power, score, say, exact=exact)


def score_in(
    unit: ScoreUnit, power: PowerRule, score: Fraction, say: Language, *, exact: bool = False
) -> str:
    """The same of a score that counts so, where power is shown by that rule."""
    match unit:
        case ScoreUnit.VOTERS:
            voters = int(score)
            return say.ngettext("{number} voter", "{number} voters", voters).format(number=say.number(voters))
        case ScoreUnit.COMPARISONS:
            number, many = _halves(score)
            return say.ngettext("{number} comparison", "{number} comparisons", many).format(number=number)
        case ScoreUnit.VOTES:
            return votes_text(score, say, exact=exact)
    text = power_text(score, power, say, exact=exact)
    rest = score - int(score)
    if not exact or not rest:
        return text
    return say._("{amount} and {rest} of the smallest unit").format(amount=text, rest=rest)


def exact_lines(policy: Policy, result: Result, say: Language) -> list[str]:
    """Each choice with all digits of its score."""
    return [
        f"• {say.choice(name)}: {score_text(policy, Fraction(score), say, exact=True)}"
        for name, score in zip(policy.choices, result.score_values, strict=True)
    ]


def _halves(score: Fraction) -> tuple[str, int]:
    """A number of comparisons with its half, and the number that words follow: half of one is still one."""
    halves = int(score * 2)
    number = f"{halves // 2 or ''}½" if halves % 2 else str(halves // 2)
    return number, (halves + 1) // 2


def _whole(policy: Policy, result: Result) -> Fraction:
    """What a bar is filled by."""
    if policy.counting.ballot is BallotKind.SEVERAL:
        return Fraction(result.cast_power)
    if _unit(policy) is ScoreUnit.COMPARISONS:
        return Fraction(max(1, len(policy.choices) - 1))
    return sum(map(Fraction, result.score_values), Fraction(0))


def _score(policy: Policy, result: Result, number: int, score: Fraction, share: str, say: Language) -> str:
    if _unit(policy) is ScoreUnit.COMPARISONS:
        won, many = _halves(score)
        return say.ngettext(
            "{number} comparison won, of {all}", "{number} comparisons won, of {all}", many
        ).format(number=won, all=len(policy.choices) - 1)
    if out := _out_in(result, number):
        return say._("out in round {number}").format(number=out)
    return f"{share} · {score_text(policy, score, say)}"


def _out_in(result: Result, number: int) -> int | None:
    """The first round in which a choice no longer is; None while it is in all."""
    return next((n for n, each in enumerate(result.rounds) if each.scores[number - 1] is None), None)


def _notes(policy: Policy, result: Result, say: Language) -> list[str]:
    lines = round_lines(policy, result, say)
    if note := wording_of(policy).how_scores_read(policy, say):
        lines.append(say.markup.small(note))
    if invalid := len(result.invalid):
        words = say.ngettext(
            "{number} ballot does not count: the votes cost more than the power pays for.",
            "{number} ballots do not count: the votes cost more than the power pays for.",
            invalid,
        )
        lines.append(say.markup.small(words.format(number=say.number(invalid))))
    return lines


def _unit(policy: Policy) -> ScoreUnit:
    """What the scores count by the policy's options."""
    mechanism, options = counting_of(policy)
    return mechanism.unit(options)
