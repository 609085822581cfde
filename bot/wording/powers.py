"""A member's power in one vote, explained source by source, wallet by wallet, block by block, step by step."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.ids import Address, MemberId, ProposalId
from bot.domain.policy.model import PowerRule
from bot.domain.power import AnySource, Contribution, MemberPower, Steps
from bot.domain.proposal import Opening
from bot.wording.receipts import UNREAD
from bot.wording.results import power_text
from bot.wording.source_lines import counted, each_counts, heading
from bot.wording.text import escape, full, moment


def why_lines(
    proposal: ProposalId, power: MemberPower, opening: Opening, elsewhere: Mapping[Address, MemberId]
) -> list[str]:
    """A member's power in one vote, explained: the number, then each source, wallet and block, then the steps from
    what was found to the number. One part a line."""
    rule = power.rule
    lines = [_head(proposal, power)]
    if opening.snapshot:
        lines.append("It was read at these blocks, fixed when the vote opened:")
    lines += [_block_line(block) for block in opening.snapshot]
    for place, source in enumerate(rule.sources):
        lines.append(f"**Source {place + 1}:** {heading(source)}{_weight(source, rule)}")
        parts = [part for part in power.contributions if part.place == place]
        lines += [_part_line(part, rule) for part in parts] or [_nothing(source)]
        lines += _capped(source, power.given(place), rule)
    lines += _moment_lines(power, opening)
    lines += _step_lines(power)
    lines += [
        f"• {full(wallet)} counts for another member in this vote: the first ballot with it fixed that"
        for wallet in elsewhere
    ]
    return lines


def _head(proposal: ProposalId, power: MemberPower) -> str:
    total, rule = power.total, power.rule
    if total is not None:
        return f"**Your power on proposal {proposal}: {power_text(total, rule, exact=True)}**"
    head = f"**Your power on proposal {proposal} is not determined yet.** {UNREAD}"
    known = sum(part.power or 0 for part in power.contributions)
    # A part of what only adds up is a part of the whole; of anything else it would say too much.
    if known and rule.adds_up and len(power.moments) == 1:
        head += f" Known so far: {power_text(known, rule, exact=True)}."
    return head


def _block_line(block: BlockRef) -> str:
    return f"• chain {block.chain}: block {block.number} of {moment(block.time)}, `{block.hash}`"


def _nothing(source: AnySource) -> str:
    if source.needs_wallet:
        return "• none of your wallets is read here"
    return "• nothing is known of you here"


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


def _capped(source: AnySource, given: int | None, rule: PowerRule) -> Iterator[str]:
    if source.cap is not None and given is not None and given > source.cap:
        yield (
            f"• together {power_text(given, rule, exact=True)}; of this source at most "
            f"{power_text(source.cap, rule, exact=True)} count for one member"
        )


def _moment_lines(power: MemberPower, opening: Opening) -> list[str]:
    """What was held at each moment of a holding rule, and which of them counts."""
    if len(power.moments) == 1:
        return []
    least = power.steps.least if power.steps else None
    lines = [
        "**Held over time:** the least of your balances at the snapshot and at the earlier moments that it drew "
        "counts, so that what is borrowed for a moment counts for nothing."
    ]
    for place, (blocks, contributions) in enumerate(zip(opening.moments, power.moments, strict=True)):
        at = "at the snapshot" if place == 0 else f"at {_blocks(blocks)}"
        balance = power.balance(place)
        found = _unread(contributions) if balance is None else power_text(balance, power.rule, exact=True)
        lines.append(f"• {at}: {found}" + (" ← the least: this counts" if place == least else ""))
    return lines


def _blocks(blocks: Sequence[BlockRef]) -> str:
    named = " and ".join(f"block {block.number} of chain {block.chain}" for block in blocks)
    return f"{named}, {moment(min(blocks, key=lambda block: block.timestamp).time)}"


def _unread(contributions: Sequence[Contribution]) -> str:
    why = next(part.reading.why for part in contributions if isinstance(part.reading, Undetermined))
    return f"could not be read ({escape(why, 80)}); it is tried again"


def _step_lines(power: MemberPower) -> list[str]:
    """From the balance that counts to the power, as far as anything happens to it on the way."""
    steps = power.steps
    return [] if steps is None else [f"**{name}:** {words}." for name, words in _steps(power, steps)]


def _steps(power: MemberPower, steps: Steps) -> Iterator[tuple[str, str]]:
    rule = power.rule

    def shown(amount: int) -> str:
        return power_text(amount, rule, exact=True)

    balance = steps.balances[steps.least]
    if rule.combine == "max" and len(rule.sources) > 1:
        yield (
            "The greatest source alone",
            f"of what your sources give, the most counts, not the sum: {shown(balance)}",
        )
    if rule.cap is not None and steps.capped < balance:
        yield "At most", f"one member has {shown(rule.cap)} in this vote, and you hold {shown(balance)}"
    if steps.kept < steps.capped:
        yield (
            "Too little",
            f"less than {shown(rule.minimum)} counts for nothing, and you hold {shown(steps.capped)}",
        )
    if rule.curve == "root" and steps.kept:
        yield "Square root", f"{shown(steps.kept)} under the root give {shown(steps.total)}"
