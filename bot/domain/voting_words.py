"""How one votes by a policy, in words: the mechanism with its options, who names the choices, what others see."""

from fractions import Fraction
from typing import Any

from bot.domain.hands import Hand, listed
from bot.domain.policy import Policy
from bot.domain.rules.outcome import Rules

_WAYS = {
    "single": "each member chooses one of {}",
    "approval": "each member approves of any number of {}, and each of them gets their full power",
    "ranked_choice": "each member ranks {}; the last choice is taken out, round by round, until one has more than half",
    "copeland": "each member ranks {}; the choice that wins most comparisons of two wins",
    "weighted": "each member spreads their power over {}",
    "headcount": "each member with any power has one vote for one of {}",
    "conviction": "members stake power on proposals for as long as they like, and conviction grows with time",
}
_QUADRATIC = {
    "root": "each member spreads their power over {}, and n² tokens on a choice are n votes for it",
    "credits": "each member gives votes to {}, and n votes for a choice cost n² tokens",
    "matching": "each member spreads their power over {}; the more members stand behind a choice, the more "
    "of the whole it gets: the square of the sum of their roots",
}


def voting_words(policy: Policy, rules: Rules, hand: Hand) -> str:
    """What a member does, and what they and others see of it."""
    form = policy.options.get("form", "root")
    way = _QUADRATIC[form] if policy.mechanism == "quadratic" else _WAYS[policy.mechanism]
    words = [way.format(_choices(policy, hand)), *_option_words(policy.options)]
    if policy.mechanism != "conviction":
        words.append("the last ballot counts" if rules.revote else "a ballot can't be changed")
    if policy.privacy == "after_close":
        words.append("totals and choices are hidden until the end")
    elif policy.reactions:
        words.append("reactions on the card count too")
    return "; ".join(words)


def _choices(policy: Policy, hand: Hand) -> str:
    if policy.choices:
        return listed([hand.name(name) or "(no name)" for name in policy.choices])
    return "the choices that the author names"


def _option_words(options: dict[str, Any]) -> list[str]:
    words = []
    if options.get("require_full"):
        words.append("a ranking that leaves a choice out doesn't count")
    if options.get("tie_break") == "lowest_index":
        words.append("of those that are last together the first in the list goes")
    if half_life := options.get("half_life"):
        words.append(f"it halves in {half_life} when nothing is staked any more")
    if decay := options.get("decay"):
        words.append(f"{decay} of it is left after each {options.get('time_unit', 1)} seconds")
    if ratio := options.get("max_ratio"):
        words.append(f"a proposal asks for less than {_share(ratio)} of the pool")
    return words


def _share(text: str) -> str:
    share = Fraction(text) * 100
    return f"{share} %" if share.denominator == 1 else text
