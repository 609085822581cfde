"""What a voter is told in private: that the ballot counts, what it weighs, and where that comes from."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.blocks import BlockRef
from bot.domain.choices import describe
from bot.domain.power import MemberPower
from bot.domain.proposal import Opening, Proposal
from bot.services.voting.ballot_batch import Receipt
from bot.wording.ballots import explanation
from bot.wording.delegated_power import with_delegated_power
from bot.wording.results import ballot_words, power_text
from bot.wording.source_lines import origin
from bot.wording.text import MESSAGE_LIMIT, escape, fitted

_PARTS_SHOWN = 3
_BEFORE = 150
"""Characters of the ballot that was replaced."""
_LEAST = 120
"""Characters of an explanation, however much there is to be said of the power."""

READING = "Your power is being read from the chain."
UNREAD = (
    "Your power could not be read now. Your vote is stored, and its power is undetermined, never zero: "
    "it is read again until it is known, before the result is final."
)


def receipt_text(receipt: Receipt, unknown: str = READING) -> str:
    """The receipt of a ballot in a plain message; `unknown` says what is to be said of a power not known yet.

    This runs for each click, so it is one string and nothing else.
    """
    ballot, before = receipt.ballot, receipt.before
    lines = f"✅ Your vote on proposal {ballot.proposal}: **{ballot_words(receipt.choice)}**"
    if before is not None and before.choice is not None:
        lines += _replaced(receipt, before.choice)
    power = with_delegated_power(power_line(receipt.power, receipt.opening) or unknown, receipt)
    again = "You may vote again until the end; the last vote counts."
    if not receipt.opening.policy.rules.get("revote", True):
        again = "It is final, and can't be changed."
    foot = f"{power}\n-# Receipt `{receipt.code}`. {again}"
    if does := explanation(receipt):
        lines += "\n" + fitted(does, max(_LEAST, MESSAGE_LIMIT - len(lines) - len(foot) - 2))
    return f"{lines}\n{foot}"


def _replaced(receipt: Receipt, choice: Any) -> str:
    if choice == receipt.ballot.choice:
        return ", as before."
    return f", instead of {ballot_words(describe(receipt.opening.policy, choice), _BEFORE)}."


def power_line(power: MemberPower, opening: Opening) -> str | None:
    """The power of a vote and the largest parts that it is made of; None while a part is unknown."""
    total, rule = power.total, opening.policy.power
    if total is None:
        return None
    at = _at(opening.snapshot)
    parts = [part for part in power.contributions if part.power]
    found = sum(part.power or 0 for part in parts)
    if not total:
        return f"It weighs nothing: {_nothing(found, opening)} `/vote why` shows what was looked at."
    line = f"Power: **{power_text(total, rule)}**{at}"
    if total != found:
        return f"{line}, made of {power_text(found, rule)} by the rules of this vote: `/vote why` shows how."
    if len(parts) == 1:
        return f"{line} ({origin(parts[0])})."
    parts.sort(key=lambda part: -(part.power or 0))
    shown = [f"\n• {power_text(part.power or 0, rule)}, {origin(part)}" for part in parts[:_PARTS_SHOWN]]
    if len(parts) > _PARTS_SHOWN:
        shown.append(f"\n• … and {len(parts) - _PARTS_SHOWN} more: `/vote why`")
    return f"{line}:{''.join(shown)}"


def _nothing(found: int, opening: Opening) -> str:
    """Why a ballot weighs nothing, with `found` at the snapshot."""
    rule = opening.policy.power
    if found:
        return f"by the rules of this vote the {power_text(found, rule)} that were found count for nothing."
    if not opening.snapshot:
        return "you had nothing that gives power in this vote."
    return (
        f"your linked wallets held no power{_at(opening.snapshot)}, before the vote opened. "
        "What you acquire later counts in later votes."
    )


def _at(snapshot: Sequence[BlockRef]) -> str:
    """` at block 123`; nothing where no chain was read."""
    return " at block " + ", ".join(str(block.number) for block in snapshot) if snapshot else ""


def mine_lines(votes: Iterable[tuple[Proposal, Receipt | None]]) -> list[str]:
    """A member's votes, one an entry; None where they haven't voted."""
    lines = []
    for proposal, receipt in votes:
        title = f"**{escape(proposal.content.title, 100)}** (proposal {proposal.id})"
        if receipt is None:
            lines.append(f"{title}: you have not voted.")
            continue
        power = with_delegated_power(power_line(receipt.power, receipt.opening) or UNREAD, receipt)
        does = "".join(f"\n{line}" for line in explanation(receipt))
        lines.append(
            f"{title}: **{ballot_words(receipt.choice)}**{does}\n{power}\n-# Receipt `{receipt.code}`"
        )
    return lines
