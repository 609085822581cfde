"""Settings of the process that are missing or wrong, each in a line for who runs it."""

from bot.domain.errors.operators import configuration
from bot.wording.errors.base import clause, typed
from bot.wording.language import Language

_LONGEST = 100


@clause.register
def _(fault: configuration.SettingMissing, say: Language) -> str:
    return say._("{setting} is missing: set it in the environment or in .env (see .env.example)").format(
        setting=say.markup.name(fault.name, _LONGEST)
    )


@clause.register
def _(fault: configuration.TokenRefused, say: Language) -> str:
    return say._(
        "Discord refuses {setting}: copy the token again from the developer portal (Bot, Reset Token)"
    ).format(setting=say.markup.name(fault.name, _LONGEST))


@clause.register
def _(fault: configuration.SettingNotJson, say: Language) -> str:
    if not fault.name:
        return say._("a setting is not valid JSON; see .env.example")
    return say._("{setting} is not valid JSON; see .env.example").format(
        setting=say.markup.name(fault.name, _LONGEST)
    )


@clause.register
def _(fault: configuration.SettingRefused, say: Language) -> str:
    return f"{say.markup.name(fault.name, _LONGEST)}: {clause(fault.fault, say)}"


@clause.register
def _(fault: configuration.EmptyText, say: Language) -> str:
    return say._("is empty")


@clause.register
def _(fault: configuration.NotAWebAddress, say: Language) -> str:
    return say._("is not a web address such as https://etherscan.io")


@clause.register
def _(fault: configuration.NotAPageTemplate, say: Language) -> str:
    *others, last = map(typed, fault.places)
    return say._(
        "is not the web address of a page that names, in braces, {last}, and {others} where that is needed"
    ).format(last=last, others=say.both(others))


@clause.register
def _(fault: configuration.NotAHexAddress, say: Language) -> str:
    return say._("is not an address")


@clause.register
def _(fault: configuration.NotAKey, say: Language) -> str:
    return say._("is not 0x and 64 hexadecimal digits")


@clause.register
def _(fault: configuration.ChainNamedTwice, say: Language) -> str:
    return say._("names a chain id twice")


@clause.register
def _(fault: configuration.NotAnOrigin, say: Language) -> str:
    return say._("is not an address such as https://vote.example.org, without a path")


@clause.register
def _(fault: configuration.OpenHttp, say: Language) -> str:
    return say._("begins with https:// wherever others than this machine reach it")


@clause.register
def _(fault: configuration.UsualPort, say: Language) -> str:
    return say._("needs no :{port}, which browsers leave out").format(port=fault.port)


@clause.register
def _(fault: configuration.NeedsSetting, say: Language) -> str:
    return say._("needs {setting}, with which members log in").format(
        setting=say.markup.name(fault.name, _LONGEST)
    )


@clause.register
def _(fault: configuration.NotHostAndPort, say: Language) -> str:
    return say._("is not host:port, such as 127.0.0.1:8080")


@clause.register
def _(fault: configuration.ListenRefused, say: Language) -> str:
    return f"{say.markup.name(fault.listen, _LONGEST)}: {say.markup.name(fault.why, 200)}"


@clause.register
def _(fault: configuration.NotANetwork, say: Language) -> str:
    return say._("is not a list of networks such as 127.0.0.0/8,::1/128")
