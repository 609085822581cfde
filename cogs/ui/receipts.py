"""What a voter is told in private: that the ballot counts, what it weighs, and where that comes from."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import discord

from bot.domain.blocks import BlockRef
from bot.domain.ids import ProposalId
from bot.domain.power import MemberPower
from bot.domain.proposal import Opening, Proposal
from bot.services.ballot_batch import Receipt
from cogs.ui.lent import with_lent
from cogs.ui.results import choice_name, power_text
from cogs.ui.sources import origin
from cogs.ui.text import escape

_PARTS_SHOWN = 3

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
    lines = f"✅ Your vote on proposal {ballot.proposal}: **{choice_name(receipt.choice)}**"
    if before is not None and before.choice is not None:
        lines += _replaced(receipt, before.choice)
    power = with_lent(power_line(receipt.power, receipt.opening) or unknown, receipt)
    again = "You may vote again until the end; the last vote counts."
    if not receipt.opening.policy.rules.get("revote", True):
        again = "It is final, and can't be changed."
    return f"{lines}\n{power}\n-# Receipt `{receipt.code}`. {again}"


def _replaced(receipt: Receipt, choice: int) -> str:
    if choice == receipt.ballot.choice:
        return ", as before."
    return f", instead of {choice_name(receipt.opening.policy.choices[choice - 1])}."


def power_line(power: MemberPower, opening: Opening) -> str | None:
    """The power of a vote and the largest parts that it is made of; None while a part is unknown."""
    total, rule = power.total, opening.policy.power
    if total is None:
        return None
    at = _at(opening.snapshot)
    if not total:
        return (
            f"It weighs nothing: your linked wallets held no power{at}, before the vote opened. "
            "What you acquire later counts in later votes. `/vote why` shows what was looked at."
        )
    line = f"Power: **{power_text(total, rule)}**{at}"
    parts = [part for part in power.contributions if part.power]
    if len(parts) == 1:
        return f"{line} ({origin(parts[0])})."
    parts.sort(key=lambda part: -(part.power or 0))
    shown = [f"\n• {power_text(part.power or 0, rule)}, {origin(part)}" for part in parts[:_PARTS_SHOWN]]
    if len(parts) > _PARTS_SHOWN:
        shown.append(f"\n• … and {len(parts) - _PARTS_SHOWN} more: `/vote why`")
    return f"{line}:{''.join(shown)}"


def _at(snapshot: Sequence[BlockRef]) -> str:
    """` at block 123`; nothing where no chain was read."""
    return " at block " + ", ".join(str(block.number) for block in snapshot) if snapshot else ""


@lru_cache(maxsize=4096)
def reason_button(proposal: ProposalId, choice: int) -> discord.ui.View:
    """The button under a receipt that lets a voter say why.

    One view serves every receipt of a choice: it is stopped, so that discord.py keeps no copy and no timer for each
    message, and its clicks are found by their custom id.
    """
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Add a reason", custom_id=f"reason:{proposal}:{choice}"))
    view.stop()
    return view


def mine_lines(votes: Iterable[tuple[Proposal, Receipt | None]]) -> list[str]:
    """A member's votes, one an entry; None where they haven't voted."""
    lines = []
    for proposal, receipt in votes:
        title = f"**{escape(proposal.content.title, 100)}** (proposal {proposal.id})"
        if receipt is None:
            lines.append(f"{title}: you have not voted.")
            continue
        power = with_lent(power_line(receipt.power, receipt.opening) or UNREAD, receipt)
        lines.append(f"{title}: **{choice_name(receipt.choice)}**\n{power}\n-# Receipt `{receipt.code}`")
    return lines
