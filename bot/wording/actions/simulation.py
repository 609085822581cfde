"""What actions would do, as it was tried out: in a line for cards, and in full."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.actions.effects import Token
from bot.domain.actions.simulation import (
    AllowanceChange,
    AnyChange,
    AnySimulation,
    HeldChange,
    ItemChange,
    Method,
    NftApproval,
    NftChange,
    NotSimulated,
    OperatorChange,
    Simulation,
    Trial,
)
from bot.domain.ids import Address
from bot.wording.actions.amounts import coins, tokens
from bot.wording.chains import OfAChain, on_its_chain
from bot.wording.language import Language

_REASON = 200
_REASON_IN_SHORT = 80
_SAID = 8
"""Of so many actions that fail it is said why."""
_CHANGES = 40
"""So many changes are listed."""


def trial_in_short(
    trials: Sequence[Trial], say: Language, among: Iterable[OfAChain] | None = None
) -> list[str]:
    """In one line for each chain whether its actions would be made: those that would fail first. `among` are the
    executors of the other actions, where these aren't all."""
    others = list(trials if among is None else among)
    lines = []
    for trial in sorted(trials, key=lambda trial: not trial.fails):
        said = on_its_chain(_would_be_made(trial.simulation, say, trial.first), trial.chain, others, say)
        lines.append(said if trial.fails else say.markup.small(said))
    return lines


def trial_lines(trials: Sequence[Trial], say: Language) -> list[str]:
    """The same in full, with what changes on each chain."""
    lines: list[str] = []
    for trial in trials:
        near = say.elsewhere(trial.chain)
        if isinstance(trial.simulation, NotSimulated):
            lines += trial_in_short([trial], near, trials)
            continue
        head, *rest = simulation_lines(trial.simulation, trial.native, near, trial.first)
        lines += [on_its_chain(head, trial.chain, trials, say), *rest]
    return lines


def simulation_line(simulation: AnySimulation, say: Language, first: int = 1) -> str:
    """In one line whether the actions would be made. `first` is the number of the first of them."""
    line = _would_be_made(simulation, say, first)
    return line if simulation.fails else say.markup.small(line)


def _would_be_made(simulation: AnySimulation, say: Language, first: int) -> str:
    if isinstance(simulation, NotSimulated):
        return _not_simulated(simulation, say)
    block = say.number(simulation.block.number)
    if not simulation.failing and not simulation.is_whole:
        words = say.ngettext(
            "⚠️ Tried out at block {block}: the action would be made; **not all that it changes could be looked at**",
            "⚠️ Tried out at block {block}: all {number} actions would be made; **not all that they change could be "
            "looked at**",
            len(simulation.outcomes),
        )
        return words.format(block=block, number=len(simulation.outcomes))
    if not simulation.failing:
        words = say.ngettext(
            "✅ Tried out at block {block}: the action would be made",
            "✅ Tried out at block {block}: all {number} actions would be made",
            len(simulation.outcomes),
        )
        return words.format(block=block, number=len(simulation.outcomes))
    number, reason = simulation.failing[0]
    number += first - 1
    if len(simulation.failing) > 1:
        numbers = say.both([say.number(each + first - 1) for each, _ in simulation.failing])
        return say._("🛑 **It would fail**: at block {block}, actions {numbers} revert.").format(
            block=block, numbers=numbers
        )
    if not reason:
        return say._(
            "🛑 **It would fail**: at block {block}, action {number} reverts without a reason."
        ).format(block=block, number=number)
    return say._("🛑 **It would fail**: at block {block}, action {number} reverts ({reason}).").format(
        block=block, number=number, reason=say.markup.name(reason, _REASON_IN_SHORT)
    )


def simulation_lines(simulation: AnySimulation, native: str, say: Language, first: int = 1) -> list[str]:
    """Whether each action would be made, and what changes by all of them: what isn't known of it first, then what is
    dangerous. `native` is the symbol of the chain's coin."""
    if isinstance(simulation, NotSimulated):
        return [simulation_line(simulation, say)]
    if simulation.failing:
        return [simulation_line(simulation, say, first), *_failures(simulation, say, first)]
    changes = [_change(change, native, say) for change in simulation.changes[:_CHANGES]]
    if (more := len(simulation.changes) - _CHANGES) > 0:
        changes.append(say.and_more(more))
    if not changes:
        changes = [say._("No balance and no allowance that was looked at changes.")]
    head = say._("**What changes**, tried out at block {block}").format(
        block=say.number(simulation.block.number)
    )
    return [
        head,
        *_what_is_not_known(simulation, say),
        *changes,
        say.markup.small(_how(simulation.method, say)),
    ]


def _not_simulated(simulation: NotSimulated, say: Language) -> str:
    if simulation.cause == "contradicted":
        return say._(
            "⚠️ What the actions would do is not known: the chain's endpoints contradict each other about it."
        )
    return say._("⚠️ What the actions would do is not known: it could not be tried out.")


def _failures(simulation: Simulation, say: Language, first: int) -> Iterator[str]:
    if len(simulation.failing) > 1:
        for number, reason in simulation.failing[:_SAID]:
            words = say._("• Action {number}: {reason}")
            why = say.markup.name(reason, _REASON) if reason else say._("it reverts without a reason")
            yield words.format(number=number + first - 1, reason=why)
        if (more := len(simulation.failing) - _SAID) > 0:
            yield say.and_more(more)
    elif len(simulation.failing[0][1]) > _REASON_IN_SHORT:
        yield say.markup.name(simulation.failing[0][1], _REASON)
    if len(simulation.outcomes) > 1:
        yield say.markup.small(say._("All actions are made, or none: nothing would change."))


def _what_is_not_known(simulation: Simulation, say: Language) -> Iterator[str]:
    if simulation.unread:
        yield say.ngettext(
            "⚠️ Of {number} more balance or allowance it could not be read whether it changes.",
            "⚠️ Of {number} more balances and allowances it could not be read whether they change.",
            simulation.unread,
        ).format(number=say.number(simulation.unread))
    if simulation.left_out:
        yield say.ngettext(
            "⚠️ {number} more balance or allowance may change, and was not looked at.",
            "⚠️ {number} more balances and allowances may change, and were not looked at.",
            simulation.left_out,
        ).format(number=say.number(simulation.left_out))
    if simulation.elsewhere:
        yield say.ngettext(
            "⚠️ {number} call is made on another chain, and was not tried out there.",
            "⚠️ {number} calls are made on other chains, and were not tried out there.",
            simulation.elsewhere,
        ).format(number=say.number(simulation.elsewhere))


def _how(method: Method, say: Language) -> str:
    words = (
        say._(
            "By {method} alone: only what the calldata names was looked at. A contract can tell a trial from the real "
            "transaction, and do something else then."
        )
        if method is Method.CALLED
        else say._(
            "By {method}. A contract can tell a trial from the real transaction, and do something else then."
        )
    )
    return words.format(method=say.markup.code(method))


def _change(change: AnyChange, native: str, say: Language) -> str:
    match change:
        case HeldChange():
            return _held(change, native, say)
        case ItemChange():
            return _items(change, say)
        case AllowanceChange():
            return _allowance(change, say)
        case OperatorChange(contract, owner, operator, allowed):
            words = (
                say._("⚠️ {operator} may take everything that {owner} has of {token}, at any time later")
                if allowed
                else say._("{operator} may no longer take what {owner} has of {token}")
            )
            return words.format(
                operator=say.markup.account(operator),
                owner=say.markup.account(owner),
                token=say.markup.account(contract),
            )
        case NftChange(contract, number, before, after):
            return say._("NFT {number} of {token}: {before} → {after}").format(
                number=say.number(number),
                token=say.markup.account(contract),
                before=_somebody(before, say),
                after=_somebody(after, say),
            )
        case NftApproval(contract, number, _, None):
            return say._("Nobody may take NFT {number} of {token} any more").format(
                number=say.number(number), token=say.markup.account(contract)
            )
        case NftApproval(contract, number, _, after):
            return say._("⚠️ {spender} may take NFT {number} of {token}, at any time later").format(
                spender=_somebody(after, say), number=say.number(number), token=say.markup.account(contract)
            )


def _held(change: HeldChange, native: str, say: Language) -> str:
    amount = _amount(change.token, abs(change.gained), native, say)
    left = _amount(change.token, change.after, native, say)
    if change.own:
        words = (
            say._("− {amount} for the treasury, which has {left} then")
            if change.gained < 0
            else say._("+ {amount} for the treasury, which has {left} then")
        )
        return words.format(amount=amount, left=left)
    words = say._("+ {amount} for {account}") if change.gained > 0 else say._("− {amount} for {account}")
    return words.format(amount=amount, account=say.markup.account(change.account))


def _items(change: ItemChange, say: Language) -> str:
    if change.own:
        words = (
            say._("− {amount} of number {number} of {token} for the treasury, which has {left} then")
            if change.gained < 0
            else say._("+ {amount} of number {number} of {token} for the treasury, which has {left} then")
        )
    else:
        words = (
            say._("+ {amount} of number {number} of {token} for {account}")
            if change.gained > 0
            else say._("− {amount} of number {number} of {token} for {account}")
        )
    return words.format(
        amount=say.number(abs(change.gained)),
        number=say.number(change.number),
        token=say.markup.account(change.contract),
        left=say.number(change.after),
        account=say.markup.account(change.account),
    )


def _allowance(change: AllowanceChange, say: Language) -> str:
    words = (
        say._("⚠️ {spender} may take {amount} of {owner} at any time later (before: {before})")
        if change.after > change.before
        else say._("{spender} may take {amount} of {owner} at any time later (before: {before})")
    )
    return words.format(
        spender=say.markup.account(change.spender),
        amount=tokens(change.token, change.after, say, maybe_nft=False),
        owner=say.markup.account(change.owner),
        before=tokens(change.token, change.before, say, maybe_nft=False),
    )


def _amount(token: Token | None, amount: int, native: str, say: Language) -> str:
    return coins(amount, native, say) if token is None else tokens(token, amount, say, maybe_nft=False)


def _somebody(account: Address | None, say: Language) -> str:
    return say._("nobody") if account is None else say.markup.account(account)
