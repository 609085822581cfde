"""How one votes by a policy, in words: the mechanism with its options, who names the choices, what others see."""

from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.choices import reactions
from bot.domain.policy.model import Policy
from bot.domain.rules.outcome import Rules
from bot.wording.language import Language
from bot.wording.mechanisms.registry import wording_of


def voting_words(policy: Policy, rules: Rules, say: Language) -> str:
    """What a member does, and what they and others see of it."""
    wording = wording_of(policy)
    words = [wording.what_one_does(policy, _choices(policy, say), say), *wording.options(policy, say)]
    if not policy.open_ended:
        words.append(say._("the last ballot counts") if rules.revote else say._("a ballot can't be changed"))
    if policy.privacy == "after_close":
        words.append(say._("totals and choices are hidden until the end"))
    elif _by_reaction(policy):
        words.append(say._("reactions on the card count too"))
    return "; ".join(words)


def _by_reaction(policy: Policy) -> bool:
    """Whether a reaction can be a ballot; of choices that the author will name, whether it may be."""
    if policy.choices:
        return bool(reactions(policy))
    return policy.takes_reactions and policy.counting.ballot is BallotKind.ONE


def _choices(policy: Policy, say: Language) -> str:
    if policy.choices:
        return say.both([say.choice(name) for name in policy.choices])
    return say.pgettext("value", "the choices that the author names")
