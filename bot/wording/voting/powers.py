"""A member's power in one vote, explained source by source, wallet by wallet, block by block, step by step."""

from collections.abc import Iterator, Sequence

from bot.domain.blocks import BlockRef, Undetermined
from bot.domain.ids import ProposalNumber
from bot.domain.policy.model import PowerRule
from bot.domain.power import AnySource, Contribution, MemberPower, Steps
from bot.domain.proposals.facts import Opening
from bot.services.voting.casting.voting import PowerExplanation
from bot.wording.accounts.mandates import sign_again_words, uncovered_lines
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.sources.registry import each_counts, found_words, heading, things_required
from bot.wording.voting.receipts import unread_words
from bot.wording.voting.unreadable_wallets import unreadable_line, why_unreadable

_WHY = 80


@telling_accounts_apart
def why_lines(explained: PowerExplanation, say: Language) -> list[str]:
    """A member's power in one vote, explained: the number, then each source, wallet and block, then the steps from
    what was found to the number. One part a line."""
    number, power, opening = explained.number, explained.power, explained.opening
    lines = _head(number, power, say)
    if opening.snapshot:
        lines.append(say._("It was read at these blocks, fixed when the vote opened:"))
    lines += [f"• {_block_words(block, say)}" for block in opening.snapshot]
    for place, source in enumerate(power.rule.sources):
        lines += _source_lines(place, source, power, say)
    lines += _moment_lines(power, opening, say)
    lines += [] if power.steps is None else _step_lines(power.rule, power.steps, say)
    if power.lacking:
        lacking = say._("**Lacking:** without it nothing else counts. This vote asks of voters: {things}.")
        lines.append(lacking.format(things=things_required(power.lacking, power.rule, say)))
    claimed = say._("{wallet} counts for another member in this vote: the first ballot with it fixed that")
    lines += [f"• {claimed.format(wallet=say.markup.account(wallet))}" for wallet in explained.elsewhere]
    without = uncovered_lines(explained.uncovered, opening.policy.trust, say)
    lines += [*(f"• ⚠️ {line}" for line in without), *([sign_again_words(say)] if without else [])]
    off = say._("{wallet} was unlinked: it does not count for a ballot that is cast since")
    lines += [f"• {off.format(wallet=say.markup.account(wallet))}" for wallet in explained.unlinked]
    lines += [
        f"• {unreadable_line(number, [wallet], say)} {why_unreadable(failure, say)}"
        for wallet, failure in explained.unreadable.items()
    ]
    return lines


def _head(number: ProposalNumber, power: MemberPower, say: Language) -> list[str]:
    total, rule = power.total, power.rule
    if total is not None:
        head = say._("**Your power on proposal {proposal}: {power}**")
        return [head.format(proposal=number, power=power_text(total, rule, say, exact=True))]
    head = say._("**Your power on proposal {proposal} is not determined yet.**").format(proposal=number)
    lines = [head, unread_words(say)]
    known = sum(part.power or 0 for part in power.contributions if not part.source.gate)
    # A part of what only adds up is a part of the whole; of anything else it would say too much.
    if known and rule.adds_up and len(power.moments) == 1:
        lines.append(say._("Known so far: {power}.").format(power=power_text(known, rule, say, exact=True)))
    return lines


def _block_words(block: BlockRef, say: Language) -> str:
    return say._("chain {chain}: block {number} of {moment}, {hash}").format(
        chain=block.chain,
        number=block.number,
        moment=say.moment(block.time),
        hash=say.markup.code(block.hash),
    )


def _source_lines(place: int, source: AnySource, power: MemberPower, say: Language) -> list[str]:
    """What one source of the rule gave, wallet by wallet."""
    rule = power.rule
    head = say._("**Source {number}:**").format(number=place + 1)
    parts = [part for part in power.contributions if part.place == place]
    return [
        ", ".join(filter(None, [f"{head} {heading(source, say)}", _weight(source, rule, say)])),
        *([f"• {_part_words(part, rule, say)}" for part in parts] or [f"• {_nothing(source, say)}"]),
        *_capped(source, power.given(place), rule, say),
    ]


def _nothing(source: AnySource, say: Language) -> str:
    if source.needs_wallet:
        return say._("none of your wallets is read here")
    return say._("nothing is known of you here")


def _weight(source: AnySource, rule: PowerRule, say: Language) -> str:
    if source.gate:
        return say._("which gives no power, and is asked for")
    if words := each_counts(source, rule, say):
        return words
    return "" if source.weight == 1 else say._("times {weight}").format(weight=source.weight)


def _part_words(part: Contribution, rule: PowerRule, say: Language) -> str:
    where = say.markup.account(part.wallet) if part.wallet else say.pgettext("whose power", "you")
    if isinstance(part.reading, Undetermined):
        return f"{where}: {_unread_words(part.reading, say)}"
    power = power_text(part.power or 0, rule, say, exact=True)
    found = found_words(part.source, part.reading.raw, say)
    return f"{where}: {found}, {power}" if found else f"{where}: {power}"


def _capped(source: AnySource, given: int | None, rule: PowerRule, say: Language) -> Iterator[str]:
    if source.cap is not None and given is not None and given > source.cap:
        words = say._("together {given}; of this source at most {cap} count for one member").format(
            given=power_text(given, rule, say, exact=True), cap=power_text(source.cap, rule, say, exact=True)
        )
        yield f"• {words}"


def _moment_lines(power: MemberPower, opening: Opening, say: Language) -> list[str]:
    """What was held at each moment of a holding rule, and which of them counts."""
    if len(power.moments) == 1:
        return []
    least = power.steps.least if power.steps else None
    lines = [
        say._(
            "**Held over time:** the least of your balances at the snapshot and at the earlier moments that it drew "
            "counts, so that what is borrowed for a moment counts for nothing."
        )
    ]
    for place, (blocks, contributions) in enumerate(zip(opening.moments, power.moments, strict=True)):
        at = say._("at the snapshot") if place == 0 else _at(blocks, say)
        balance = power.balance(place)
        found = (
            _unread(contributions, say)
            if balance is None
            else power_text(balance, power.rule, say, exact=True)
        )
        lines.append(f"• {at}: {found}")
        if place == least:
            lines[-1] += f" ← {say._('the least: this counts')}"
    return lines


def _at(blocks: Sequence[BlockRef], say: Language) -> str:
    named = say.pgettext("value", "block {number} of chain {chain}")
    listed = say.both([named.format(number=block.number, chain=block.chain) for block in blocks])
    earliest = min(blocks, key=lambda block: block.timestamp)
    return say._("at {blocks}, {moment}").format(blocks=listed, moment=say.moment(earliest.time))


def _unread(contributions: Sequence[Contribution], say: Language) -> str:
    failed = next(part.reading for part in contributions if isinstance(part.reading, Undetermined))
    return _unread_words(failed, say)


def _unread_words(reading: Undetermined, say: Language) -> str:
    return say._("could not be read ({why}); it is tried again").format(
        why=say.markup.name(reading.why, _WHY)
    )


def _step_lines(rule: PowerRule, steps: Steps, say: Language) -> list[str]:
    """From the balance that counts to the power, as far as anything happens to it on the way."""

    def shown(amount: int) -> str:
        return power_text(amount, rule, say, exact=True)

    lines, balance = [], steps.balances[steps.least]
    if rule.combine == "max" and len(rule.sources) > 1:
        lines.append(
            say._(
                "**The greatest source alone:** of what your sources give, the most counts, not the sum: {power}."
            ).format(power=shown(balance))
        )
    if rule.cap is not None and steps.capped < balance:
        lines.append(
            say._("**At most:** one member has {most} in this vote, and you hold {held}.").format(
                most=shown(rule.cap), held=shown(balance)
            )
        )
    if steps.kept < steps.capped and not steps.lacking:
        lines.append(
            say._("**Too little:** less than {least} counts for nothing, and you hold {held}.").format(
                least=shown(rule.minimum), held=shown(steps.capped)
            )
        )
    if rule.curve == "root" and steps.kept:
        lines.append(
            say._("**Square root:** {held} under the root give {power}.").format(
                held=shown(steps.kept), power=shown(steps.total)
            )
        )
    return lines
