"""What each choice got, in what its mechanism counts: a line and a bar on the card, all digits in the details."""

from fractions import Fraction

from bot.domain.counting.exact import PLACES
from bot.domain.policy.model import Policy, PowerRule
from bot.domain.quantities import percent, tokens
from bot.wording.counts import Count
from bot.wording.results import bar, choice_name, listed, power_text
from bot.wording.text import code_block, one_line

_ROWS_WITH_BARS = 6
_NAME, _CELL = 16, 14
"""Characters of a name and of an amount in the table of rounds."""
_TABLE = 1800
"""Characters of one table: it must fit into a message."""


def totals(policy: Policy, count: Count) -> list[str]:
    """A line or two for each choice: its name, share and score, and a bar where there are not too many.

    Many choices are shown with the best first.
    """
    whole = _whole(policy, count)
    order = list(enumerate(zip(policy.choices, count.scores, strict=True), start=1))
    with_bars = len(order) <= _ROWS_WITH_BARS
    if not with_bars:
        order.sort(key=lambda entry: -entry[1][1])
    lines = []
    for number, (name, score) in order:
        line = f"**{choice_name(name)}** {_score(policy, count, number, score, whole)}"
        lines.append(f"{line}\n`{bar(score, whole)}`" if with_bars else line)
    return [*lines, *_note(policy, count)]


def score_text(policy: Policy, score: Fraction, *, exact: bool = False) -> str:
    """A score with its unit; cut to two decimals, or with all of its digits."""
    match policy.mechanism:
        case "headcount":
            return _counted(int(score), "voter")
        case "copeland":
            halves = int(score * 2)
            number = f"{halves // 2 or ''}½" if halves % 2 else str(halves // 2)
            return f"{number} {'comparison' if 0 < halves <= 2 else 'comparisons'}"
        case "quadratic" if policy.options.get("form") != "matching":
            return votes_text(score, exact=exact)
    text = power_text(score, policy.power, exact=exact)
    rest = Fraction(score) - int(score)
    return f"{text} and {rest} of the smallest unit" if exact and rest else text


def round_lines(policy: Policy, count: Count) -> list[str]:
    """Who went out in which round of a run-off; nothing where there was one round only."""
    if len(count.rounds) < 2:
        return []
    out = [
        f"{number}: {listed((policy.choices[choice - 1] for choice in each.eliminated), 'and')} out"
        for number, each in enumerate(count.rounds, start=1)
        if each.eliminated
    ]
    return [f"**{len(count.rounds)} rounds**: {'; '.join(out)}."]


def round_tables(policy: Policy, count: Count) -> list[str]:
    """The power of each choice in each round, as tables of so many rounds as fit into a message."""
    if not count.rounds:
        return []
    rows = len(policy.choices) + 2
    columns = max(1, (_TABLE // rows - _NAME - 2) // _CELL)
    tables = []
    for start in range(0, len(count.rounds), columns):
        some = list(enumerate(count.rounds, start=1))[start : start + columns]
        lines = ["Round".ljust(_NAME) + "".join(str(number).rjust(_CELL) for number, _ in some)]
        for place, name in enumerate(policy.choices):
            cells = [_cell(each.scores[place], policy.power) for _, each in some]
            lines.append(one_line(name)[: _NAME - 1].ljust(_NAME) + "".join(cells))
        tables.append(code_block("\n".join(lines)))
    return tables


def exact_lines(policy: Policy, count: Count) -> list[str]:
    """Each choice with all digits of its score."""
    return [
        f"• {choice_name(name)}: {score_text(policy, score, exact=True)}"
        for name, score in zip(policy.choices, count.scores, strict=True)
    ]


def _whole(policy: Policy, count: Count) -> Fraction:
    """What a bar is filled by."""
    match policy.mechanism:
        case "approval":
            return Fraction(count.cast_power)
        case "copeland":
            return Fraction(max(1, len(policy.choices) - 1))
    return sum(count.scores, Fraction(0))


def _score(policy: Policy, count: Count, number: int, score: Fraction, whole: Fraction) -> str:
    if policy.mechanism == "copeland":
        return f"{score_text(policy, score)} won, of {len(policy.choices) - 1}"
    if policy.mechanism == "ranked_choice" and (out := _out_in(count, number)):
        return f"out in round {out}"
    return f"{percent(score, whole)} · {score_text(policy, score)}"


def _out_in(count: Count, number: int) -> int | None:
    """The first round in which a choice no longer is; None while it is in all."""
    return next((n for n, each in enumerate(count.rounds) if each.scores[number - 1] is None), None)


_NOTES = {
    "approval": "Shares are of all power that voted; a ballot may approve of several.",
    "copeland": "Each choice is compared with each other one; a tie is half a comparison won.",
    "headcount": "Each voter with any power counts once.",
}
_QUADRATIC = {
    "root": "Votes are the square root of the tokens that a voter puts on a choice.",
    "credits": "n votes for one choice cost a voter n × n tokens.",
    "matching": "The power is shared by the squares of the sums of roots, so that many small voices weigh more.",
}


def _note(policy: Policy, count: Count) -> list[str]:
    if policy.mechanism == "quadratic":
        note = _QUADRATIC[policy.options.get("form", "root")]
    else:
        note = _NOTES.get(policy.mechanism, "")
    lines = [*round_lines(policy, count), *([f"-# {note}"] if note else [])]
    if count.invalid:
        ballots = "1 ballot does" if count.invalid == 1 else f"{count.invalid} ballots do"
        lines.append(f"-# {ballots} not count: the votes cost more than the power pays for.")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def votes_text(score: Fraction, *, exact: bool = False) -> str:
    """Quadratic votes, which are integers, or roots with 18 decimals: cut to two of them, or with all."""
    shown = tokens(int(score * 10**PLACES), PLACES, None if exact else 2)
    if shown == "0" and score > 0:
        shown = "less than 0.01"
    return f"{shown} {'vote' if score == 1 else 'votes'}"


def _cell(score: int | None, power: PowerRule) -> str:
    if score is None:
        return "out".rjust(_CELL)
    text = tokens(score, power.decimals, 2)
    if len(text) >= _CELL:
        text = f"~10^{len(str(score)) - 1 - power.decimals}"
    return text.rjust(_CELL)
