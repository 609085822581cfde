"""Refusals of reports on what became of a proposal."""

from bot.domain import errors
from bot.domain.proposals.progress import LONGEST_LINK
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.BadLink, say: Language) -> Message:
    return Message(
        say._("{link} is no address on the web.").format(link=say.markup.code(typed(error.typed))),
        kept=nothing_changed(say),
        next=say._("Begin it with https:// and use at most {number} characters, without spaces.").format(
            number=say.number(LONGEST_LINK)
        ),
    )


@message.register
def _(error: errors.TooManyReports, say: Language) -> Message:
    return Message(
        say.ngettext(
            "This proposal has {number} report, and more are not possible.",
            "This proposal has {number} reports, and more are not possible.",
            error.limit,
        ).format(number=say.number(error.limit)),
        kept=nothing_changed(say),
        next=say._("Write in its thread what else there is to say."),
    )


@message.register
def _(error: errors.ReportedJustNow, say: Language) -> Message:
    return Message(
        say._("There was a report of this proposal a short time ago."),
        kept=nothing_changed(say),
        next=say._("Send the next one from {moment} on.").format(moment=say.moment(error.again_at)),
    )
