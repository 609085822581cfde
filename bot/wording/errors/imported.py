"""What can't be imported, and why."""

from bot.domain import errors
from bot.domain.errors import imported
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.ImportUnreadable, say: Language) -> Message:
    return Message(
        say._("The file can't be imported. {field}: {fault}.").format(
            field=say.markup.name(error.field, 100), fault=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=say._("It should be what Snapshot's hub answers: its proposals and votes, as JSON."),
    )


@message.register
def _(error: errors.HistoryUnreadable, say: Language) -> Message:
    place = say.markup.name(" · ".join(filter(None, (error.part, error.field))), 200)
    return Message(
        say._("The history can't be imported. {place}: {fault}.").format(
            place=place, fault=clause(error.fault, say)
        ),
        kept=nothing_changed(say),
        next=say._("It should be what `folkmoot export history` wrote, unchanged and whole."),
    )


@message.register
def _(error: errors.OwnHistory, say: Language) -> Message:
    return Message(
        say._("These votes are this server's own, and are here already."),
        kept=nothing_changed(say),
        next=say._("A history goes into another server."),
    )


@message.register
def _(error: errors.VoteTooLarge, say: Language) -> Message:
    return Message(
        say._("With the record of proposal {number}, the history is larger than {limit} bytes allow.").format(
            number=error.number, limit=say.number(error.limit)
        ),
        kept=nothing_changed(say),
        next=say._("The whole server can go to another operator: `folkmoot export --hand-over`."),
    )


@message.register
def _(error: errors.TooManyVotes, say: Language) -> Message:
    return Message(
        say._("The space has more than {limit} closed votes, which is more than a history holds.").format(
            limit=say.number(error.limit)
        ),
        kept=nothing_changed(say),
        next=say._("The whole server can go to another operator: `folkmoot export --hand-over`."),
    )


@message.register
def _(error: errors.ImportedUnknown, say: Language) -> Message:
    return Message(
        say._("This space has no such imported vote."),
        kept=nothing_changed(say),
        next=say._("`/proposal imported` without an option lists them; choose one of the suggestions."),
    )


@clause.register
def _(fault: imported.NotAHistory, say: Language) -> str:
    return say._("isn't what this program writes")


@clause.register
def _(fault: imported.HistoryCut, say: Language) -> str:
    return say._("ends too early")


@clause.register
def _(fault: imported.WrongPart, say: Language) -> str:
    return say._("{found} stands in its place").format(found=say.markup.name(fault.found, 60))


@clause.register
def _(fault: imported.FateOfDefeated, say: Language) -> str:
    return say._("proposal {number} didn't pass, so that nothing became of it").format(number=fault.number)
