"""Refusals of dry runs."""

from bot.domain.errors.governance import dry_run
from bot.wording.errors.base import Message, clause, message, nothing_changed, typed
from bot.wording.language import Language


@message.register
def _(error: dry_run.PretendVotesUnclear, say: Language) -> Message:
    return Message(
        say._("{text} doesn't say who votes how.").format(text=say.markup.code(typed(error.text))),
        kept=nothing_changed(say),
        next=say._(
            "Write what each group of pretend voters votes and what share of all power it holds together, with how "
            "many they are: `For 30% x20, Against 10%`."
        ),
    )


@message.register
def _(error: dry_run.PretendVotesOutOfBounds, say: Language) -> Message:
    return Message(
        say._("Pretend voters can't hold more than all power, and there can't be so many or none of them."),
        kept=nothing_changed(say),
        next=say._("Name at most 100 % and {most} voters in all.").format(most=error.most),
    )


@message.register
def _(error: dry_run.DryRunUnfit, say: Language) -> Message:
    return Message(
        say._("A vote on {track} can't be played through: {why}.").format(
            track=say.markup.code(typed(error.track)), why=clause(error.why, say)
        ),
        kept=nothing_changed(say),
        next=say._("`/gov policy show` says what its rules are; choose another track."),
    )


@message.register
def _(error: dry_run.DryRunUnderWay, say: Language) -> Message:
    return Message(
        say._("Another moderator looks at a dry run of this server."),
        kept=nothing_changed(say),
        next=say._("Try again when they have ended it, or in half an hour."),
    )


@message.register
def _(error: dry_run.DryRunOver, say: Language) -> Message:
    return Message(
        say._("That dry run is over."),
        kept=nothing_changed(say),
        next=say._("Begin another one with `/dryrun`."),
    )


@clause.register
def _(fault: dry_run.MembersStake, say: Language) -> str:
    return say._("its votes have no end, and members stake instead of voting")


@clause.register
def _(fault: dry_run.MembersAreElected, say: Language) -> str:
    return say._("its choices are members, and nobody stands")


@clause.register
def _(fault: dry_run.NothingOnChain, say: Language) -> str:
    return say._("its power is read on no chain, so that nobody can pretend to have some")
