"""Refusals while a server is handed over, and afterwards."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: errors.HandedOver, say: Language) -> Message:
    bot = say.markup.member(error.successor)
    if not error.final:
        return Message(
            say._("This server is being handed over to {bot}: I store nothing new in it.").format(bot=bot),
            kept=say._("What was stored until now goes along, ballots too."),
            next=say._(
                "Do it there when it has taken over. Moderators may take it back with `/handover cancel`."
            ),
        )
    return Message(
        say._("This server is run by {bot} now, not by me any more.").format(bot=bot),
        kept=say._("What was stored until then went along, ballots too. Nothing was changed here."),
        next=say._("Do it there: use the newest card, or the commands of {bot}.").format(bot=bot),
    )


@message.register
def _(error: errors.HandoverBegun, say: Language) -> Message:
    return Message(
        say._("This server is being handed over already."),
        kept=nothing_changed(say),
        next=say._("`/handover show` says to whom; `/handover cancel` takes it back."),
    )


@message.register
def _(error: errors.VoteBoundToBot, say: Language) -> Message:
    return Message(
        say._(
            "Discord signs the ballots on proposal #{proposal} for this bot, and all of a vote must be signed for the "
            "same."
        ).format(proposal=error.proposal),
        kept=nothing_changed(say),
        next=say._("Hand the server over when that vote is over."),
    )


@message.register
def _(error: errors.VetoPossible, say: Language) -> Message:
    return Message(
        say._("Proposal #{proposal} has passed and waits, so that it can still be vetoed.").format(
            proposal=error.proposal
        ),
        kept=nothing_changed(say),
        next=say._("Hand the server over when that time is over: nobody could veto meanwhile."),
    )


@message.register
def _(error: errors.FingerprintOwn, say: Language) -> Message:
    return Message(
        say._("That is the fingerprint of the operator who runs this server now."),
        kept=nothing_changed(say),
        next=say._("Ask the other operator for theirs: `folkmoot fingerprint` prints it."),
    )


@message.register
def _(error: errors.NoOtherBot, say: Language) -> Message:
    return Message(
        say._("`bot` names who runs this server from now on: that is no other bot."),
        kept=nothing_changed(say),
        next=say._("Invite the other operator's bot into this server, and name it."),
    )


@message.register
def _(error: errors.NotHandedOver, say: Language) -> Message:
    return Message(
        say._("This server is not being handed over."),
        kept=nothing_changed(say),
        next=say._("`/handover show` says how it stands."),
    )


@message.register
def _(error: errors.HandoverFinal, say: Language) -> Message:
    return Message(
        say._("The server has been exported: it can't be taken back here."),
        kept=nothing_changed(say),
        next=say._(
            "It runs where the operator with the fingerprint {fingerprint} imports it. They can hand it back the "
            "same way."
        ).format(fingerprint=say.markup.code(typed(error.fingerprint))),
    )
