"""What is wrong with a view function as a policy names it."""

from bot.domain.errors.chain import views
from bot.wording.errors.base import clause, typed
from bot.wording.language import Language


@clause.register
def _(fault: views.ViewUnreadable, say: Language) -> str:
    return say._(
        "a function is written with what it is asked, such as `stakedOf($)`, `getPowerCurrent($, uint8 0)` or "
        "`members($)[1]`"
    )


@clause.register
def _(fault: views.WalletNotOnce, say: Language) -> str:
    return say._("`$` stands for the wallet, and has to be there once")


@clause.register
def _(fault: views.WalletInTotal, say: Language) -> str:
    return say._("what there is in all is asked without a wallet, such as `totalStaked()`")


@clause.register
def _(fault: views.UnknownArgumentType, say: Language) -> str:
    return say._(
        "{type} can't be given: the types are `address`, `bool`, `uint8` to `uint256`, `int8` to `int256`, `bytes1` to "
        "`bytes32`"
    ).format(type=say.markup.code(typed(fault.type, 20)))


@clause.register
def _(fault: views.ArgumentWithoutValue, say: Language) -> str:
    return say._("{type} needs its value after it, such as `uint8 0`").format(
        type=say.markup.code(typed(fault.type, 20))
    )


@clause.register
def _(fault: views.NotOfItsType, say: Language) -> str:
    return say._("{value} is no {type}").format(
        value=say.markup.code(typed(fault.value, 70)), type=say.markup.code(typed(fault.type, 20))
    )


@clause.register
def _(fault: views.TooManyArguments, say: Language) -> str:
    return say._("a function is asked at most {most} things").format(most=fault.most)


@clause.register
def _(fault: views.WordTooFar, say: Language) -> str:
    return say._("of an answer the words 0 to {last} are read").format(last=fault.last)


@clause.register
def _(fault: views.OneHopOnly, say: Language) -> str:
    return say._("one function may stand within another, and none within that one")
