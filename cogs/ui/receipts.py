"""What a voter is told in private: that the ballot counts, what it weighs, and where that comes from."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import discord

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.ids import Address, MemberId, Power, ProposalId
from bot.domain.policy import PowerRule
from bot.domain.power import Contribution, MemberPower
from bot.domain.proposal import Opening
from bot.services.ballot_batch import Receipt
from cogs.ui.results import choice_name, label_of, power_text
from cogs.ui.text import MESSAGE_LIMIT, escape, full, moment, short

_PARTS_SHOWN = 3
_KINDS = {
    "erc20": "balance of",
    "erc20_votes": "voting power in",
    "erc721": "NFTs of",
}

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
    power = power_line(receipt.power, receipt.opening) or unknown
    return f"{lines}\n{power}\n-# Receipt `{receipt.code}`. You may vote again until the end; the last vote counts."


def _replaced(receipt: Receipt, choice: int) -> str:
    if choice == receipt.ballot.choice:
        return ", as before."
    return f", instead of {choice_name(receipt.opening.policy.choices[choice - 1])}."


def power_line(power: MemberPower, opening: Opening) -> str | None:
    """The power of a vote and the largest parts that it is made of; None while a part is unknown."""
    total, rule = power.total, opening.policy.power
    if total is None:
        return None
    blocks = _numbers(opening.snapshot)
    if not total:
        return (
            f"It weighs nothing: your linked wallets held no power at block {blocks}, before the vote opened. "
            "What you acquire later counts in later votes. `/vote why` shows what was looked at."
        )
    line = f"Power: **{power_text(total, rule)}** at block {blocks}"
    parts = [part for part in power.contributions if part.power]
    if len(parts) == 1:
        return f"{line} ({_origin(parts[0])})."
    parts.sort(key=lambda part: -(part.power or 0))
    shown = [f"\n• {power_text(part.power or 0, rule)}, {_origin(part)}" for part in parts[:_PARTS_SHOWN]]
    if len(parts) > _PARTS_SHOWN:
        shown.append(f"\n• … and {len(parts) - _PARTS_SHOWN} more: `/vote why`")
    return f"{line}:{''.join(shown)}"


def _numbers(snapshot: Iterable[BlockRef]) -> str:
    return ", ".join(str(block.number) for block in snapshot)


def _origin(part: Contribution) -> str:
    return f"{_KINDS[part.source.kind]} {short(part.source.contract)}, wallet {short(part.wallet)}"


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


def choice_buttons(proposal: ProposalId, choices: Iterable[str]) -> discord.ui.View:
    """The vote buttons in a message of their own, for up to 25 choices."""
    view = discord.ui.View(timeout=None)
    for number, name in enumerate(list(choices)[:25], start=1):
        view.add_item(discord.ui.Button(label=label_of(name, number), custom_id=f"vote:{proposal}:{number}"))
    view.stop()
    return view


def why_text(
    proposal: ProposalId, power: MemberPower, opening: Opening, elsewhere: Mapping[Address, MemberId]
) -> list[str]:
    """A member's power in one vote, explained: the sum, then each source, wallet and block. One part a line."""
    rule = opening.policy.power
    total = power.total
    known = sum(part.power or 0 for part in power.contributions)
    if total is not None:
        head = f"**Your power on proposal {proposal}: {power_text(total, rule, exact=True)}**"
    else:
        head = f"**Your power on proposal {proposal} is not determined yet.** {UNREAD}"
        if known:
            head += f" Known so far: {power_text(known, rule, exact=True)}."
    lines = [head, "It was read at these blocks, fixed when the vote opened:"]
    lines += [
        f"• chain {block.chain}: block {block.number} of {moment(block.time)}, `{block.hash}`"
        for block in opening.snapshot
    ]
    for index, source in enumerate(rule.sources):
        weight = _weight(source.weight, source.kind, rule)
        lines.append(f"**Source {index + 1}: {_KINDS[source.kind]}** {full(source.contract)}{weight}")
        parts = [part for part in power.contributions if part.source == source]
        lines += [_part_line(part, rule) for part in parts] or ["• none of your wallets is read here"]
    lines += [
        f"• {full(wallet)} counts for another member in this vote: the first ballot with it fixed that"
        for wallet in elsewhere
    ]
    return lines


def _weight(weight: int, kind: str, rule: PowerRule) -> str:
    if kind == "erc721":
        return f", each counts {power_text(weight, rule, exact=True)}"
    return f", times {weight}" if weight != 1 else ""


def _part_line(part: Contribution, rule: PowerRule) -> str:
    if isinstance(part.reading, Undetermined):
        return f"• {full(part.wallet)}: could not be read ({escape(part.reading.why, 80)}); it is tried again"
    power: Power = part.power or 0
    count = f"{part.reading.raw} NFTs, " if part.source.kind == "erc721" else ""
    return f"• {full(part.wallet)}: {count}{power_text(power, rule, exact=True)}"


def mine_text(receipts: Iterable[tuple[str, Receipt | None]]) -> list[str]:
    """A member's votes, one an entry; None where they haven't voted."""
    lines = []
    for title, receipt in receipts:
        if receipt is None:
            lines.append(f"**{title}**: you have not voted yet.")
            continue
        power = power_line(receipt.power, receipt.opening) or UNREAD
        lines.append(f"**{title}**: {choice_name(receipt.choice)}\n{power}\n-# Receipt `{receipt.code}`")
    return lines


def pages(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> list[str]:
    """The lines in as few messages as they need."""
    found: list[str] = []
    for line in lines:
        line = line[:limit]
        if found and len(found[-1]) + 1 + len(line) <= limit:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found
