"""What can't be imported, and why."""

from bot.domain import errors
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
