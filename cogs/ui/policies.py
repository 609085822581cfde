"""A policy in words: what it asks of a proposer, how long everything takes, and what passes."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.policy import Periods, Policy
from bot.domain.power import AnySource, on_chain
from bot.domain.quantities import duration_words, tokens
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules, quorums
from bot.domain.rules.quorum import Quorum
from cogs.ui.results import choice_name, power_text, rules_of
from cogs.ui.sources import each_counts, source_words
from cogs.ui.text import full


def policy_lines(policy: Policy) -> list[str]:
    """The whole policy, a sentence or two a line."""
    rules = rules_of(policy)
    lines = [
        _periods(policy.periods),
        *(f"**Quorum**: {quorum_words(policy, quorum)}." for _, quorum in quorums(rules)),
        f"**To pass**: {majority_words(policy, rules)}.",
        f"**To propose**: {threshold_words(policy)}.",
        f"**Power**: {_power(policy)}{_when(policy)}.",
    ]
    if policy.executor:
        lines.append(
            f"**Carried out by** the Safe {full(policy.executor.address)} on chain {policy.executor.chain}."
        )
    return lines


def share_words(share: Fraction) -> str:
    """A share exactly: in percent where that ends, else as a fraction."""
    percents = share * 100
    for places in range(5):
        scaled = percents * 10**places
        if scaled.denominator == 1:
            return f"{tokens(int(scaled), places)} %"
    return f"{share.numerator}/{share.denominator}"


def threshold_words(policy: Policy) -> str:
    """What an author must hold."""
    if policy.proposal_threshold == 0:
        return "no power is needed"
    return f"an author needs {power_text(policy.proposal_threshold, policy.power, exact=True)}"


def quorum_words(policy: Policy, quorum: Quorum) -> str:
    """What a quorum asks for."""
    who = _and(quorum.counts) if quorum.counts is not None else "all ballots"
    least = "more than" if quorum.strict else "at least"
    if quorum.kind == "share":
        return f"{who} hold {least} {share_words(Fraction(quorum.value or 0))} of all power"
    if quorum.kind == "absolute":
        return f"{who} hold {least} {power_text(int(quorum.value or 0), policy.power, exact=True)}"
    if quorum.kind == "headcount":
        return f"{least} {quorum.value} voters ({who})"
    low, high = share_words(Fraction(quorum.min or 0)), share_words(Fraction(quorum.max or 0))
    return f"{who} hold between {low} and {high} of all power, the more the greater the opposition"


def majority_words(policy: Policy, rules: Rules) -> str:
    """What passes, given that the quorum is reached."""
    majority = rules.majority
    if majority is None:
        return "it isn't stopped" if rules.veto else "the quorum decides"
    favour, against = (_role(name, rules, policy) for name in ("for", "against"))
    least = "more" if majority.strict else "at least as much"
    if Fraction(majority.value) == Fraction(1, 2) and majority.of == "cast" and against:
        than = "than" if majority.strict else "as"
        return f"{least} power {favour} {than} {against}; {_abstain(majority)}"
    least = "more than" if majority.strict else "at least"
    base = "all power" if majority.of == "total" else "the votes"
    return f"{favour} holds {least} {share_words(Fraction(majority.value))} of {base}; {_abstain(majority)}"


def _periods(periods: Periods) -> str:
    steps = [
        f"**{duration_words(periods.discussion)}** of discussion",
        f"**{duration_words(periods.voting)}** of voting",
    ]
    if periods.timelock:
        steps.append(f"**{duration_words(periods.timelock)}** of timelock, in which guardians may veto")
    return f"{', then '.join(steps)}. What passed may wait {duration_words(periods.execution)} for its execution."


def _power(policy: Policy) -> str:
    return (
        " + ".join(source_words(source, _weight(source, policy)) for source in policy.power.sources)
        or "nothing yet"
    )


def _when(policy: Policy) -> str:
    return (
        ", at the last finalized block before the vote opens" if any(on_chain(policy.power.sources)) else ""
    )


def _weight(source: AnySource, policy: Policy) -> str:
    words = each_counts(source, policy.power)
    return f" ({words})" if words else ""


def _role(name: str, rules: Rules, policy: Policy) -> str:
    place = role(name, rules.roles, policy.choices)
    return "" if place is None else choice_name(policy.choices[place - 1])


def _abstain(majority: Majority) -> str:
    if majority.abstain == "excluded":
        return "abstentions take no side"
    return "abstentions count among the votes"


def _and(names: Sequence[str]) -> str:
    shown = [choice_name(name) for name in names]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
