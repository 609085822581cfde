"""How one votes by a policy, in words: the mechanism with its options, who names the choices, what others see."""

from datetime import timedelta
from fractions import Fraction

from bot.domain.choices import reactions
from bot.domain.conviction.curve import ConvictionRule
from bot.domain.counting.mechanism import BallotKind
from bot.domain.policy.model import Policy
from bot.domain.quantities import duration_words
from bot.domain.rules.outcome import Rules
from bot.wording.markup import Markup, listed

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


def voting_words(policy: Policy, rules: Rules, markup: Markup) -> str:
    """What a member does, and what they and others see of it."""
    form = policy.options.get("form", "root")
    cast_method = _QUADRATIC[form] if policy.mechanism == "quadratic" else _WAYS[policy.mechanism]
    words = [cast_method.format(_choices(policy, markup)), *_option_words(policy)]
    if policy.mechanism != "conviction":
        words.append("the last ballot counts" if rules.revote else "a ballot can't be changed")
    if policy.privacy == "after_close":
        words.append("totals and choices are hidden until the end")
    elif _by_reaction(policy):
        words.append("reactions on the card count too")
    return "; ".join(words)


def _by_reaction(policy: Policy) -> bool:
    """Whether a reaction can be a ballot; of choices that the author will name, whether it may be."""
    if policy.choices:
        return bool(reactions(policy))
    return policy.reactions and policy.counting.ballot is BallotKind.ONE


def _choices(policy: Policy, markup: Markup) -> str:
    if policy.choices:
        return listed([markup.name(name) or "(no name)" for name in policy.choices])
    return "the choices that the author names"


def _option_words(policy: Policy) -> list[str]:
    if policy.mechanism == "conviction":
        return _conviction_words(ConvictionRule.model_validate(policy.options))
    words, options = [], policy.options
    if options.get("require_full"):
        words.append("a ranking that leaves a choice out doesn't count")
    if options.get("tie_break") == "lowest_index":
        words.append("of those that are last together the first in the list goes")
    return words


def _conviction_words(rule: ConvictionRule) -> list[str]:
    if rule.half_life is not None:
        fades = f"half of it is left {duration_words(rule.half_life)} after a stake is taken away"
    else:
        step = duration_words(timedelta(seconds=rule.time_unit))
        fades = f"without a stake {rule.decay} of it is left after every {step}"
    return [fades, f"a proposal asks for less than {_share(rule.max_ratio)} of the pool"]


def _share(text: str) -> str:
    share = Fraction(text) * 100
    return f"{share} %" if share.denominator == 1 else text
