"""What a ballot does, said under its receipt: what each choice gets from it, and what it costs."""

from fractions import Fraction

from bot.domain.ballot_formats.giving import Gift, gifts, price_of
from bot.domain.ids import Power
from bot.domain.policy.model import Policy
from bot.domain.quantities import percent
from bot.services.voting.ballot_batch import Receipt
from bot.wording.results import choice_name, power_text
from bot.wording.scores import votes_text

_SHOWN = 10
"""Choices of which it is said what they get."""


def explanation(receipt: Receipt) -> list[str]:
    """The lines between the choice and its receipt; none where a ballot simply weighs what it weighs."""
    policy, choice = receipt.opening.policy, receipt.ballot.choice
    match policy.mechanism:
        case "headcount":
            return ["Each voter counts once: more power does not count more."]
        case "approval" if choice:
            return ["Each choice that you approve of gets all of your power."]
        case "ranked_choice":
            return ["Your power stands with the first of them that is still in."]
        case "copeland" if len(choice) < len(policy.choices):
            return ["Choices that you left out rank level with each other, below these."]
        case "weighted" | "quadratic":
            return [*numbers_lines(policy, choice, weight_of(receipt)), *_on_credit(receipt)]
    return []


def weight_of(receipt: Receipt) -> Power | None:
    """What the ballot weighs: the voter's own power and what is delegated to it; None while a part is unknown."""
    own = receipt.power.total
    delegated_power = receipt.delegated_power.power if receipt.delegated_power else 0
    return None if own is None or delegated_power is None else own + delegated_power


def numbers_lines(policy: Policy, choice: object, power: Power | None) -> list[str]:
    """What each choice gets; where votes are bought, what is spent and what is left."""
    given = gifts(policy, choice, power or 0)
    cost = price_of(policy)
    if cost is not None:
        lines = [f"• {_name(policy, gift)}: {_bought(policy, gift)}" for gift in given]
    elif power is None:
        lines = [f"• {_name(policy, gift)}: {percent(gift.share, 1)}" for gift in given]
    else:
        lines = [f"• {_name(policy, gift)}: {_split(policy, gift)}" for gift in given]
    if len(lines) > _SHOWN:
        lines = [*lines[:_SHOWN], f"• … and {len(lines) - _SHOWN} more"]
    if cost is not None:
        lines.append(_budget(policy, cost(choice), power))
    return lines


def _on_credit(receipt: Receipt) -> list[str]:
    """A warning where votes are paid for with power that may be taken back."""
    policy, own = receipt.opening.policy, receipt.power.total
    cost = price_of(policy)
    if cost is None or own is None or not own < cost(receipt.ballot.choice) <= (weight_of(receipt) or 0):
        return []
    return [
        f"⚠️ Without what is delegated to you, you have {power_text(own, policy.power)}: when those who "
        "delegated to you vote themselves, this ballot no longer counts."
    ]


def _name(policy: Policy, gift: Gift) -> str:
    return choice_name(policy.choices[gift.number - 1])


def _split(policy: Policy, gift: Gift) -> str:
    said = f"{percent(gift.share, 1)} of your power, {power_text(Fraction(gift.power), policy.power)}"
    if gift.votes is None:
        return said
    return f"{said}, gives √ = {votes_text(Fraction(gift.votes))}"


def _bought(policy: Policy, gift: Gift) -> str:
    return f"{votes_text(Fraction(gift.weight))} cost {power_text(Fraction(gift.power), policy.power)}"


def _budget(policy: Policy, cost: Power, power: Power | None) -> str:
    used = power_text(cost, policy.power)
    if power is None:
        return f"Together they cost {used}. If your power turns out to be less, this ballot does not count."
    if cost > power:
        return (
            f"⚠️ They cost {used}, and you have {power_text(power, policy.power)}: **this ballot does not count** "
            "until you give fewer votes."
        )
    return f"Used {used} of {power_text(power, policy.power)}, {power_text(power - cost, policy.power)} left."
