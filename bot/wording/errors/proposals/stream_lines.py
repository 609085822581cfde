"""What is wrong in a line about a stream or a vesting."""

from bot.domain.errors.proposals import stream_lines
from bot.wording.errors.base import clause
from bot.wording.language import Language


@clause.register
def _(fault: stream_lines.StreamForm, say: Language) -> str:
    if fault.verb == "vest":
        return say._("a vesting is written: vest 48000 RIVER to 0x… over 4 years cliff 1 year")
    return say._("a stream is written: stream 12000 USDC to 0x… over 12 months")


@clause.register
def _(fault: stream_lines.CancelForm, say: Language) -> str:
    return say._(
        "a stream is cancelled by its number: cancel stream 7; or as it was agreed: cancel stream 12000 USDC to 0x… "
        "over 12 months"
    )


@clause.register
def _(fault: stream_lines.WithdrawForm, say: Language) -> str:
    return say._(
        "write: withdraw stream 7; or, of what was put aside: withdraw 500 USDC from llamapay, withdraw all USDC from "
        "llamapay"
    )


@clause.register
def _(fault: stream_lines.NotALength, say: Language) -> str:
    return say._("'{text}' is no time such as 12 months or 90 days, of {most} years at most").format(
        text=say.markup.name(fault.text, 40), most=say.number(fault.most)
    )


@clause.register
def _(fault: stream_lines.CliffTooLong, say: Language) -> str:
    return say._("the cliff has to be shorter than the whole")


@clause.register
def _(fault: stream_lines.NotADay, say: Language) -> str:
    return say._("'{text}' is no day such as 2027-01-31").format(text=say.markup.name(fault.text, 40))


@clause.register
def _(fault: stream_lines.OnlyTokensStream, say: Language) -> str:
    return say._("only tokens can be streamed, not {native} itself").format(
        native=say.markup.name(fault.native, 16)
    )


@clause.register
def _(fault: stream_lines.NoStreamContract, say: Language) -> str:
    if fault.by:
        return say._(
            "the bot's operator has named no contract '{name}' here that does this with this token"
        ).format(name=say.markup.name(fault.by, 60))
    return say._("the bot's operator has named no contract here that does this with this token")


@clause.register
def _(fault: stream_lines.SeveralStreamContracts, say: Language) -> str:
    return say._(
        "there are several contracts with numbered streams: write by and the address of one, {contracts}"
    ).format(contracts=say.either([say.markup.name(each, 42) for each in fault.contracts]))


@clause.register
def _(fault: stream_lines.NotByTheSecond, say: Language) -> str:
    return say._("LlamaPay has no '{word}'").format(word=say.markup.name(fault.word, 40))


@clause.register
def _(fault: stream_lines.RateOfNothing, say: Language) -> str:
    return say._("that is so little for so long that nothing would be paid in a second")
