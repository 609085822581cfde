"""Refusals of the choices that an author names."""

from bot.domain import errors
from bot.domain.ballot_formats.authors_choices import LEAST, LONGEST, MOST
from bot.domain.errors.proposals import choices
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.BadChoices, say: Language) -> Message:
    return Message(
        say._("These choices can't stand on a ballot: {why}.").format(why=clause(error.fault, say)),
        kept=nothing_changed(say),
        next=say._(
            "Write one choice a line: {least} to {most} different ones, each of at most {longest} characters. "
            "`/proposal edit` opens the form of a draft."
        ).format(least=LEAST, most=MOST, longest=LONGEST),
    )


@clause.register
def _(fault: choices.NoneNamed, say: Language) -> str:
    return say._("none are named yet, and the track leaves them to the author")


@clause.register
def _(fault: choices.NoCandidates, say: Language) -> str:
    return say._(
        "this track elects members, and it isn't said who the candidates are: write `Iris <@1234>`, one a line"
    )


@clause.register
def _(fault: choices.NotACandidate, say: Language) -> str:
    return say._(
        "“{line}” isn't a candidate: write a name and then a mention or an id, such as `Iris <@1234>`"
    ).format(line=say.markup.name(fault.line, 80))


@clause.register
def _(fault: choices.CandidateTwice, say: Language) -> str:
    return say._("“{name}” and “{other}” are the same member").format(
        name=say.markup.name(fault.name, 80), other=say.markup.name(fault.other, 80)
    )


@clause.register
def _(fault: choices.WrongNumberOfChoices, say: Language) -> str:
    return say.ngettext(
        "there is {number}, and {least} to {most} are needed",
        "there are {number}, and {least} to {most} are needed",
        fault.given,
    ).format(number=fault.given, least=fault.least, most=fault.most)


@clause.register
def _(fault: choices.ChoiceTooLong, say: Language) -> str:
    return say._("“{name}…” has {length} characters, and {limit} fit onto a button").format(
        name=say.markup.name(fault.name, LONGEST), length=fault.length, limit=fault.limit
    )


@clause.register
def _(fault: choices.LikeANumber, say: Language) -> str:
    return say._("“{name}” reads like the number of a choice").format(name=say.markup.name(fault.name, 80))


@clause.register
def _(fault: choices.ShowsNothing, say: Language) -> str:
    return say._("one of them shows nothing at all")


@clause.register
def _(fault: choices.LooksAlike, say: Language) -> str:
    return say._("“{name}” looks like “{other}”").format(
        name=say.markup.name(fault.name, 80), other=say.markup.name(fault.other, 80)
    )
