"""What single wallets of a voter say apart from the others."""

from collections.abc import Sequence
from typing import Any

from bot.domain.elections.ballot import SaidApart
from bot.domain.elections.choices import describe
from bot.domain.ids import Power
from bot.domain.policy.model import Policy
from bot.services.voting.casting.receipt import Receipt
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.voting.choices import ballot_words

_CHOICE = 100


def apart_lines(receipt: Receipt, say: Language) -> list[str]:
    """All parts of a ballot with their powers, where they differ; and which wallets say the same as all others again.

    Nothing of a ballot that doesn't count.
    """
    if receipt.newer is not None:
        return []
    lines = [_part_line(each, receipt, say) for each in receipt.ballot.apart]
    if lines:
        lines.append(_rest_line(receipt, say))
    apart = {each.wallet for each in receipt.ballot.apart}
    before = receipt.before.apart if receipt.before else ()
    counting = {each.wallet for each in receipt.power.contributions} if before else ()
    lines += [
        say._("• {wallet} says what your other wallets say again.").format(
            wallet=say.markup.account(each.wallet)
        )
        for each in before
        if each.wallet not in apart and each.wallet in counting
    ]
    return lines


def choice_in_parts(
    policy: Policy, choice: Any, parts: Sequence[tuple[Power, Any]], say: Language, limit: int = 300
) -> str:
    """What a voter said, each choice cut to `limit`, with what single wallets of theirs said apart; the wallets aren't
    named."""
    said = ballot_words(describe(policy, choice), say, limit)
    apart = [
        say._("{choice} with {power}").format(
            choice=ballot_words(describe(policy, other), say, min(limit, _CHOICE)),
            power=power_text(power, policy.power, say),
        )
        for power, other in parts
    ]
    return "; ".join([said, *apart])


def _part_line(each: SaidApart, receipt: Receipt, say: Language) -> str:
    policy = receipt.opening.policy
    words = say._("• {wallet} apart: **{choice}**").format(
        wallet=say.markup.account(each.wallet),
        choice=ballot_words(describe(policy, each.choice), say, _CHOICE),
    )
    return _with_power(words, receipt.power.of_wallet(each.wallet), policy, say)


def _rest_line(receipt: Receipt, say: Language) -> str:
    """What is left for the choice of all others."""
    policy, whole = receipt.opening.policy, receipt.weight
    words = say._("• all else: **{choice}**").format(choice=ballot_words(receipt.choice, say, _CHOICE))
    parts = [receipt.power.of_wallet(each.wallet) or 0 for each in receipt.ballot.apart]
    return _with_power(words, None if whole is None else whole - sum(parts), policy, say)


def _with_power(words: str, power: Power | None, policy: Policy, say: Language) -> str:
    if power is None:
        return words
    return f"{words}, {power_text(power, policy.power, say)}"
