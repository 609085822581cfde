"""What a voter is told in private: that the ballot counts, what it weighs, and where that comes from."""

from collections.abc import Sequence
from typing import Any

from bot.domain.blocks import BlockRef
from bot.domain.elections.ballot import Ballot
from bot.domain.elections.choices import describe
from bot.domain.power import Contribution, MemberPower
from bot.domain.proposals.facts import Opening
from bot.services.delegation.delegated_power import OnChainDelegation
from bot.services.voting.casting.receipt import Receipt
from bot.wording.accounts.mandates import sign_again_words, uncovered_lines
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.amounts import power_text
from bot.wording.delegation.delegated_power import undelegated_lines, with_delegated_power
from bot.wording.language import Language
from bot.wording.markup.discord_markup import MESSAGE_LIMIT
from bot.wording.mechanisms.registry import wording_of
from bot.wording.sources.registry import origin, things_required
from bot.wording.voting.apart import apart_lines
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.unreadable_wallets import unreadable_line, why_unreadable

_PARTS_SHOWN = 3
_BEFORE = 150
"""Characters of the ballot that was replaced."""
_LEAST = 120
"""Characters of an explanation, however much there is to be said of the power."""


@telling_accounts_apart
def receipt_text(
    receipt: Receipt,
    say: Language,
    *,
    was_read: bool = False,
    undelegated: Sequence[OnChainDelegation] = (),
) -> str:
    """The receipt of a ballot in a plain message. A power that isn't known yet is being read; with `was_read` it has
    been tried in vain. `undelegated` is what the voter
    holds and nobody votes with, where that has been read.

    This runs for each click, so it is one string and nothing else.
    """
    text = "\n".join([_stored(receipt, say), *apart_lines(receipt, say)])
    unknown = unread_words(say) if was_read else say._("Your power is being read from the chain.")
    held = "\n".join(undelegated_lines(undelegated, say))
    own = held or power_line(receipt.power, receipt.opening, say) or unknown
    power = with_delegated_power(own, receipt, say)
    if held not in power:
        power = f"{held}\n{power}"
    if asks_for_reason(receipt):
        power = f"{power}\n{_reason_words(say)}"
    foot = f"{power}\n{_foot(receipt, say)}"
    if receipt.unreadable:
        foot = f"{_left_out(receipt, say)}\n{foot}"
    if receipt.uncovered:
        lines = uncovered_lines(receipt.uncovered, receipt.opening.policy.trust, say)
        foot = "\n".join([*(f"⚠️ {line}" for line in lines), sign_again_words(say), foot])
    if does := wording_of(receipt.opening.policy).what_a_ballot_does(receipt, say):
        text += "\n" + say.fitted(does, max(_LEAST, MESSAGE_LIMIT - len(text) - len(foot) - 2))
    return f"{text}\n{foot}"


def asks_for_reason(receipt: Receipt) -> bool:
    """Whether somebody votes for others, and has not said why."""
    delegated = receipt.delegated_power
    return delegated is not None and delegated.delegators > 0 and not receipt.ballot.reason


def _reason_words(say: Language) -> str:
    return say._("💬 You vote for others, and have given no reason: they would read in it why you voted so.")


def _left_out(receipt: Receipt, say: Language) -> str:
    """That wallets of the voter don't count in this vote, and why."""
    failure = next(iter(receipt.unreadable.values()))
    line = unreadable_line(receipt.number, tuple(receipt.unreadable), say)
    return f"{line} {why_unreadable(failure, say)}"


def unread_words(say: Language) -> str:
    """That a power could not be read, and what becomes of the ballot."""
    return say._(
        "Your power could not be read now. Your vote is stored, and its power is undetermined, never zero: it is read "
        "again until it is known, before the result is final."
    )


def _stored(receipt: Receipt, say: Language) -> str:
    """What was stored, and what it takes the place of."""
    ballot, before = receipt.ballot, receipt.before
    choice = ballot_words(receipt.choice, say)
    if receipt.newer is not None:
        return _late(receipt, receipt.newer, choice, say)
    if before is None or before.choice is None:
        return say._("✅ Your vote on proposal {proposal}: **{choice}**").format(
            proposal=receipt.number, choice=choice
        )
    if before.choice == ballot.choice:
        return say._("✅ Your vote on proposal {proposal}: **{choice}**, as before.").format(
            proposal=receipt.number, choice=choice
        )
    return say._("✅ Your vote on proposal {proposal}: **{choice}**, instead of {before}.").format(
        proposal=receipt.number, choice=choice, before=_replaced(receipt, before.choice, say)
    )


def _late(receipt: Receipt, newer: Ballot, choice: str, say: Language) -> str:
    """That a ballot doesn't count, since a newer one was there before it."""
    if newer.choice is None:
        return say._(
            "⏳ You have taken your vote on proposal {proposal} back. This one, **{choice}**, is older and does not "
            "count."
        ).format(proposal=receipt.number, choice=choice)
    return say._(
        "⏳ Your newer vote on proposal {proposal} counts: **{newer}**. This one, **{choice}**, is older and does not."
    ).format(proposal=receipt.number, choice=choice, newer=_replaced(receipt, newer.choice, say))


def _replaced(receipt: Receipt, choice: Any, say: Language) -> str:
    return ballot_words(describe(receipt.opening.policy, choice), say, _BEFORE)


def _foot(receipt: Receipt, say: Language) -> str:
    words = (
        say._("Receipt {code}. You may vote again until the end; the last vote counts.")
        if receipt.opening.policy.rules.get("revote", True)
        else say._("Receipt {code}. It is final, and can't be changed.")
    )
    return say.markup.small(words.format(code=say.markup.code(receipt.code)))


def power_line(power: MemberPower, opening: Opening, say: Language) -> str | None:
    """The power of a vote and the largest parts that it is made of; None while a part is unknown."""
    total = power.total
    if total is None:
        return None
    if things := power.lacking:
        words = say._(
            "It weighs nothing. This vote asks of voters: {things}. `/vote why` shows what was found."
        )
        return words.format(things=things_required(things, opening.policy.power, say))
    parts = [part for part in power.contributions if part.power and not part.source.gate]
    found = sum(part.power or 0 for part in parts)
    if not total:
        return _nothing(found, opening, say)
    if total != found:
        return _by_the_rules(total, found, opening, say)
    return _made_of(total, parts, opening, say)


def _nothing(found: int, opening: Opening, say: Language) -> str:
    """That a ballot weighs nothing, and why, with `found` at the snapshot."""
    if found:
        return say._(
            "It weighs nothing: by the rules of this vote the {power} that were found count for nothing. `/vote why` "
            "shows what was looked at."
        ).format(power=power_text(found, opening.policy.power, say))
    if not opening.snapshot:
        return say._(
            "It weighs nothing: you had nothing that gives power in this vote. `/vote why` shows what was looked at."
        )
    return say._(
        "It weighs nothing: your linked wallets gave no power at block {blocks}, before the vote opened. What you "
        "acquire later counts in later votes. `/vote why` shows what was looked at."
    ).format(blocks=_numbers(opening.snapshot))


def _by_the_rules(total: int, found: int, opening: Opening, say: Language) -> str:
    """What it weighs, where the rules made that of what was found."""
    rule = opening.policy.power
    words = (
        say._(
            "Power: **{power}** at block {blocks}, made of {found} by the rules of this vote: `/vote why` shows how."
        )
        if opening.snapshot
        else say._("Power: **{power}**, made of {found} by the rules of this vote: `/vote why` shows how.")
    )
    return words.format(
        power=power_text(total, rule, say),
        found=power_text(found, rule, say),
        blocks=_numbers(opening.snapshot),
    )


def _made_of(total: int, parts: Sequence[Contribution], opening: Opening, say: Language) -> str:
    """What it weighs, where that is the sum of what was found."""
    rule = opening.policy.power
    words = say._("Power: **{power}** at block {blocks}") if opening.snapshot else say._("Power: **{power}**")
    line = words.format(power=power_text(total, rule, say), blocks=_numbers(opening.snapshot))
    if len(parts) == 1:
        return f"{line} ({origin(parts[0], say)})."
    largest = sorted(parts, key=lambda part: -(part.power or 0))[:_PARTS_SHOWN]
    lines = [f"• {power_text(part.power or 0, rule, say)}, {origin(part, say)}" for part in largest]
    if (more := len(parts) - len(largest)) > 0:
        rest = say.ngettext("… and {number} more: `/vote why`", "… and {number} more: `/vote why`", more)
        lines.append(f"• {rest.format(number=say.number(more))}")
    return "\n".join([f"{line}:", *lines])


def _numbers(snapshot: Sequence[BlockRef]) -> str:
    return ", ".join(str(block.number) for block in snapshot)
