"""Delegated power in words: under a receipt, on the card and in the result, and when a member asks why."""

from bot.domain.blocks import Undetermined
from bot.domain.ids import MemberId
from bot.domain.policy.model import PowerRule
from bot.services.delegation.delegated_power import DelegationExplanation, OnChainDelegation
from bot.services.voting.ballot_batch import Receipt
from bot.services.voting.live_votes import DelegatedPower
from bot.wording.results import power_text
from bot.wording.text import escape, full, member

_DELEGATORS_SHOWN = 30


def members(number: int) -> str:
    return f"{number} member{'s' if number != 1 else ''}"


def with_delegated_power(own: str, receipt: Receipt) -> str:
    """What a ballot weighs: `own` in words, then what others delegate to it, and whom it was taken back from."""
    lines = [own]
    delegated_power, rule, held = receipt.delegated_power, receipt.opening.policy.power, receipt.power.total
    if delegated_power is not None:
        if held == 0 and delegated_power.power:
            lines = ["You have no power of your own in this vote."]
        lines.append(_delegated_power_words(delegated_power, held, rule))
    if receipt.delegate is not None:
        lines.append(
            f"You had delegated to {member(receipt.delegate)}: your own vote goes before theirs, and their power "
            "falls by yours."
        )
    return "\n".join(lines)


def _delegated_power_words(delegated_power: DelegatedPower, held: int | None, rule: PowerRule) -> str:
    if not delegated_power.delegators:
        return "Delegated to you: nothing now, since everybody who delegated to you has voted themself."
    if delegated_power.power is None:
        return (
            f"Delegated to you by {members(delegated_power.delegators)}: not all of it could be read yet; it is read "
            "again until it "
            "is known."
        )
    words = f"Delegated to you by {members(delegated_power.delegators)}: **{power_text(delegated_power.power, rule)}**"
    if held:
        words += f", together **{power_text(held + delegated_power.power, rule)}**"
    return f"{words}. It falls when one of them votes themself."


def delegated_power_notes(delegated_power: DelegatedPower | None, rule: PowerRule) -> list[str]:
    """How much of a count is delegated power, in small print; nothing where none is."""
    if delegated_power is None or not delegated_power.delegators:
        return []
    return [
        f"-# of it, {power_text(delegated_power.power or 0, rule)} delegated by "
        f"{members(delegated_power.delegators)} to delegates who voted"
    ]


def delegated_power_lines(explanation: DelegationExplanation, rule: PowerRule) -> list[str]:
    """A member's place among the delegations of a vote, one part a line; nothing where they have none."""
    lines: list[str] = []
    if explanation.delegators is not None:
        known = sum(power or 0 for _, power in explanation.delegators)
        lines.append(
            f"**Delegated to you** by {members(len(explanation.delegators))} who delegated to you and have not voted "
            "themselves: "
            f"**{power_text(known, rule, exact=True)}**"
        )
        for delegator, power in explanation.delegators[:_DELEGATORS_SHOWN]:
            amount = "could not be read yet" if power is None else power_text(power, rule, exact=True)
            lines.append(f"• {member(delegator)}: {amount}")
        if len(explanation.delegators) > _DELEGATORS_SHOWN:
            lines.append(f"• … and {len(explanation.delegators) - _DELEGATORS_SHOWN} more")
    if explanation.delegate is not None:
        lines.append(_delegated(explanation, explanation.delegate))
    return [*lines, *on_chain_lines(explanation.on_chain)]


def _delegated(explanation: DelegationExplanation, delegate: MemberId) -> str:
    words = f"**You had delegated to {member(delegate)}** when this vote opened"
    if explanation.votes:
        return f"{words}. You have voted yourself, so that your power counts with your own vote alone."
    if explanation.counts_with is None:
        return f"{words}. Nobody votes with your power yet; your own vote would count at once."
    who = "They have" if explanation.counts_with == delegate else f"{member(explanation.counts_with)} has"
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
