"""What passes by a policy, given that its quorum is reached, in words."""

from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.rules.majority import Majority
from bot.domain.rules.names import role
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import asks_nothing, elects
from bot.wording.language import Language


def majority_words(policy: Policy, rules: Rules, say: Language) -> str:
    """What passes, given that the quorum is reached."""
    parts = [_majority(policy, rules, say)]
    if rules.majority is not None and not _by_itself(policy, rules):
        parts.append(_abstain(rules.majority, say))
    if rules.veto is not None:
        said = (
            say._("{choices} with at least {share} of all power stops it")
            if rules.veto.of == "total"
            else say._("{choices} with at least {share} of the power cast stops it")
        )
        parts.append(
            said.format(
                choices=say.both([say.choice(name) for name in rules.veto.choices]),
                share=say.share(Fraction(rules.veto.value)),
            )
        )
    if rules.min_voters:
        parts.append(
            say.ngettext(
                "at least {number} member with power votes",
                "at least {number} members with power vote",
                rules.min_voters,
            ).format(number=say.number(rules.min_voters))
        )
    return "; ".join(parts)


def _by_itself(policy: Policy, rules: Rules) -> bool:
    """Whether it passes without any majority being asked for."""
    return policy.open_ended or elects(rules, policy.choices) or asks_nothing(rules)


def _majority(policy: Policy, rules: Rules, say: Language) -> str:
    if policy.open_ended:
        return say._("the conviction for it outgrows what it asks for")
    if elects(rules, policy.choices) or policy.casts == "whole":
        return say._("there is a winner")
    favour, against = (_role(name, rules, policy, say) for name in ("for", "against"))
    if asks_nothing(rules):
        return say._("{favour} gets the most").format(favour=favour)
    majority = rules.majority
    if majority is None:
        if rules.veto:
            return say._("it isn't stopped")
        return say._("the quorum decides") if rules.quorum else say._("enough members vote")
    if Fraction(majority.value) == Fraction(1, 2) and majority.of == "cast" and against:
        more = say._("more power {favour} than {against}")
        said = more if majority.strict else say._("at least as much power {favour} as {against}")
        return said.format(favour=favour, against=against)
    return _share_of(majority, say).format(favour=favour, share=say.share(Fraction(majority.value)))


def _share_of(majority: Majority, say: Language) -> str:
    if majority.of == "total":
        more = say._("{favour} holds more than {share} of all power")
        return more if majority.strict else say._("{favour} holds at least {share} of all power")
    more = say._("{favour} holds more than {share} of the votes")
    return more if majority.strict else say._("{favour} holds at least {share} of the votes")


def _role(name: str, rules: Rules, policy: Policy, say: Language) -> str:
    place = role(name, rules.roles, policy.choices)
    return "" if place is None else say.choice(policy.choices[place - 1])


def _abstain(majority: Majority, say: Language) -> str:
    if majority.abstain == "excluded":
        return say._("abstentions take no side")
    return say._("abstentions count among the votes")
