"""Counts in words and bars: the running one on the card, the final one in the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import msgspec

from bot.domain.policy import Policy, PowerRule
from bot.domain.quantities import percent, tokens
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules, quorums
from bot.domain.rules.quorum import Quorum
from bot.domain.tally import Result
from cogs.ui.text import escape, one_line

BAR = 20
"""Characters of a bar: what a phone shows in one line."""
_FULL, _EMPTY, _MARK = "█", "░", "┃"
_ROWS_WITH_BARS = 6
_DIGITS = 40


@dataclass(frozen=True)
class Count:
    """A count in the shape that both the running and the final result give.

    `scores` in base units, one for each choice; `quorums` as pairs of what is there and what is needed.
    """

    scores: tuple[Fraction, ...]
    voters: int
    passed: bool
    quorum_reached: bool
    majority_reached: bool
    quorums: tuple[tuple[Fraction, Fraction], ...]
    vetoed: bool = False
    enough_voters: bool = True


def count_of_result(result: Result) -> Count:
    """The running count."""
    outcome = result.outcome
    return Count(
        tuple(map(Fraction, result.score_values)),
        result.voters,
        outcome is not None and outcome.passed,
        outcome is None or outcome.quorum_reached,
        outcome is None or outcome.majority_reached,
        tuple((Fraction(q.power), Fraction(q.needed)) for q in outcome.quorums) if outcome else (),
        outcome is not None and bool(outcome.vetoed),
        outcome is None or outcome.enough_voters is not False,
    )


def count_of_document(result: Mapping[str, Any]) -> Count:
    """The final count, from the output of `folkmoot tally` (election-format.md)."""
    outcome: Mapping[str, Any] = result.get("outcome") or {}
    powers, needed = outcome.get("quorum_power"), outcome.get("quorum_needed")
    if not isinstance(powers, list):
        powers, needed = ([powers], [needed]) if powers is not None else ([], [])
    return Count(
        tuple(Fraction(score) for score in result["scores"]),
        result["voters"],
        bool(outcome.get("passed")),
        bool(outcome.get("quorum_reached", True)),
        bool(outcome.get("majority_reached", True)),
        tuple((Fraction(p), Fraction(n)) for p, n in zip(powers, needed or [], strict=True)),
        bool(outcome.get("vetoed")),
        outcome.get("min_voters_reached") is not False,
    )


@lru_cache(maxsize=256)
def symbol_of(symbol: str) -> str:
    """What a unit of power is called, as its token says: cut and harmless, since a token may say anything."""
    return escape(symbol, 16) or "votes"


def power_text(amount: int | Fraction, power: PowerRule, *, exact: bool = False) -> str:
    """An amount of power in tokens: two decimals, cut, or all of them. What is more than nothing never reads as 0."""
    units = int(amount)
    shown = tokens(units, power.decimals, None if exact else 2)
    if shown == "0" and amount > 0:
        shown = "less than 0.01"
    if len(shown) > _DIGITS and not exact:
        shown = f"about 10^{len(str(units)) - 1 - power.decimals}"
    return f"{shown} {symbol_of(power.symbol)}"


def bar(part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
    """`part` of `whole` in blocks, with a mark where `mark` of `whole` is. More than nothing shows at least one."""
    filled = _place(part, whole) if whole else 0
    if part > 0:
        filled = max(1, filled)
    blocks = [_FULL] * filled + [_EMPTY] * (BAR - filled)
    if mark is not None and whole:
        blocks.insert(min(_place(mark, whole), BAR), _MARK)
    return "".join(blocks)


def _place(part: Fraction, whole: Fraction) -> int:
    return min(BAR, max(0, int(part * BAR / whole)))


def totals(policy: Policy, count: Count) -> list[str]:
    """A line or two for each choice: its name, share and power, and a bar where there are not too many."""
    whole = sum(count.scores, Fraction(0))
    with_bars = len(policy.choices) <= _ROWS_WITH_BARS
    lines = []
    for name, score in zip(policy.choices, count.scores, strict=True):
        line = f"**{choice_name(name)}** {percent(score, whole)} · {power_text(score, policy.power)}"
        lines.append(f"{line}\n`{bar(score, whole)}`" if with_bars else line)
    return lines


def quorum_lines(policy: Policy, count: Count, *, final: bool = False) -> list[str]:
    """Each quorum in words, with a bar in which a mark shows what is needed."""
    lines = []
    for (_, quorum), (there, needed) in zip(quorums(rules_of(policy)), count.quorums, strict=True):
        reached = there > needed if quorum.strict else there >= needed
        whole = max(there, needed * 5 / 4)
        state = "reached" if reached else "missed" if final else "not reached yet"
        words = f"**Quorum {state}**: {_quorum_words(policy, quorum, there, needed)}"
        lines.append(f"{words}\n`{bar(there, whole, needed)}`" if needed else words)
    return lines


def _quorum_words(policy: Policy, quorum: Quorum, there: Fraction, needed: Fraction) -> str:
    if quorum.kind == "headcount":
        return f"{int(there)} voters, {int(needed)} needed"
    counted = ""
    if quorum.counts is not None and len(quorum.counts) < len(policy.choices):
        counted = f" ({_listed(quorum.counts, 'and')} count)"
    return f"{power_text(there, policy.power)}, {power_text(needed, policy.power)} needed{counted}"


def _listed(names: Iterable[str], last: str) -> str:
    shown = [choice_name(name) for name in names]
    if len(shown) > 4:
        shown = [*shown[:3], f"{len(shown) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


@lru_cache(maxsize=1024)
def choice_name(name: str) -> str:
    """A choice within a sentence."""
    return escape(name, 60) or "(no name)"


def label_of(name: str, number: int) -> str:
    """A choice on a button: Discord allows 80 characters and no formatting."""
    text = one_line(name)
    return text if 0 < len(text) <= 80 else f"{text[:79]}…" if text else f"Choice {number}"


def rules_of(policy: Policy) -> Rules:
    return msgspec.convert(policy.rules, Rules)


def why_not(policy: Policy, count: Count) -> list[str]:
    """What kept (or keeps) a vote from passing, each reason a phrase; nothing for a vote that passes."""
    if count.passed:
        return []
    if not any(count.scores):
        return ["those who voted had no power" if count.voters else "nobody voted"]
    reasons = []
    if count.vetoed:
        reasons.append("the share that stops it was reached")
    if not count.quorum_reached:
        reasons.append("the quorum is not reached")
    if not count.majority_reached:
        reasons.append(_majority_missed(policy, count))
    if not count.enough_voters:
        reasons.append(f"{rules_of(policy).min_voters} voters were needed, and {count.voters} voted")
    return reasons


def _majority_missed(policy: Policy, count: Count) -> str:
    rules = rules_of(policy)
    places = [role(name, rules.roles, policy.choices) for name in ("for", "against")]
    favour, against = (Fraction(0) if place is None else count.scores[place - 1] for place in places)
    name = "For" if places[0] is None else choice_name(policy.choices[places[0] - 1])
    other = "Against" if places[1] is None else choice_name(policy.choices[places[1] - 1])
    if not favour and not against:
        return "everybody abstained"
    if favour == against:
        return f"it is a tie between {name} and {other}"
    if favour < against:
        return f"more voted {other} than {name}"
    assert rules.majority is not None, "without a majority rule none is missed"
    least = "more than" if rules.majority.strict else "at least"
    base = "all power" if rules.majority.of == "total" else "the votes"
    return f"{name} needs {least} {percent(Fraction(rules.majority.value), 1)} of {base}"


def outcome_sentence(policy: Policy, count: Count) -> str:
    """The final outcome in one sentence: passed, or defeated and by what."""
    if count.passed:
        quorum = " and the quorum was reached" if count.quorums else ""
        majority = (
            "more voted for it than against" if rules_of(policy).majority else "nothing spoke against it"
        )
        return f"**Passed**: {majority}{quorum}."
    reasons = why_not(policy, count) or ["the rules were not met"]
    return f"**Defeated**: {'; '.join(reasons)}."


def standing_sentence(policy: Policy, count: Count) -> str:
    """What would happen if the vote ended now."""
    if count.passed:
        return "If it ended now, it would **pass**."
    reasons = why_not(policy, count) or ["the rules are not met"]
    return f"If it ended now, it would be **defeated**: {'; '.join(reasons)}."
