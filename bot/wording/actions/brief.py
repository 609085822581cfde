"""What an action does in a few words, for a card that has to hold many: amounts, and addresses by their ends."""

from functools import singledispatch

from bot.domain.actions import effects
from bot.domain.actions.actions import Argument, DecodedAction
from bot.domain.actions.effects import Effect
from bot.domain.bridges.bridge import UNKNOWN_CHAIN
from bot.domain.ids import Address
from bot.wording.actions.amounts import coins_in_short, contract_in_short, in_short, tokens_in_short
from bot.wording.actions.effects import function_name, side_words
from bot.wording.actions.streams import (
    act_in_short,
    balance_in_short,
    made_in_short,
    paid_in_short,
    stopped_in_short,
)
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut

_FUNCTION_LIMIT = 24
_ID_LIMIT = 10
"""Digits of a proposal's number that are shown; of longer ones the ends."""


def brief_deed(decoded: DecodedAction, say: Language) -> str:
    """The action in less than a line, beginning with what it sends."""
    action, say = decoded.action, say.naming(decoded.names)
    if not action.value or isinstance(decoded.effect, effects.CoinsAlone):
        return _brief(decoded.effect, decoded, say)
    sent = coins_in_short(action.value, decoded.native, say)
    return f"{sent} → {_target(decoded, say)} + {_brief(decoded.effect, decoded, say)}"


@singledispatch
def _brief(effect: Effect, decoded: DecodedAction, say: Language) -> str:
    raise TypeError(f"no words for {type(effect).__name__}")


@_brief.register
def _(effect: effects.CoinsAlone, decoded: DecodedAction, say: Language) -> str:
    value = decoded.action.value
    sent = coins_in_short(value, decoded.native, say) if value else say.pgettext("value", "nothing")
    return f"{sent} → {_target(decoded, say)}"


@_brief.register
def _(effect: effects.TokenTransfer, decoded: DecodedAction, say: Language) -> str:
    return f"{tokens_in_short(effect.token, effect.amount, say)} → {_short(effect.to, say)}"


@_brief.register
def _(effect: effects.TokenTransferFrom, decoded: DecodedAction, say: Language) -> str:
    moved = tokens_in_short(effect.token, effect.amount, say)
    return f"{moved}: {_short(effect.owner, say)} → {_short(effect.to, say)}"


@_brief.register
def _(effect: effects.NftTransfer, decoded: DecodedAction, say: Language) -> str:
    moved = f"NFT {in_short(effect.number, 0, say)} {contract_in_short(effect.token, say)}"
    return f"{moved}: {_short(effect.owner, say)} → {_short(effect.to, say)}"


@_brief.register
def _(effect: effects.MultiTokenTransfer, decoded: DecodedAction, say: Language) -> str:
    amount, number = in_short(effect.amount, 0, say), in_short(effect.number, 0, say)
    moved = f"{amount} × {number} {contract_in_short(effect.token, say)}"
    return f"{moved}: {_short(effect.owner, say)} → {_short(effect.to, say)}"


@_brief.register
def _(effect: effects.MultiTokenBatch, decoded: DecodedAction, say: Language) -> str:
    moved = f"{len(decoded.inner)} × {contract_in_short(effect.token, say)}"
    return f"{moved}: {_short(effect.owner, say)} → {_short(effect.to, say)}"


@_brief.register
def _(effect: effects.Allowance, decoded: DecodedAction, say: Language) -> str:
    spender = _short(effect.spender, say)
    if effect.takes_back:
        return say._("{spender} may no longer take {token}").format(
            spender=spender, token=contract_in_short(effect.token, say)
        )
    return say._("{spender} may take {amount}").format(
        spender=spender, amount=tokens_in_short(effect.token, effect.amount, say)
    )


@_brief.register
def _(effect: effects.AllowanceRaise, decoded: DecodedAction, say: Language) -> str:
    return say._("{spender} may take {amount} more").format(
        spender=_short(effect.spender, say), amount=tokens_in_short(effect.token, effect.amount, say)
    )


@_brief.register
def _(effect: effects.AllowanceCut, decoded: DecodedAction, say: Language) -> str:
    return say._("{spender} may take {amount} less").format(
        spender=_short(effect.spender, say), amount=tokens_in_short(effect.token, effect.amount, say)
    )


@_brief.register
def _(effect: effects.Permit, decoded: DecodedAction, say: Language) -> str:
    spender, owner = _short(effect.spender, say), _short(effect.owner, say)
    if not effect.amount:
        return say._("{spender} may no longer take {token} of {owner}").format(
            spender=spender, token=contract_in_short(effect.token, say), owner=owner
        )
    return say._("{spender} may take {amount} of {owner}").format(
        spender=spender, amount=tokens_in_short(effect.token, effect.amount, say), owner=owner
    )


@_brief.register
def _(effect: effects.OperatorApproval, decoded: DecodedAction, say: Language) -> str:
    words = (
        say._("{spender} may take all {token}")
        if effect.approved
        else say._("{spender} may no longer take all {token}")
    )
    return words.format(spender=_short(effect.operator, say), token=contract_in_short(effect.token, say))


@_brief.register
def _(effect: effects.SafeAdministration, decoded: DecodedAction, say: Language) -> str:
    arguments = ", ".join(_argument(each, say) for each in decoded.arguments)
    return f"{_function(decoded, say)} → {_target(decoded, say)}: {arguments}"


@_brief.register
def _(effect: effects.ContractCall, decoded: DecodedAction, say: Language) -> str:
    return f"{_function(decoded, say)} → {_target(decoded, say)}"


@_brief.register
def _(effect: effects.VotesCast, decoded: DecodedAction, say: Language) -> str:
    number = str(effect.proposal)
    shown = number if len(number) <= _ID_LIMIT else f"{number[:4]}…{number[-4:]}"
    side = (
        say.pgettext("votes on a Governor", "parts") if effect.parts is not None else side_words(effect, say)
    )
    return say._("vote {side} on {id} → {account}").format(side=side, id=shown, account=_target(decoded, say))


@_brief.register
def _(effect: effects.StreamMade, decoded: DecodedAction, say: Language) -> str:
    return made_in_short(effect, say)


@_brief.register
def _(effect: effects.PayStarted, decoded: DecodedAction, say: Language) -> str:
    return paid_in_short(effect, say)


@_brief.register
def _(effect: effects.PayStopped, decoded: DecodedAction, say: Language) -> str:
    return stopped_in_short(effect, say)


@_brief.register
def _(effect: effects.PayBalance, decoded: DecodedAction, say: Language) -> str:
    return balance_in_short(effect, decoded, say)


@_brief.register
def _(effect: effects.StreamAct, decoded: DecodedAction, say: Language) -> str:
    return act_in_short(effect, decoded, say)


@_brief.register
def _(effect: effects.Batch, decoded: DecodedAction, say: Language) -> str:
    words = say.ngettext(
        "{number} call in a batch → {account}", "{number} calls in a batch → {account}", len(decoded.inner)
    )
    return words.format(number=len(decoded.inner), account=_target(decoded, say))


@_brief.register
def _(effect: effects.SafeExecution, decoded: DecodedAction, say: Language) -> str:
    return say._("a call by another Safe → {account}").format(account=_target(decoded, say))


@_brief.register
def _(effect: effects.NewSafe, decoded: DecodedAction, say: Language) -> str:
    return say._("a new Safe ({threshold} of {count}) → {account}").format(
        threshold=say.number(effect.threshold),
        count=say.number(len(effect.owners)),
        account=_short(effect.address, say),
    )


@_brief.register
def _(effect: effects.RelayedCalls, decoded: DecodedAction, say: Language) -> str:
    number = len(decoded.inner)
    match effect.step:
        case "proposed":
            words = say.ngettext(
                "{number} call proposed → {account}", "{number} calls proposed → {account}", number
            )
        case "queued":
            words = say.ngettext(
                "{number} call queued → {account}", "{number} calls queued → {account}", number
            )
        case "own":
            words = say.ngettext("{number} call of → {account}", "{number} calls of → {account}", number)
        case "made":
            words = say.ngettext("{number} call by → {account}", "{number} calls by → {account}", number)
    return words.format(number=number, account=_target(decoded, say))


@_brief.register
def _(effect: effects.BridgedCall, decoded: DecodedAction, say: Language) -> str:
    if effect.chain == UNKNOWN_CHAIN:
        return say._("a call on an unknown chain → {account}").format(account=_target(decoded, say))
    return say._("a call on {chain} → {account}").format(
        chain=say.markup.chain_name(effect.chain), account=_target(decoded, say)
    )


@_brief.register
def _(effect: effects.UnreadableBatch, decoded: DecodedAction, say: Language) -> str:
    return say._("a batch that can't be read → {account}").format(account=_target(decoded, say))


@_brief.register
def _(effect: effects.UnknownCall, decoded: DecodedAction, say: Language) -> str:
    words = say.ngettext("{number} byte → {account}", "{number} bytes → {account}", effect.size)
    return words.format(number=say.number(effect.size), account=_target(decoded, say))


def _argument(argument: Argument, say: Language) -> str:
    """A value of the functions of a Safe, which are accounts and numbers."""
    if argument.type == "address":
        return _short(Address(argument.value), say)
    return in_short(int(argument.value), 0, say)


def _function(decoded: DecodedAction, say: Language) -> str:
    return say.markup.code(cut(function_name(decoded), _FUNCTION_LIMIT))


def _target(decoded: DecodedAction, say: Language) -> str:
    return _short(decoded.action.to, say)


def _short(account: Address, say: Language) -> str:
    return say.markup.short_account(account)
