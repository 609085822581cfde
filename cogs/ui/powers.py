"""A member's power in one vote, explained source by source, wallet by wallet, block by block."""

from collections.abc import Mapping

from bot.domain.blocks import Undetermined
from bot.domain.ids import Address, MemberId, ProposalId
from bot.domain.policy import PowerRule
from bot.domain.power import AnySource, Contribution, MemberPower
from bot.domain.proposal import Opening
from cogs.ui.receipts import UNREAD
from cogs.ui.results import power_text
from cogs.ui.sources import counted, each_counts, heading
from cogs.ui.text import escape, full, moment


def why_lines(
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
    lines = [head]
    if opening.snapshot:
        lines.append("It was read at these blocks, fixed when the vote opened:")
    lines += [
        f"• chain {block.chain}: block {block.number} of {moment(block.time)}, `{block.hash}`"
        for block in opening.snapshot
    ]
    for index, source in enumerate(rule.sources):
        lines.append(f"**Source {index + 1}:** {heading(source)}{_weight(source, rule)}")
        parts = [part for part in power.contributions if part.source == source]
        lines += [_part_line(part, rule) for part in parts] or ["• none of your wallets is read here"]
    lines += [
        f"• {full(wallet)} counts for another member in this vote: the first ballot with it fixed that"
        for wallet in elsewhere
    ]
    return lines


def _weight(source: AnySource, rule: PowerRule) -> str:
    if words := each_counts(source, rule):
        return f", {words}"
    return f", times {source.weight}" if source.weight != 1 else ""


def _part_line(part: Contribution, rule: PowerRule) -> str:
    where = full(part.wallet) if part.wallet else "you"
    if isinstance(part.reading, Undetermined):
        return f"• {where}: could not be read ({escape(part.reading.why, 80)}); it is tried again"
    power = part.power or 0
    return f"• {where}: {counted(part.source, part.reading.raw)}{power_text(power, rule, exact=True)}"
