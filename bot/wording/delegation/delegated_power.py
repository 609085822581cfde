"""Delegated power in words: under a receipt, on the card and in the result, and when a member asks why."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.blocks import Undetermined
from bot.domain.delegation.delegation import Delegator
from bot.domain.ids import Address, Power
from bot.domain.policy.model import PowerRule
from bot.services.delegation.delegated_power import (
    DelegationExplanation,
    GivenPart,
    OnChainDelegation,
    RegistryDelegation,
    undelegated_of,
)
from bot.services.voting.casting.receipt import Receipt
from bot.services.voting.live.live_vote import DelegatedPower
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.amounts import power_text
from bot.wording.language import Language

_DELEGATORS_SHOWN = 30
_WHY = 80


def with_delegated_power(own: str, receipt: Receipt, say: Language) -> str:
    """What a ballot weighs: `own` in words, then what others delegate to it, and whom it was taken back from."""
    lines = [own]
    delegated_power, rule, held = receipt.delegated_power, receipt.opening.policy.power, receipt.power.total
    if delegated_power is not None:
        if held == 0 and delegated_power.power:
            lines = [say._("You have no power of your own in this vote.")]
        lines.append(_delegated_power_words(delegated_power, held, rule, say))
        if delegated_power.over:
            lines.append(_over_words(delegated_power.over, rule, say))
    if receipt.delegates:
        words = say._(
            "You had delegated to {member}: your own vote goes before theirs, and their power falls by yours."
        )
        if len(receipt.delegates) > 1:
            words = say._(
                "You had split your power among {member}: your own vote goes before theirs, and each has less by what "
                "you gave them."
            )
        lines.append(words.format(member=say.both([say.markup.member(each) for each in receipt.delegates])))
    return "\n".join(lines)


def _over_words(over: Power, rule: PowerRule, say: Language) -> str:
    words = say._(
        "⚠️ {power} more is delegated to you than one delegate may have here: it counts for nobody, unless those who "
        "delegated it vote themselves."
    )
    return words.format(power=power_text(over, rule, say))


def _delegated_power_words(
    delegated_power: DelegatedPower, held: int | None, rule: PowerRule, say: Language
) -> str:
    delegators, power = delegated_power.delegators, delegated_power.power
    if delegated_power.wallets:
        return _by_wallets(delegated_power, held, rule, say)
    if not delegators:
        return say._(
            "Delegated to you: nothing now, since everybody who delegated to you has voted themself."
        )
    if power is None:
        return say.ngettext(
            "Delegated to you by {number} member: not all of it could be read yet; it is read again until it is known.",
            "Delegated to you by {number} members: not all of it could be read yet; it is read again until it is "
            "known.",
            delegators,
        ).format(number=say.number(delegators))
    if not held:
        return say.ngettext(
            "Delegated to you by {number} member: **{power}**. It falls when one of them votes themself.",
            "Delegated to you by {number} members: **{power}**. It falls when one of them votes themself.",
            delegators,
        ).format(number=say.number(delegators), power=power_text(power, rule, say))
    return say.ngettext(
        "Delegated to you by {number} member: **{power}**, together **{together}**. It falls when one of them votes "
        "themself.",
        "Delegated to you by {number} members: **{power}**, together **{together}**. It falls when one of them votes "
        "themself.",
        delegators,
    ).format(
        number=say.number(delegators),
        power=power_text(power, rule, say),
        together=power_text(held + power, rule, say),
    )


def _by_wallets(delegated_power: DelegatedPower, held: int | None, rule: PowerRule, say: Language) -> str:
    """What is delegated to a member where wallets delegate on chain, too."""
    whose, power = _delegators(delegated_power, say), delegated_power.power
    if power is None:
        return say._(
            "Delegated to you by {delegators}: not all of it could be read yet; it is read again until it is known."
        ).format(delegators=whose)
    if not held:
        return say._(
            "Delegated to you by {delegators}: **{power}**. It falls when one of them votes."
        ).format(delegators=whose, power=power_text(power, rule, say))
    return say._(
        "Delegated to you by {delegators}: **{power}**, together **{together}**. It falls when one of them votes."
    ).format(
        delegators=whose, power=power_text(power, rule, say), together=power_text(held + power, rule, say)
    )


def _delegators(delegated_power: DelegatedPower, say: Language) -> str:
    """How many members and wallets, such as `2 members and 1 wallet on chain`."""
    wallets, members = delegated_power.wallets, delegated_power.delegators - delegated_power.wallets
    parts = [
        say.ngettext("{number} member", "{number} members", members).format(number=say.number(members)),
        say.ngettext("{number} wallet on chain", "{number} wallets on chain", wallets).format(
            number=say.number(wallets)
        ),
    ]
    return say.both(parts if members else parts[1:])


def delegated_power_notes(
    delegated_power: DelegatedPower | None, rule: PowerRule, say: Language
) -> list[str]:
    """How much of a count is delegated power, in small print; nothing where none is."""
    if delegated_power is None or not delegated_power.delegators:
        return []
    if delegated_power.wallets:
        words = say._("of it, {power} delegated by {delegators} to delegates who voted")
        power = power_text(delegated_power.power or 0, rule, say)
        return [say.markup.small(words.format(power=power, delegators=_delegators(delegated_power, say)))]
    words = say.ngettext(
        "of it, {power} delegated by {number} member to delegates who voted",
        "of it, {power} delegated by {number} members to delegates who voted",
        delegated_power.delegators,
    )
    power = power_text(delegated_power.power or 0, rule, say)
    return [say.markup.small(words.format(power=power, number=say.number(delegated_power.delegators)))]


@telling_accounts_apart
def delegated_power_lines(explanation: DelegationExplanation, rule: PowerRule, say: Language) -> list[str]:
    """A member's place among the delegations of a vote, one part a line; nothing where they have none."""
    lines: list[str] = []
    if explanation.delegators is not None:
        lines += _delegator_lines(explanation.delegators, rule, say)
        known = sum(power or 0 for _, power in explanation.delegators)
        if explanation.cap is not None and known > explanation.cap:
            lines.append(_over_words(known - explanation.cap, rule, say))
    if len(explanation.given) == 1:
        lines.append(_delegated(explanation.given[0], explanation.votes, say))
    elif explanation.given:
        lines += _split_lines(explanation.given, explanation.votes, say)
    lines += [_in_registry(each, explanation.votes, say) for each in explanation.in_registry]
    return [*lines, *on_chain_lines(explanation.on_chain, say)]


def _delegator_lines(
    delegators: Sequence[tuple[Delegator, Power | None]], rule: PowerRule, say: Language
) -> list[str]:
    number, known = len(delegators), sum(power or 0 for _, power in delegators)
    wallets = sum(isinstance(delegator, str) for delegator, _ in delegators)
    power = power_text(known, rule, say, exact=True)
    if wallets:
        lines = [
            say._(
                "**Delegated to you** by {delegators} who delegated to you and have not voted themselves: **{power}**"
            ).format(delegators=_delegators(DelegatedPower(number, known, wallets), say), power=power)
        ]
    else:
        head = say.ngettext(
            "**Delegated to you** by {number} member who delegated to you and have not voted themselves: **{power}**",
            "**Delegated to you** by {number} members who delegated to you and have not voted themselves: **{power}**",
            number,
        )
        lines = [head.format(number=say.number(number), power=power)]
    for delegator, of_one in delegators[:_DELEGATORS_SHOWN]:
        amount = (
            say._("could not be read yet") if of_one is None else power_text(of_one, rule, say, exact=True)
        )
        lines.append(f"• {_name(delegator, say)}: {amount}")
    if number > _DELEGATORS_SHOWN:
        lines.append(f"• {say.and_more(number - _DELEGATORS_SHOWN)}")
    return lines


def _name(delegator: Delegator, say: Language) -> str:
    return say.markup.account(delegator) if isinstance(delegator, str) else say.markup.member(delegator)


def _split_lines(given: Sequence[GivenPart], votes: bool, say: Language) -> list[str]:
    """Of a member who had split their power among several delegates."""
    head = say._("**You had split your power** among several delegates when this vote opened.")
    if votes:
        head = say._(
            "**You had split your power** among several delegates when this vote opened. You have voted yourself, so "
            "that your power counts with your own vote alone."
        )
    whole, lines = sum(each.parts for each in given), [head]
    for each in given:
        words = parts_words(each.parts, whole, say.markup.member(each.delegate), say)
        if not votes and each.counts_with is None:
            counts = say._("nobody votes with it yet")
            words = f"{words}, {counts}"
        elif not votes:
            counts = say._("counts with the vote of {voter}")
            words = f"{words}, {counts.format(voter=say.markup.member(each.counts_with or each.delegate))}"
        lines.append(f"• {words}")
    return lines


def parts_words(parts: int, whole: int, member: str, say: Language) -> str:
    """To whom goes which part of somebody's power."""
    return say._("{member}: {share} of it").format(member=member, share=say.share(Fraction(parts, whole)))


def _delegated(given: GivenPart, votes: bool, say: Language) -> str:
    delegate = given.delegate
    if votes:
        words = say._(
            "**You had delegated to {delegate}** when this vote opened. You have voted yourself, so that your power "
            "counts with your own vote alone."
        )
    elif given.counts_with is None:
        words = say._(
            "**You had delegated to {delegate}** when this vote opened. Nobody votes with your power yet; your own "
            "vote would count at once."
        )
    elif given.counts_with == delegate:
        words = say._(
            "**You had delegated to {delegate}** when this vote opened. They have voted, and your power counts with "
            "that vote until you vote yourself."
        )
    else:
        words = say._(
            "**You had delegated to {delegate}** when this vote opened. {voter} has voted, and your power counts with "
            "that vote until you vote yourself."
        )
    return words.format(
        delegate=say.markup.member(delegate), voter=say.markup.member(given.counts_with or delegate)
    )


def _in_registry(delegation: RegistryDelegation, votes: bool, say: Language) -> str:
    if votes:
        words = say._(
            "**Your wallet {wallet} had delegated to {delegate}** on chain when this vote opened. You have voted "
            "yourself, so that its power counts with your own vote alone."
        )
    elif delegation.counts_with is None:
        words = say._(
            "**Your wallet {wallet} had delegated to {delegate}** on chain when this vote opened. Nobody votes with "
            "its power by that; your own vote would count at once."
        )
    else:
        words = say._(
            "**Your wallet {wallet} had delegated to {delegate}** on chain when this vote opened. {voter} has voted, "
            "and its power counts with that vote until you vote yourself."
        )
    voter = "" if delegation.counts_with is None else say.markup.member(delegation.counts_with)
    wallet, delegate = say.markup.account(delegation.wallet), say.markup.account(delegation.delegate)
    return words.format(wallet=wallet, delegate=delegate, voter=voter)


@telling_accounts_apart
def on_chain_lines(delegations: Sequence[OnChainDelegation], say: Language) -> list[str]:
    """To whom wallets delegate on chain, and what that means for their power."""
    if not delegations:
        return []
    named = [each for each in delegations if not each.undelegated]
    if not named:
        return []
    head = say._(
        "**Delegation on chain**: what a wallet delegates there counts with the account it is delegated to."
    )
    return [head, *(f"• {_on_chain_words(each, say)}" for each in named)]


@telling_accounts_apart
def undelegated_lines(delegations: Sequence[OnChainDelegation], say: Language) -> list[str]:
    """That a member holds tokens with which nobody votes, and what to do about it; nothing where they hold none.

    Each token once, all wallets of the member together.
    """
    rules = {each.source.contract: each.rule for each in delegations if each.undelegated}
    return [
        undelegated_words(power_text(each.amount, rules[each.token], say), each.token, say)
        for each in undelegated_of(delegations)
    ]


def undelegated_words(amount: str, token: Address, say: Language) -> str:
    """That a member holds so much of a token with which nobody votes, and what to do about it."""
    words = say._(
        "⚠️ **You hold {amount}, not delegated yet**, so that nobody votes with them: delegate them on chain (to "
        "yourself or to somebody) before the next vote opens. In your wallet or a block explorer that is `delegate` of "
        "the token {token}."
    )
    return words.format(amount=amount, token=say.markup.short_account(token))


def _on_chain_words(delegation: OnChainDelegation, say: Language) -> str:
    wallet, delegate = say.markup.account(delegation.wallet), delegation.delegate
    token = say.markup.account(delegation.source.contract)
    if isinstance(delegate, Undetermined):
        return say._("{wallet} in the token {token}: could not be read ({why})").format(
            wallet=wallet, token=token, why=say.markup.name(delegate.why, _WHY)
        )
    if delegate is None:
        return say._("{wallet} in the token {token}: to nobody").format(wallet=wallet, token=token)
    if delegate == delegation.wallet:
        return say._("{wallet} in the token {token}: to itself; what it holds counts with it").format(
            wallet=wallet, token=token
        )
    return say._(
        "{wallet} in the token {token}: to {delegate}; what it holds counts there, not with this wallet"
    ).format(wallet=wallet, token=token, delegate=say.markup.account(delegate))
