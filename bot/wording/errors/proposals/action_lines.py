"""What is wrong in a line that should become a call."""

from bot.domain.errors.proposals import action_lines
from bot.wording.actions.administration import administration_words
from bot.wording.errors.base import clause
from bot.wording.language import Language


@clause.register
def _(fault: action_lines.NoVerb, say: Language) -> str:
    return say._(
        "an action begins with transfer, stream, vest, deploy, call or raw (for reputation with grant or slash)"
    )


@clause.register
def _(fault: action_lines.NoExecutorOn, say: Language) -> str:
    return say._("this track has nobody who acts on '{chain}', only on {known}").format(
        chain=say.markup.name(fault.chain, 60),
        known=say.both([say.markup.name(name, 60) for name in fault.known]),
    )


@clause.register
def _(fault: action_lines.TransferForm, say: Language) -> str:
    return say._(
        "a transfer is written: transfer 1.5 {native} to 0x… (or a token's address for {native})"
    ).format(native=say.markup.name(fault.native, 16))


@clause.register
def _(fault: action_lines.UnknownAsset, say: Language) -> str:
    return say._(
        "'{asset}' is neither {native} nor a token's address: symbols of tokens are not unique"
    ).format(asset=say.markup.name(fault.asset, 80), native=say.markup.name(fault.native, 16))


@clause.register
def _(fault: action_lines.CallForm, say: Language) -> str:
    return say._("a call is written: call 0x… set(bytes32 key, uint256 value) 0x12… 5")


@clause.register
def _(fault: action_lines.RawForm, say: Language) -> str:
    return say._("raw calldata is written: raw 0x… 0xcalldata")


@clause.register
def _(fault: action_lines.DeployForm, say: Language) -> str:
    return say._(
        "a new Safe is written: deploy safe owners 0x… 0x… threshold 2 (then recallable, number 2, where it should be)"
    )


@clause.register
def _(fault: action_lines.OwnersDontFit, say: Language) -> str:
    return say._("a Safe has 1 to {most} different owners, and no more of them have to sign").format(
        most=say.number(fault.most)
    )


@clause.register
def _(fault: action_lines.NotAsPublished, say: Language) -> str:
    return say._("at {account} there isn't the contract that Safe has published").format(
        account=say.markup.account(fault.account)
    )


@clause.register
def _(fault: action_lines.NotCalldata, say: Language) -> str:
    return say._("the calldata is not 0x and pairs of hexadecimal digits")


@clause.register
def _(fault: action_lines.WrongNumberOfArguments, say: Language) -> str:
    return say.ngettext(
        "{function} takes {needed} argument, and {given} are given",
        "{function} takes {needed} arguments, and {given} are given",
        fault.needed,
    ).format(function=say.markup.name(fault.function, 200), needed=fault.needed, given=fault.given)


@clause.register
def _(fault: action_lines.NotPayable, say: Language) -> str:
    return say._("{function} takes no {native}").format(
        function=say.markup.name(fault.function, 200), native=say.markup.name(fault.native, 16)
    )


@clause.register
def _(fault: action_lines.BadArgumentAt, say: Language) -> str:
    return say._("argument {place} ({parameter}): {why}").format(
        place=fault.place, parameter=say.markup.name(fault.parameter, 100), why=clause(fault.fault, say)
    )


@clause.register
def _(fault: action_lines.ArgumentsDontFit, say: Language) -> str:
    return say._("the arguments don't fit: {detail}").format(detail=say.markup.name(fault.detail, 200))


@clause.register
def _(fault: action_lines.ValueIn, say: Language) -> str:
    return say._("a value is given in {native}, and not in '{given}'").format(
        native=say.markup.name(fault.native, 16), given=say.markup.name(fault.given, 80)
    )


@clause.register
def _(fault: action_lines.ZeroAmount, say: Language) -> str:
    return say._("the amount is zero")


@clause.register
def _(fault: action_lines.NoDecimals, say: Language) -> str:
    return say._("{token} doesn't tell its decimals as a token does").format(
        token=say.markup.name(fault.token, 80)
    )


@clause.register
def _(fault: action_lines.NoContract, say: Language) -> str:
    return say._("there is no contract at {account} on {chain}").format(
        account=say.markup.name(fault.account, 80), chain=say.markup.name(fault.chain, 80)
    )


@clause.register
def _(fault: action_lines.CommaMissing, say: Language) -> str:
    return say._("a comma is missing in {text}").format(text=say.markup.name(fault.text, 200))


@clause.register
def _(fault: action_lines.NothingAfterComma, say: Language) -> str:
    return say._("nothing follows the last comma in {text}").format(text=say.markup.name(fault.text, 200))


@clause.register
def _(fault: action_lines.QuoteOpen, say: Language) -> str:
    return say._("the quote {quote} is never closed").format(quote=say.markup.name(fault.quote, 80))


@clause.register
def _(fault: action_lines.BracketNotOpened, say: Language) -> str:
    return say._("the bracket {bracket} is not opened").format(bracket=say.markup.name(fault.bracket, 80))


@clause.register
def _(fault: action_lines.BracketMissing, say: Language) -> str:
    return say._("the bracket {bracket} is missing").format(bracket=say.markup.name(fault.bracket, 80))


@clause.register
def _(fault: action_lines.NotAFunction, say: Language) -> str:
    return say._("it is not a function like set(bytes32 key, uint256 value)")


@clause.register
def _(fault: action_lines.JsonUnreadable, say: Language) -> str:
    return say._("its JSON can't be read")


@clause.register
def _(fault: action_lines.SeveralFunctions, say: Language) -> str:
    return say.ngettext(
        "its JSON holds {number} function: give the one to call",
        "its JSON holds {number} functions: give the one to call",
        fault.given,
    ).format(number=fault.given)


@clause.register
def _(fault: action_lines.JsonOfNoFunction, say: Language) -> str:
    return say._("its JSON is not the ABI of a function")


@clause.register
def _(fault: action_lines.InputWithoutType, say: Language) -> str:
    return say._("one of its inputs has no type")


@clause.register
def _(fault: action_lines.InputWithoutName, say: Language) -> str:
    return say._("one of its inputs has a name that is none")


@clause.register
def _(fault: action_lines.TupleWithoutComponents, say: Language) -> str:
    return say._("a tuple in it has no components")


@clause.register
def _(fault: action_lines.ComponentWithoutType, say: Language) -> str:
    return say._("a tuple in it has a component without a type")


@clause.register
def _(fault: action_lines.NotTypeAndName, say: Language) -> str:
    return say._("'{text}' is not a type and a name").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: action_lines.TuplesTooDeep, say: Language) -> str:
    return say._("it has too many tuples in tuples")


@clause.register
def _(fault: action_lines.NotAType, say: Language) -> str:
    return say._("'{text}' is not a type").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: action_lines.BracketsDontMatch, say: Language) -> str:
    return say._("its brackets don't match")


@clause.register
def _(fault: action_lines.NoSuchType, say: Language) -> str:
    return say._("there is no type '{type}'").format(type=say.markup.name(fault.type, 80))


@clause.register
def _(fault: action_lines.TypeNotSupported, say: Language) -> str:
    return say._("the type '{type}' is not supported").format(type=say.markup.name(fault.type, 80))


@clause.register
def _(fault: action_lines.WrongNumberOfItems, say: Language) -> str:
    return say.ngettext(
        "{type} needs {needed} item, and {given} are given",
        "{type} needs {needed} items, and {given} are given",
        fault.needed,
    ).format(type=say.markup.name(fault.type, 80), needed=fault.needed, given=fault.given)


@clause.register
def _(fault: action_lines.WrongNumberOfParts, say: Language) -> str:
    return say.ngettext(
        "{type} needs {needed} part, and {given} are given",
        "{type} needs {needed} parts, and {given} are given",
        fault.needed,
    ).format(type=say.markup.name(fault.type, 80), needed=fault.needed, given=fault.given)


@clause.register
def _(fault: action_lines.NotAListFor, say: Language) -> str:
    return say._("'{text}' is not a list for {type}: write it as {form}").format(
        text=say.markup.name(fault.text, 80),
        type=say.markup.name(fault.type, 80),
        form=say.markup.name("[a, b]"),
    )


@clause.register
def _(fault: action_lines.NotAnInteger, say: Language) -> str:
    return say._("'{text}' is not a whole number").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: action_lines.DoesNotFit, say: Language) -> str:
    return say._("{text} does not fit into {type}").format(
        text=say.markup.name(fault.text, 80), type=say.markup.name(fault.type, 80)
    )


@clause.register
def _(fault: action_lines.NotABool, say: Language) -> str:
    return say._("'{text}' is neither true nor false").format(text=say.markup.name(fault.text, 80))


@clause.register
def _(fault: action_lines.NotHexBytes, say: Language) -> str:
    return say._("'{text}' is not 0x and pairs of hexadecimal digits").format(
        text=say.markup.name(fault.text, 80)
    )


@clause.register
def _(fault: action_lines.WrongNumberOfBytes, say: Language) -> str:
    return say.ngettext(
        "{type} is {needed} byte, and {given} are given",
        "{type} is {needed} bytes, and {given} are given",
        fault.needed,
    ).format(type=say.markup.name(fault.type, 80), needed=fault.needed, given=fault.given)


@clause.register
def _(fault: action_lines.OnTheSafeItself, say: Language) -> str:
    return say._("{function} on the Safe itself is not allowed: {why}").format(
        function=say.markup.name(fault.function, 60), why=administration_words(fault.function, say)
    )
