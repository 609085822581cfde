"""What a ballot that gives numbers does: what each choice gets from it, and what it costs."""

from fractions import Fraction

from bot.domain.ballot_formats.giving import Gift, gifts, price_of
from bot.domain.ids import Power
from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.voting.votes import votes_text

_SHOWN = 10
"""Choices of which it is said what they get."""


def numbers_lines(receipt: Receipt, say: Language) -> list[str]:
    """The lines between a ballot that gives numbers and its receipt."""
    policy, choice = receipt.opening.policy, receipt.ballot.choice
    return [*_gift_lines(policy, choice, receipt.weight, say), *_on_credit(receipt, say)]


def _gift_lines(policy: Policy, choice: object, power: Power | None, say: Language) -> list[str]:
    """What each choice gets; where votes are bought, what is spent and what is left."""
    given = gifts(policy, choice, power or 0)
    cost = price_of(policy)
    lines = [
        f"• {say.choice(policy.choices[gift.number - 1])}: {_gift_words(policy, gift, power, say)}"
        for gift in given[:_SHOWN]
    ]
    if len(given) > _SHOWN:
        lines.append(f"• {say.and_more(len(given) - _SHOWN)}")
    if cost is not None:
        lines.append(_budget(policy, cost(choice), power, say))
    return lines


def _gift_words(policy: Policy, gift: Gift, power: Power | None, say: Language) -> str:
    """What one choice gets from a ballot of so much power."""
    if price_of(policy) is not None:
        return say._("{votes} cost {power}").format(
            votes=votes_text(Fraction(gift.weight), say), power=power_text(gift.power, policy.power, say)
        )
    share = say.percent(gift.share, 1)
    if power is None:
        return share
    amount = power_text(gift.power, policy.power, say)
    if gift.votes is None:
        return say._("{share} of your power, {power}").format(share=share, power=amount)
    return say._("{share} of your power, {power}, gives √ = {votes}").format(
        share=share, power=amount, votes=votes_text(Fraction(gift.votes), say)
    )


def _on_credit(receipt: Receipt, say: Language) -> list[str]:
    """A warning where votes are paid for with power that may be taken back."""
    policy, own = receipt.opening.policy, receipt.power.total
    cost = price_of(policy)
    if cost is None or own is None or not own < cost(receipt.ballot.choice) <= (receipt.weight or 0):
        return []
    return [
        say._(
            "⚠️ Without what is delegated to you, you have {power}: when those who delegated to you vote themselves, "
            "this ballot no longer counts."
        ).format(power=power_text(own, policy.power, say))
    ]


def _budget(policy: Policy, cost: Power, power: Power | None, say: Language) -> str:
    used = power_text(cost, policy.power, say)
    if power is None:
        return say._(
            "Together they cost {used}. If your power turns out to be less, this ballot does not count."
        ).format(used=used)
    held = power_text(power, policy.power, say)
    if cost > power:
        return say._(
            "⚠️ They cost {used}, and you have {held}: **this ballot does not count** until you give fewer votes."
        ).format(used=used, held=held)
    return say._("Used {used} of {held}, {left} left.").format(
        used=used, held=held, left=power_text(power - cost, policy.power, say)
    )
