"""Lent power in words: under a receipt, on the card and in the result, and when a member asks why."""

from bot.domain.blocks import Undetermined
from bot.domain.ids import MemberId
from bot.domain.policy import PowerRule
from bot.services.ballot_batch import Receipt
from bot.services.boards import Lent
from bot.services.lending import Lending, OnChainDelegation
from cogs.ui.results import power_text
from cogs.ui.text import escape, full, member

_LENDERS_SHOWN = 30


def members(number: int) -> str:
    return f"{number} member{'s' if number != 1 else ''}"


def with_lent(own: str, receipt: Receipt) -> str:
    """What a ballot weighs: `own` in words, then what others lend to it, and whom it was taken back from."""
    lines = [own]
    lent, rule, held = receipt.lent, receipt.opening.policy.power, receipt.power.total
    if lent is not None:
        if held == 0 and lent.power:
            lines = ["You have no power of your own in this vote."]
        lines.append(_lent_words(lent, held, rule))
    if receipt.delegate is not None:
        lines.append(
            f"You had delegated to {member(receipt.delegate)}: your own vote goes before theirs, and their power "
            "falls by yours."
        )
    return "\n".join(lines)


def _lent_words(lent: Lent, held: int | None, rule: PowerRule) -> str:
    if not lent.delegators:
        return "Lent to you: nothing now, since everybody who delegated to you has voted themself."
    if lent.power is None:
        return (
            f"Lent to you by {members(lent.delegators)}: not all of it could be read yet; it is read again until it "
            "is known."
        )
    words = f"Lent to you by {members(lent.delegators)}: **{power_text(lent.power, rule)}**"
    if held:
        words += f", together **{power_text(held + lent.power, rule)}**"
    return f"{words}. It falls when one of them votes themself."


def lent_notes(lent: Lent | None, rule: PowerRule) -> list[str]:
    """How much of a count is lent power, in small print; nothing where none is."""
    if lent is None or not lent.delegators:
        return []
    return [
        f"-# of it, {power_text(lent.power or 0, rule)} lent by {members(lent.delegators)} to delegates who voted"
    ]


def lending_lines(lending: Lending, rule: PowerRule) -> list[str]:
    """A member's place among the delegations of a vote, one part a line; nothing where they have none."""
    lines: list[str] = []
    if lending.lenders is not None:
        known = sum(power or 0 for _, power in lending.lenders)
        lines.append(
            f"**Lent to you** by {members(len(lending.lenders))} who delegated to you and have not voted themselves: "
            f"**{power_text(known, rule, exact=True)}**"
        )
        for lender, power in lending.lenders[:_LENDERS_SHOWN]:
            amount = "could not be read yet" if power is None else power_text(power, rule, exact=True)
            lines.append(f"• {member(lender)}: {amount}")
        if len(lending.lenders) > _LENDERS_SHOWN:
            lines.append(f"• … and {len(lending.lenders) - _LENDERS_SHOWN} more")
    if lending.delegate is not None:
        lines.append(_delegated(lending, lending.delegate))
    return [*lines, *on_chain_lines(lending.on_chain)]


def _delegated(lending: Lending, delegate: MemberId) -> str:
    words = f"**You had delegated to {member(delegate)}** when this vote opened"
    if lending.votes:
        return f"{words}. You have voted yourself, so that your power counts with your own vote alone."
    if lending.counts_with is None:
        return f"{words}. Nobody votes with your power yet; your own vote would count at once."
    who = "They have" if lending.counts_with == delegate else f"{member(lending.counts_with)} has"
    return f"{words}. {who} voted, and your power counts with that vote until you vote yourself."


def on_chain_lines(delegations: tuple[OnChainDelegation, ...]) -> list[str]:
    """To whom wallets delegate on chain, and what that means for their power."""
    if not delegations:
        return []
    lines = [
        "**Delegation on chain**: what a wallet delegates there counts with the account it is delegated to."
    ]
    for each in delegations:
        where = f"• {full(each.wallet)} in the token {full(each.source.contract)}"
        if isinstance(each.delegate, Undetermined):
            lines.append(f"{where}: could not be read ({escape(each.delegate.why, 80)})")
        elif each.delegate is None:
            lines.append(
                f"{where}: to nobody, so that what it holds counts for nobody. Delegate to yourself in the token's "
                "contract, before a vote opens."
            )
        elif each.delegate == each.wallet:
            lines.append(f"{where}: to itself; what it holds counts with it")
        else:
            lines.append(
                f"{where}: to {full(each.delegate)}; what it holds counts there, not with this wallet"
            )
    return lines
