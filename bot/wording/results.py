"""Counts in words and bars: the running one on the card, the final one in the result."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from bot.domain.policy.model import Policy, PowerRule
from bot.domain.policy.rules import rules_of
from bot.domain.quantities import percent, tokens, unit
from bot.domain.rules.names import role
from bot.domain.rules.outcome import quorums
from bot.domain.rules.passing import elects
from bot.domain.rules.quorum import Quorum
from bot.wording.counts import Count
from bot.wording.text import escape, one_line

BAR = 20
"""Characters of a bar: what a phone shows in one line."""
_FULL, _EMPTY, _MARK = "█", "░", "┃"
_DIGITS = 40


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
    return f"{shown} {unit(shown, symbol_of(power.symbol))}"


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
        counted = f" ({listed(quorum.counts, 'and')} count)"
    return f"{power_text(there, policy.power)}, {power_text(needed, policy.power)} needed{counted}"


def listed(names: Iterable[str], last: str) -> str:
    """Choices in a sentence; of many the first three, and how many more."""
    shown = [choice_name(name) for name in names]
    if len(shown) > 4:
        shown = [*shown[:3], f"{len(shown) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


@lru_cache(maxsize=1024)
def choice_name(name: str) -> str:
    """A choice within a sentence."""
    return escape(name, 60) or "(no name)"


@lru_cache(maxsize=1024)
def ballot_words(said: str, limit: int = 300) -> str:
    """What a ballot says, within a sentence: a long one is cut."""
    return escape(said, limit) or "(no name)"


def label_of(name: str, number: int) -> str:
    """A choice on a button: Discord allows 80 characters and no formatting."""
    text = one_line(name)
    return text if 0 < len(text) <= 80 else f"{text[:79]}…" if text else f"Choice {number}"


def why_not(policy: Policy, count: Count) -> list[str]:
    """What kept (or keeps) a vote from passing, each reason a phrase; nothing for a vote that passes."""
    if count.passed:
        return []
    if not any(count.scores) and not count.vetoed:
        return [_nobody(count)]
    reasons = []
    if count.vetoed:
        reasons.append("the share that stops it was reached")
    if not count.quorum_reached:
        reasons.append("the quorum is not reached")
    if not count.majority_reached:
        reasons.append(_majority_missed(policy, count))
    if not count.enough_voters:
        reasons.append(f"{rules_of(policy).min_voters} voters were needed, and {count.voters} voted")
    return reasons or [_another_first(policy, count)]


def _nobody(count: Count) -> str:
    if not count.voters:
        return "nobody voted"
    return "nobody was voted for" if count.cast_power else "those who voted had no power"


def _another_first(policy: Policy, count: Count) -> str:
    """Why a vote whose rules all hold does not pass: it has no winner, or not For."""
    if count.tied:
        return f"it is a tie between {_leaders(policy, count)}"
    return f"{_leaders(policy, count)} won"


def _leaders(policy: Policy, count: Count) -> str:
    return listed((policy.choices[number - 1] for number in count.leaders), "and")


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
    """The final outcome in one sentence: who won, or whether it passed, and why."""
    if elects(rules_of(policy), policy.choices):
        return _elected(policy, count)
    if count.passed:
        return f"**Passed**: {_why(policy, count)}."
    return f"**Defeated**: {'; '.join(why_not(policy, count))}."


def running_sentence(policy: Policy, count: Count) -> str:
    """What would happen if the vote ended now."""
    if elects(rules_of(policy), policy.choices):
        return _ahead(policy, count)
    if count.passed:
        return "If it ended now, it would **pass**."
    return f"If it ended now, it would be **defeated**: {'; '.join(why_not(policy, count))}."


def _why(policy: Policy, count: Count) -> str:
    """Why a vote passed."""
    rules = rules_of(policy)
    reasons = []
    if rules.majority:
        places = [role(name, rules.roles, policy.choices) for name in ("for", "against")]
        favour, against = (Fraction(0) if place is None else count.scores[place - 1] for place in places)
        reasons.append(
            "more voted for it than against" if favour > against else "as many voted for it as it needs"
        )
    elif rules.veto:
        reasons.append("it was not stopped")
    elif not count.quorums:
        reasons.append(f"{_leaders(policy, count)} won" if count.leaders else "nothing spoke against it")
    if count.quorums:
        reasons.append("the quorum was reached")
    return " and ".join(reasons)


def _elected(policy: Policy, count: Count) -> str:
    quorum = " The quorum was reached." if count.quorums else ""
    if count.passed:
        return f"**Winner: {_leaders(policy, count)}**.{quorum}"
    if not count.leaders:
        return f"**No winner**: {_nobody(count)}."
    if not count.quorum_reached or not count.enough_voters:
        first = "was first" if len(count.leaders) == 1 else "shared the first place"
        return f"**No winner**: {'; '.join(why_not(policy, count))}. {_leaders(policy, count)} {first}."
    return f"**Tied: {_leaders(policy, count)}**. A tie has no winner.{quorum}"


def _ahead(policy: Policy, count: Count) -> str:
    if not count.leaders:
        return "Nobody has any votes yet." if count.voters else "Nobody has voted yet."
    place = "Ahead now" if len(count.leaders) == 1 else "Level now"
    lacking = [] if count.passed else why_not(policy, count)
    missing = f" ({'; '.join(lacking)})" if not count.quorum_reached or not count.enough_voters else ""
    return f"{place}: **{_leaders(policy, count)}**{missing}."
