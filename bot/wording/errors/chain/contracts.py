"""Refusals of contracts on chain."""

from bot.domain import errors
from bot.domain.errors.chain import contracts
from bot.domain.power import SOURCES, OfContract
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.UnknownChain, say: Language) -> Message:
    if error.known:
        choose = say._("Choose one of those that are configured: {chains}.").format(
            chains=", ".join(say.markup.code(name) for name in error.known)
        )
    else:
        choose = say._("None is configured: the bot's operator adds them to FOLKMOOT_CHAINS.")
    return Message(
        say._("There is no chain {name} here.").format(name=say.markup.code(typed(error.name))),
        kept=nothing_changed(say),
        next=choose,
    )


@message.register
def _(error: errors.NoCode, say: Language) -> Message:
    return Message(
        say._("There is no contract at {address} on chain {chain}.").format(
            address=say.markup.account(error.address), chain=error.chain
        ),
        kept=nothing_changed(say),
        next=say._(
            "Check the address and the chain in a block explorer: a contract has a “Contract” tab there."
        ),
    )


@message.register
def _(error: errors.WrongContract, say: Language) -> Message:
    return Message(
        say._("The contract {address} does not answer as {expected} does: {why}").format(
            address=say.markup.account(error.address),
            expected=say.markup.name(error.expected, 100),
            why=clause(error.fault, say),
        ),
        kept=nothing_changed(say),
        next=say._("Check the address and the kind. Power comes from contracts as {kinds}.").format(
            kinds=", ".join(
                say.markup.code(kind) for kind, source in SOURCES.items() if issubclass(source, OfContract)
            )
        ),
    )


@clause.register
def _(fault: contracts.AnswersOtherwise, say: Language) -> str:
    # What a contract gave instead is told in the technical words of whoever read it.
    return ": ".join(say.markup.name(part, 200) for part in (fault.function, fault.detail) if part)


@clause.register
def _(fault: contracts.SeveralWords, say: Language) -> str:
    return say._(
        "{function} answers with {words} words: write behind it which of them counts, from 0, such as `[1]`"
    ).format(function=say.markup.code(typed(fault.function, 200)), words=fault.words)


@clause.register
def _(fault: contracts.AbsurdDecimals, say: Language) -> str:
    if fault.given >= 10**6:
        return say._("it claims absurdly many decimals")
    return say._("it claims {number} decimals").format(number=fault.given)


@clause.register
def _(fault: contracts.MoreThanThereIs, say: Language) -> str:
    return say._("what it gives is more than there can be: it is no number of votes")


@clause.register
def _(fault: contracts.DelegationPassedOver, say: Language) -> str:
    return say._(
        "its holders delegate their votes ({function}), and here what they hold counts: `erc20_votes` counts what "
        "is delegated"
    ).format(function=say.markup.name(fault.function, 60))


@clause.register
def _(fault: contracts.NothingInAll, say: Language) -> str:
    return say._("its total is zero: nobody has any power from it")


@clause.register
def _(fault: contracts.NotOfItsInterface, say: Language) -> str:
    return say._("it says that it isn't an {interface} (ERC-165)").format(
        interface=say.markup.name(fault.interface, 80)
    )


@clause.register
def _(fault: contracts.ClockUnreadable, say: Language) -> str:
    return say._("its `CLOCK_MODE` can't be read")


@clause.register
def _(fault: contracts.ClockUnknown, say: Language) -> str:
    return say._("its clock runs by '{mode}'").format(mode=say.markup.name(fault.mode, 40))


@clause.register
def _(fault: contracts.NeedsDecimals, say: Language) -> str:
    return say._("it has no decimals(): say how many there are, such as `decimals 18`")


@clause.register
def _(fault: contracts.BadThreshold, say: Language) -> str:
    return say._("its threshold is not between one and all of its owners")


@clause.register
def _(fault: contracts.NoVersion, say: Language) -> str:
    return say._("VERSION(): it names no version, as every Safe does")


@clause.register
def _(fault: contracts.UnknownVersion, say: Language) -> str:
    return say._("its version is {version}, and 1.3 to 1.5 are known").format(
        version=say.markup.name(fault.version, 20)
    )


@clause.register
def _(fault: contracts.OtherEas, say: Language) -> str:
    return say._("it is the Indexer of the EAS {found}, which isn't the one that you name").format(
        found=say.markup.code(typed(fault.found))
    )


@clause.register
def _(fault: contracts.NoSuchSchema, say: Language) -> str:
    return say._("it knows no schema {schema}: look the schema's UID up on easscan.org").format(
        schema=say.markup.code(typed(fault.uid))
    )


@clause.register
def _(fault: contracts.NotASafe, say: Language) -> str:
    return say._("it doesn't answer as a Safe does")


@clause.register
def _(fault: contracts.ForeignCode, say: Language) -> str:
    return say._("its code is not Safe's")


@clause.register
def _(fault: contracts.NotAGovernor, say: Language) -> str:
    return say._("it doesn't answer as a Governor with its timelock does")


@clause.register
def _(fault: contracts.OtherIds, say: Language) -> str:
    return say._("it numbers its proposals in a way that isn't known here, so that none could be recognised")


@clause.register
def _(fault: contracts.DeafTimelock, say: Language) -> str:
    return say._("it takes no calls from the Governor {governor}, which names it as its timelock").format(
        governor=say.markup.code(typed(fault.governor))
    )


@clause.register
def _(fault: contracts.OtherTimelock, say: Language) -> str:
    found, named = (say.markup.code(typed(each)) for each in (fault.found or "0x", fault.named or "0x"))
    return say._("its timelock is {found}, and {named} in the policy").format(found=found, named=named)


@clause.register
def _(fault: contracts.NotABaal, say: Language) -> str:
    return say._("it doesn't answer as a Baal with its Safe does")


@clause.register
def _(fault: contracts.NotAMoloch, say: Language) -> str:
    return say._("it doesn't answer as a Moloch DAO of the second version does")


@clause.register
def _(fault: contracts.DeafSafe, say: Language) -> str:
    return say._("it takes no calls from the Baal {baal}, which names it as its Safe").format(
        baal=say.markup.code(typed(fault.baal))
    )


@clause.register
def _(fault: contracts.OtherSafe, say: Language) -> str:
    return say._("its Safe is {found}, and {named} in the policy").format(
        found=say.markup.code(typed(fault.found)), named=say.markup.code(typed(fault.named))
    )


@clause.register
def _(fault: contracts.OtherBatchContract, say: Language) -> str:
    return say._("it isn't Safe's own contract for making several calls at once")
