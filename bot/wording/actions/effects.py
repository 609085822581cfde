"""What an action does, as a sentence: value, recipient and token whole, and what is long cut in its own place."""

from functools import singledispatch

from bot.domain.actions import effects
from bot.domain.actions.actions import Argument, DecodedAction
from bot.domain.actions.effects import Effect
from bot.domain.bridges.bridge import UNKNOWN_CHAIN, alias
from bot.domain.ids import Address
from bot.wording.actions.amounts import coins, contract, tokens
from bot.wording.actions.streams import act_words, balance_words, made_words, paid_words, stopped_words
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, one_line

FUNCTION_LIMIT = 60
_ARGUMENTS = 6
"""Those that stand in the sentence; beneath it, in full, stand all of them."""
_NAME_LIMIT, _VALUE_LIMIT = 30, 70


def deed(decoded: DecodedAction, say: Language) -> str:
    """The action in one line, beginning with what it sends."""
    action, say = decoded.action, say.naming(decoded.names)
    if not action.value or isinstance(decoded.effect, effects.CoinsAlone):
        return _deed(decoded.effect, decoded, say)
    return say._("send {coins} to {account}, and with them: {deed}").format(
        coins=coins(action.value, decoded.native, say),
        account=say.markup.account(action.to),
        deed=_deed(decoded.effect, decoded, say),
    )


@singledispatch
def _deed(effect: Effect, decoded: DecodedAction, say: Language) -> str:
    raise TypeError(f"no words for {type(effect).__name__}")


@_deed.register
def _(effect: effects.CoinsAlone, decoded: DecodedAction, say: Language) -> str:
    account = say.markup.account(decoded.action.to)
    if not decoded.action.value:
        return say._("call {account} with nothing").format(account=account)
    return say._("send {coins} to {account}").format(
        coins=coins(decoded.action.value, decoded.native, say), account=account
    )


@_deed.register
def _(effect: effects.TokenTransfer, decoded: DecodedAction, say: Language) -> str:
    return say._("send {amount} to {account}").format(
        amount=tokens(effect.token, effect.amount, say, maybe_nft=False),
        account=say.markup.account(effect.to),
    )


@_deed.register
def _(effect: effects.TokenTransferFrom, decoded: DecodedAction, say: Language) -> str:
    return say._("move {amount} to {account}, from {owner}").format(
        amount=tokens(effect.token, effect.amount, say),
        account=say.markup.account(effect.to),
        owner=say.markup.account(effect.owner),
    )


@_deed.register
def _(effect: effects.NftTransfer, decoded: DecodedAction, say: Language) -> str:
    return say._("move NFT number {number} of {token} to {account}, from {owner}").format(
        number=say.number(effect.number),
        token=contract(effect.token, say),
        account=say.markup.account(effect.to),
        owner=say.markup.account(effect.owner),
    )


@_deed.register
def _(effect: effects.MultiTokenTransfer, decoded: DecodedAction, say: Language) -> str:
    return say._("move {amount} of number {number} of {token} to {account}, from {owner}").format(
        amount=say.number(effect.amount),
        number=say.number(effect.number),
        token=contract(effect.token, say),
        account=say.markup.account(effect.to),
        owner=say.markup.account(effect.owner),
    )


@_deed.register
def _(effect: effects.MultiTokenBatch, decoded: DecodedAction, say: Language) -> str:
    words = say.ngettext(
        "make {number} transfer of {token} to {account}, from {owner}:",
        "make {number} transfers of {token} to {account}, from {owner}:",
        len(decoded.inner),
    )
    return words.format(
        number=len(decoded.inner),
        token=contract(effect.token, say),
        account=say.markup.account(effect.to),
        owner=say.markup.account(effect.owner),
    )


@_deed.register
def _(effect: effects.Allowance, decoded: DecodedAction, say: Language) -> str:
    spender = say.markup.account(effect.spender)
    if effect.takes_back:
        return say._("take back what {spender} may spend of {token}").format(
            spender=spender, token=contract(effect.token, say)
        )
    return say._("let {spender} spend {amount}").format(
        spender=spender, amount=tokens(effect.token, effect.amount, say)
    )


@_deed.register
def _(effect: effects.AllowanceRaise, decoded: DecodedAction, say: Language) -> str:
    return say._("let {spender} spend more than now, by {amount}").format(
        spender=say.markup.account(effect.spender), amount=tokens(effect.token, effect.amount, say)
    )


@_deed.register
def _(effect: effects.AllowanceCut, decoded: DecodedAction, say: Language) -> str:
    return say._("let {spender} spend less than now, by {amount}").format(
        spender=say.markup.account(effect.spender), amount=tokens(effect.token, effect.amount, say)
    )


@_deed.register
def _(effect: effects.Permit, decoded: DecodedAction, say: Language) -> str:
    spender, owner = say.markup.account(effect.spender), say.markup.account(effect.owner)
    if not effect.amount:
        return say._("take back what {spender} may spend of {token} that {owner} has").format(
            spender=spender, token=contract(effect.token, say), owner=owner
        )
    return say._("let {spender} spend {amount} that {owner} has").format(
        spender=spender, amount=tokens(effect.token, effect.amount, say), owner=owner
    )


@_deed.register
def _(effect: effects.OperatorApproval, decoded: DecodedAction, say: Language) -> str:
    words = (
        say._("let {operator} move all that there is of {token}")
        if effect.approved
        else say._("no longer let {operator} move what there is of {token}")
    )
    return words.format(operator=say.markup.account(effect.operator), token=contract(effect.token, say))


@_deed.register(effects.SafeAdministration)
@_deed.register(effects.ContractCall)
def _(effect: Effect, decoded: DecodedAction, say: Language) -> str:
    account = say.markup.account(decoded.action.to)
    function = say.markup.code(cut(function_name(decoded), FUNCTION_LIMIT))
    if not decoded.arguments:
        return say._("call {function} on {account}").format(function=function, account=account)
    shown = [
        _argument(place, each, say) for place, each in enumerate(decoded.arguments[:_ARGUMENTS], start=1)
    ]
    if more := len(decoded.arguments) - len(shown):
        shown.append(say.pgettext("value", "… and {number} more").format(number=say.number(more)))
    return say._("call {function} on {account}: {arguments}").format(
        function=function, account=account, arguments=", ".join(shown)
    )


@_deed.register
def _(effect: effects.VotesCast, decoded: DecodedAction, say: Language) -> str:
    words = say._("vote {side} on proposal {id} of the Governor {account}").format(
        side=say.markup.strong(side_words(effect, say)),
        id=say.markup.code(str(effect.proposal)),
        account=say.markup.account(decoded.action.to),
    )
    if not effect.reason:
        return words
    return say._("{vote}, saying {reason}").format(
        vote=words, reason=say.markup.code(cut(one_line(effect.reason), _VALUE_LIMIT))
    )


def side_words(effect: effects.VotesCast, say: Language) -> str:
    """For which side votes are cast, or how many for each."""
    if effect.parts is not None:
        against, favour, abstain = map(say.number, effect.parts)
        return say.pgettext(
            "votes on a Governor",
            "in parts (base units: for {favour}, against {against}, abstaining {abstain})",
        ).format(favour=favour, against=against, abstain=abstain)
    sides = ("Against", "For", "Abstain")
    if effect.support < len(sides):
        return say.choice(sides[effect.support])
    return say.pgettext("votes on a Governor", "side {number}").format(number=effect.support)


@_deed.register
def _(effect: effects.StreamMade, decoded: DecodedAction, say: Language) -> str:
    return made_words(effect, decoded, say)


@_deed.register
def _(effect: effects.PayStarted, decoded: DecodedAction, say: Language) -> str:
    return paid_words(effect, decoded, say)


@_deed.register
def _(effect: effects.PayStopped, decoded: DecodedAction, say: Language) -> str:
    return stopped_words(effect, say)


@_deed.register
def _(effect: effects.PayBalance, decoded: DecodedAction, say: Language) -> str:
    return balance_words(effect, decoded, say)


@_deed.register
def _(effect: effects.StreamAct, decoded: DecodedAction, say: Language) -> str:
    return act_words(effect, decoded, say)


@_deed.register
def _(effect: effects.Batch, decoded: DecodedAction, say: Language) -> str:
    words = say.ngettext(
        "make {number} call in a batch, through {account}:",
        "make {number} calls in a batch, through {account}:",
        len(decoded.inner),
    )
    return words.format(number=len(decoded.inner), account=say.markup.account(decoded.action.to))


@_deed.register
def _(effect: effects.SafeExecution, decoded: DecodedAction, say: Language) -> str:
    account = say.markup.account(decoded.action.to)
    return say._("let the Safe {account} make a call:").format(account=account)


@_deed.register
def _(effect: effects.NewSafe, decoded: DecodedAction, say: Language) -> str:
    owners = [say.markup.account(each) for each in effect.owners[:_ARGUMENTS]]
    if (more := len(effect.owners) - len(owners)) > 0:
        owners.append(say.and_more(more))
    words = say._("deploy the Safe {safe}, for which {threshold} of these owners sign: {owners}").format(
        safe=say.markup.account(effect.address),
        threshold=say.number(effect.threshold),
        owners=", ".join(owners),
    )
    if effect.module is None:
        return words
    return say._("{deployed}; {module} moves what it holds **without its owners**").format(
        deployed=words, module=say.markup.account(effect.module)
    )


@_deed.register
def _(effect: effects.RelayedCalls, decoded: DecodedAction, say: Language) -> str:
    number = len(decoded.inner)
    match effect.step:
        case "proposed":
            words = say.ngettext(
                "propose {number} call on chain, on which {account} has a vote:",
                "propose {number} calls on chain, on which {account} has a vote:",
                number,
            )
        case "queued":
            words = say.ngettext(
                "have {account} make {number} call after its delay:",
                "have {account} make {number} calls after its delay:",
                number,
            )
        case "own":
            words = say.ngettext(
                "call {account}, {number} time at once:", "call {account}, {number} times at once:", number
            )
        case "made":
            words = say.ngettext(
                "have {account} make {number} call now:", "have {account} make {number} calls now:", number
            )
    return words.format(number=number, account=say.markup.account(decoded.action.to))


@_deed.register
def _(effect: effects.BridgedCall, decoded: DecodedAction, say: Language) -> str:
    bridge, sender = say.markup.account(decoded.action.to), effect.sender
    if effect.chain == UNKNOWN_CHAIN:
        return say._("over what looks like a bridge, {bridge}, have a call made on an unknown chain:").format(
            bridge=bridge
        )
    named = {"bridge": bridge, "chain": say.markup.chain_name(effect.chain)}
    if sender is None:
        words = (
            say._(
                "over the bridge {bridge}, have a call made on {chain}, which comes there from its messenger:"
            )
            if effect.named
            else say._(
                "over the bridge {bridge}, have a call made on {chain}, which comes there from the alias of who sends "
                "it:"
            )
        )
        return words.format(**named)
    if effect.named:
        return say._(
            "over the bridge {bridge}, have a call made on {chain}, which comes there from its messenger, in the name "
            "of {account}:"
        ).format(**named, account=say.markup.account(sender))
    return say._(
        "over the bridge {bridge}, have a call made on {chain}, which comes there from {alias}, the alias that "
        "{account} has there:"
    ).format(**named, alias=say.markup.account(alias(sender)), account=say.markup.account(sender))


@_deed.register
def _(effect: effects.UnreadableBatch, decoded: DecodedAction, say: Language) -> str:
    account = say.markup.account(decoded.action.to)
    return say._("call {account} with a batch that can't be read").format(account=account)


@_deed.register
def _(effect: effects.UnknownCall, decoded: DecodedAction, say: Language) -> str:
    words = say.ngettext(
        "call {account} with {number} byte of calldata ({selector})",
        "call {account} with {number} bytes of calldata ({selector})",
        effect.size,
    )
    return words.format(
        account=say.markup.account(decoded.action.to),
        number=say.number(effect.size),
        selector=say.markup.code(effect.selector),
    )


def function_name(decoded: DecodedAction) -> str:
    """The name of the called function, without its parameters."""
    return decoded.function.partition("(")[0]


def argument_name(place: int, argument: Argument, say: Language) -> str:
    """How the proposer's ABI calls it, or where it stands."""
    if argument.name:
        return say.markup.name(argument.name, _NAME_LIMIT)
    return say.pgettext("value", "argument {place}").format(place=place)


def _argument(place: int, argument: Argument, say: Language) -> str:
    if argument.type == "address":
        value = say.markup.account(Address(argument.value))
    else:
        value = say.markup.code(cut(one_line(argument.value), _VALUE_LIMIT))
    return f"{argument_name(place, argument, say)} = {value}"
