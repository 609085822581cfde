"""Refusals of milestones: of their lines, and of reports."""

from bot.domain import errors
from bot.domain.errors.proposals import milestones
from bot.domain.milestones.lines import EXAMPLE
from bot.domain.milestones.standing import MilestoneState
from bot.wording.errors.base import Message, clause, message, nothing_changed
from bot.wording.language import Language


@message.register
def _(error: errors.NoMilestonesHere, say: Language) -> Message:
    return Message(
        say._("This track has no rule by which milestones are released."),
        kept=nothing_changed(say),
        next=say._(
            "Propose it on another track, or pay at once; a moderator may give the track `[milestones]` with "
            "`/gov policy upload`."
        ),
    )


@message.register
def _(error: errors.NoMilestone, say: Language) -> Message:
    if not error.count:
        happened = say._("This proposal has no milestones.")
    else:
        happened = say.ngettext(
            "This proposal has {count} milestone, and no number {place}.",
            "This proposal has {count} milestones, and no number {place}.",
            error.count,
        ).format(count=error.count, place=error.place)
    return Message(
        happened,
        kept=nothing_changed(say),
        next=say._("`/proposal view` shows what a proposal has promised, with its numbers."),
    )


@message.register
def _(error: errors.MilestoneNotAwaited, say: Language) -> Message:
    return Message(_why_not(error, say), kept=nothing_changed(say), next=_instead(error, say))


def _why_not(error: errors.MilestoneNotAwaited, say: Language) -> str:
    match MilestoneState(error.state):
        case MilestoneState.PROMISED:
            words = say._("Proposal {number} has not passed yet, or what it pays at once is not paid yet.")
        case MilestoneState.VOID:
            words = say._("Proposal {number} did not come into force: nothing is paid by it.")
        case MilestoneState.LAPSED:
            words = say._("The time for a report of milestone {place} of proposal {number} is over.")
        case MilestoneState.REFUSED:
            words = say._(
                "Milestone {place} of proposal {number} was refused, and can't be reported once more."
            )
        case MilestoneState.REPORTED:
            words = say._("Milestone {place} of proposal {number} is being decided by proposal {release}.")
        case _:
            words = say._("Milestone {place} of proposal {number} was released by proposal {release}.")
    return words.format(number=error.number, place=error.place, release=error.target)


def _instead(error: errors.MilestoneNotAwaited, say: Language) -> str:
    match MilestoneState(error.state):
        case MilestoneState.PROMISED:
            return say._("Report it when that is done; the card of the proposal says so.")
        case MilestoneState.REPORTED | MilestoneState.RELEASED | MilestoneState.PAID:
            return say._("`/proposal view` shows where that stands.")
        case _:
            return say._("Whoever wants it paid all the same proposes it anew with `/propose`.")


@message.register
def _(error: errors.NotRecipient, say: Language) -> Message:
    return Message(
        say._(
            "Milestone {place} of proposal {number} is paid to {account}, which is not linked to you."
        ).format(place=error.place, number=error.number, account=say.markup.account(error.account)),
        kept=nothing_changed(say),
        next=say._("Link that wallet with `/wallet link`, or let the author of the proposal report."),
    )


@message.register
def _(error: errors.PaymentAgreed, say: Language) -> Message:
    return Message(
        say._("Proposal #{proposal} pays what was promised with #{promise}, and can't be edited.").format(
            proposal=error.number, promise=error.target
        ),
        kept=nothing_changed(say),
        next=say._("Take it back with `/proposal withdraw` before its vote opens, and report anew."),
    )


@clause.register
def _(fault: milestones.MilestoneForm, say: Language) -> str:
    return say._("a milestone is written: {line}").format(line=say.markup.code(EXAMPLE))


@clause.register
def _(fault: milestones.MilestoneTitleLength, say: Language) -> str:
    return say._("what a milestone delivers is said in 1 to {most} characters").format(most=fault.most)


@clause.register
def _(fault: milestones.NoSuchDay, say: Language) -> str:
    return say._("there is no day {day}").format(day=say.markup.name(fault.text, 20))


@clause.register
def _(fault: milestones.MilestoneTooSoon, say: Language) -> str:
    return say._("its last day is over before the first report is possible, {moment}").format(
        moment=say.moment(fault.earliest)
    )


@clause.register
def _(fault: milestones.MilestoneTooFar, say: Language) -> str:
    return say._("its last day should not be after {day}").format(day=say.moment(fault.latest))


@clause.register
def _(fault: milestones.OnlyPayments, say: Language) -> str:
    return say._("a milestone pays coins or tokens, with `transfer`, and does nothing else")


@clause.register
def _(fault: milestones.TooManyMilestones, say: Language) -> str:
    return say._("{limit} milestones are the most").format(limit=fault.limit)
