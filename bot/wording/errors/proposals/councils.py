"""Refusals of the line by which those who are elected become owners of a Safe."""

from bot.domain.councils.lines import line_of
from bot.domain.councils.seats import OwnerSeats
from bot.domain.errors.proposals import councils
from bot.domain.ids import Address
from bot.wording.errors.base import clause, typed
from bot.wording.language import Language

_EXAMPLE = OwnerSeats(2, (Address("0x…"), Address("0x…")))


@clause.register
def _(fault: councils.SeatsForm, say: Language) -> str:
    return say._("it is written: {line}").format(line=say.markup.code(line_of(_EXAMPLE)))


@clause.register
def _(fault: councils.SeatsTwice, say: Language) -> str:
    return say._("another line gives the seats already")


@clause.register
def _(fault: councils.SeatsNotAllowed, say: Language) -> str:
    return say._(
        "a vote on this track can't change who owns the Safe: its policy would have to say `elects.owners = true`, and "
        "name a Safe as its executor"
    )


@clause.register
def _(fault: councils.SeatsAlone, say: Language) -> str:
    return say._(
        "the Safe has nothing else to do by the same proposal: propose the other actions by themselves"
    )


@clause.register
def _(fault: councils.NotAnOwner, say: Language) -> str:
    return say._("{account} is no owner of the Safe").format(account=say.markup.code(typed(fault.account)))


@clause.register
def _(fault: councils.ThresholdTooHigh, say: Language) -> str:
    return say._(
        "{threshold} signatures are more than there can be owners: {most}, if every seat is taken"
    ).format(threshold=say.number(fault.threshold), most=say.number(fault.most))
